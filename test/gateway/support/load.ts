import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export interface Counts {
  readonly requests: number;
  /** when, and what came instead of an answer */
  readonly lost: readonly string[];
}

export interface Load {
  /** ends the clients */
  readonly stop: () => Promise<Counts>;
}

export interface LoadOptions {
  readonly port: number;
  readonly host: string;
  readonly address?: string;
  readonly clients?: number;
  /** keep-alive, or a new connection for every request */
  readonly keepAlive?: boolean;
  /** between two requests of a client, in milliseconds */
  readonly pause?: number;
}

/** Asks without end, each client one request at a time. Everything but 200 is lost, and told. */
export function startLoad({ port, host, address = "127.0.0.1", ...options }: LoadOptions): Load {
  const { clients = 4, keepAlive = true, pause = 25 } = options;
  let requests = 0;
  const lost: string[] = [];
  let going = true;
  const agent = new Agent({ keepAlive, maxSockets: clients });
  const client = async (): Promise<void> => {
    while (going) {
      const answer = await askOnce(agent, address, port, host);
      requests++;
      if (answer !== "200") lost.push(`${new Date().toISOString()} ${answer}`);
      await sleep(pause);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    stop: async () => {
      going = false;
      await all;
      agent.destroy();
      return { requests, lost };
    },
  };
}

/** @returns the status, or the error; what a server closed before it read the request is asked again, as RFC 9112 says */
async function askOnce(agent: Agent, address: string, port: number, host: string): Promise<string> {
  return new Promise((done) => {
    const sent = request(
      { host: address, port, path: "/", headers: { host }, agent, timeout: 10_000 },
      (response) => {
        response.resume();
        response.once("end", () => done(String(response.statusCode)));
        response.once("error", (error) => done(String(error)));
      },
    );
    sent.once("timeout", () => sent.destroy(new Error("timeout")));
    sent.once("error", (error: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && error.code === "ECONNRESET") done(askOnce(agent, address, port, host));
      else done(error.code ?? error.message);
    });
    sent.end();
  });
}
