import type { ClientRequest, IncomingMessage } from "node:http";

/** a Traefik with thousands of objects answers with a few megabytes */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Fetches JSON over http or https; a user and password in the URL are sent as basic authentication. The modules are
 * loaded only when they are needed: most runs ask nobody.
 *
 * @throws when there is no answer in time, or none of success, or no JSON
 */
export async function getJson(url: string, withinMs: number): Promise<unknown> {
  const target = new URL(url);
  const { request } = target.protocol === "https:" ? await import("node:https") : await import("node:http");
  return new Promise((resolve, reject) => {
    const asked = request(target, { headers: { accept: "application/json" }, agent: false }, (response) => {
      collect(response, asked)
        .then((text) => resolve(JSON.parse(text)))
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
  if (response.statusCode !== 200) {
    asked.destroy();
    throw new Error(`answered with status ${response.statusCode}`);
  }
  let text = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > MOST_BYTES) throw new Error("the answer is too long");
  }
  return text;
}
