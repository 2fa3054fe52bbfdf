import { type IncomingMessage, request as requestPlain } from "node:http";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * One GET over a connection of its own, to a program of this machine: its certificate is not verified. `node:http`
 * alone, and `node:https` where it is asked for: `fetch` would cost the gateway ten megabytes.
 *
 * @param connected sees the connection's own port while the connection is still open
 * @param timeout milliseconds
 * @throws when there is no answer in time
 */
export async function ask(
  url: string,
  timeout: number,
  connected?: (localPort: number) => Promise<void>,
): Promise<Answer> {
  const request = url.startsWith("https:") ? (await import("node:https")).request : requestPlain;
  const headers = { connection: "keep-alive" };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false, timeout, headers, rejectUnauthorized: false }, (response) => {
      // The body waits meanwhile: the connection stays open until it has been read.
      const seen = connected?.(response.socket.localPort ?? 0) ?? Promise.resolve();
      void seen
        .then(() => read(response))
        .then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
        .finally(() => sent.destroy());
    });
    sent.once("error", reject);
    sent.once("timeout", () => sent.destroy(new Error(`no answer within ${timeout} ms`)));
    sent.end();
  });
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > 1 << 24) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
