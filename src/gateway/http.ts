import { createServer, type Server, type ServerResponse } from "node:http";
import type { HttpBind } from "./settings.ts";

/** What a path answers: a status code, a content type, a body. */
export interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Serves a few pages; nothing else is there. */
export async function serve(
  bind: HttpBind,
  pages: Readonly<Record<string, () => Promise<Page>>>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (request.method !== "GET" && request.method !== "HEAD")
      return send(response, text(405, "GET or HEAD"));
    if (page === undefined) return send(response, text(404, `try ${Object.keys(pages).join(" or ")}`));
    void page().then(
      (found) => send(response, found),
      () => send(response, text(500, "cannot tell")),
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(bind.port, bind.host === "" ? undefined : bind.host, resolve);
  });
  return server;
}

function send(response: ServerResponse, { status, type, body }: Page): void {
  response.writeHead(status, { "content-type": type });
  response.end(body);
}

export function text(status: number, body: string): Page {
  return { status, type: "text/plain; charset=utf-8", body: `${body}\n` };
}
