import http from "node:http";

/** What an API may answer at most: 20,000 objects with all their fields fit. */
const LIMIT = 64 * 1024 * 1024;

/**
 * Fetches JSON with one connection of its own, which does not outlive the answer: `fetch` would keep the process
 * alive for it.
 *
 * @param withinMs until the whole answer is there
 * @throws when nobody answers in time, or not with a success and JSON
 */
export async function getJson(url: string, withinMs: number): Promise<unknown> {
  const client = url.startsWith("https:") ? (await import("node:https")).default : http;
  const text = await new Promise<string>((resolve, reject) => {
    const request = client.get(url, { agent: false, signal: AbortSignal.timeout(withinMs) }, (response) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      response.on("data", (chunk: Uint8Array) => {
        length += chunk.length;
        if (length > LIMIT) request.destroy(new Error(`${url} answers with more than ${LIMIT} bytes`));
        else chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        if (status < 200 || status > 299) reject(new Error(`${url} answers ${status}`));
        else resolve(Buffer.concat(chunks).toString("utf8"));
      });
    });
    request.on("error", reject);
  });
  return JSON.parse(text) as unknown;
}
