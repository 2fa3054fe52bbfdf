import { createServer, type Server } from "node:http";

/** A server on a free port that answers with what it was asked: path and query, host, and these headers. */
export async function startEcho(shown: readonly string[]): Promise<Server> {
  const server = createServer(({ url, headers }, response) => {
    const values = shown.map((name) => headers[name.toLowerCase()] ?? null);
    response.end(JSON.stringify([url, headers.host, ...values]));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}
