import { request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  /** which version of the application answered */
  readonly version: string | undefined;
}

/** One request to an entry point of 127.0.0.1, with a host name of its own (which `fetch` does not let one set). */
export async function ask(
  port: number,
  host: string,
  path = "/",
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, path, headers: { ...headers, host }, agent: false, timeout: 5_000 },
      (response) => {
        response.resume();
        response.once("end", () => {
          const version = response.headers["x-version"];
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            version: Array.isArray(version) ? version[0] : version,
          });
        });
      },
    );
    sent.once("error", reject);
    sent.once("timeout", () => sent.destroy(new Error("no answer in 5 s")));
    sent.end();
  });
}
