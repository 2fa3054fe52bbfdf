import type { ClientRequest, IncomingMessage } from "node:http";
import { getPlain, tooLong } from "./get-plain.ts";

/** a Traefik with ten thousand routers, as many services and twice as many middlewares answers with 17 MB */
const MOST_BYTES = 64 * 1024 * 1024;

/** Somebody answered, though not what was asked for. */
export class Answered extends Error {
  override readonly name = "Answered";
}

/**
 * Fetches JSON over http or https; a user and password in the URL are sent as basic authentication. The modules are
 * loaded only when they are needed: most runs ask nobody.
 *
 * @throws when there is no answer in time; Answered when it is none of success, or no JSON
 */
export async function getJson(url: string, withinMs: number): Promise<unknown> {
  const target = new URL(url);
  const plain = target.protocol === "http:" ? await getPlain(target, withinMs, MOST_BYTES) : null;
  if (plain !== null) {
    refuseOther(plain.status);
    return parse(plain.body);
  }
  const { request } = target.protocol === "https:" ? await import("node:https") : await import("node:http");
  return new Promise((resolve, reject) => {
    const asked = request(target, { headers: { accept: "application/json" }, agent: false }, (response) => {
      collect(response, asked)
        .then((text) => resolve(parse(text)))
        .catch(reject);
    });
    const late = setTimeout(() => asked.destroy(new Error(`no answer within ${withinMs} ms`)), withinMs);
    asked
      .on("error", reject)
      .on("close", () => clearTimeout(late))
      .end();
  });
}

async function collect(response: IncomingMessage, asked: ClientRequest): Promise<string> {
  try {
    refuseOther(response.statusCode);
  } catch (error) {
    asked.destroy();
    throw error;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw tooLong(MOST_BYTES);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refuseOther(status: number | undefined): void {
  if (status !== 200) throw new Answered(`answered with status ${status}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Answered("answered with something else than JSON");
  }
}
