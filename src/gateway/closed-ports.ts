import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Where clients reach an entry point from this machine. */
export interface ClientPort {
  /** the entry point's name */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export interface ClosedPorts {
  /** ends it; gives for how long each refused connections, in milliseconds, by the entry point's name */
  readonly stop: () => Promise<ReadonlyMap<string, number>>;
}

/** Milliseconds. */
const LOOKED_AT_EVERY = 50;
const ANSWERS_WITHIN = 500;

/**
 * Looks when ports close, and when they accept connections again, from now on.
 *
 * Nothing is asked: a Traefik that stops may take a connection that it then neither reads nor closes until its
 * `graceTimeOut` has passed, where a request arrives at that moment. One that is closed without a word it lets go.
 */
export function watchPorts(ports: readonly ClientPort[]): ClosedPorts {
  const looks = ports.map(({ name }) => ({ name, closedAt: 0, closedFor: 0 }));
  let going = true;
  const look = async (): Promise<void> => {
    await Promise.all(
      ports.map(async (port, index) => {
        const found = looks[index]!;
        const isClosed = await refuses(port);
        if (isClosed && found.closedAt === 0) found.closedAt = Date.now();
        if (found.closedAt === 0) return;
        found.closedFor += Date.now() - found.closedAt;
        found.closedAt = isClosed ? Date.now() : 0;
      }),
    );
  };
  const run = async (): Promise<void> => {
    while (going) {
      await look();
      await sleep(LOOKED_AT_EVERY);
    }
    await look();
  };
  const ran = run();
  return {
    stop: async () => {
      going = false;
      await ran;
      return new Map(looks.map(({ name, closedFor }) => [name, closedFor]));
    },
  };
}

async function refuses({ host, port }: ClientPort): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWERS_WITHIN });
    const end = (isClosed: boolean): void => {
      socket.destroy();
      resolve(isClosed);
    };
    socket.once("connect", () => end(false));
    socket.once("timeout", () => end(false));
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code === "ECONNREFUSED"));
  });
}
