// Asks all apps in turn, without end, over connections that are kept; tells the parent what it saw.
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { APPS, hostOf, PUSH_HEADER } from "./environment.ts";

/** What one request came to. */
export interface Seen {
  readonly app: number;
  /** 0: no answer */
  readonly status: number;
  readonly push: number;
  /** when the answer began, in milliseconds since 1970 */
  readonly at: number;
}

const CLIENTS = 4;
const PAUSE_MS = 2;
const REPORT_EVERY_MS = 20;

const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
let seen: Seen[] = [];

function ask(app: number): Promise<Seen> {
  return new Promise((resolve) => {
    const asked = request(
      { host: "127.0.0.1", port, path: "/", headers: { host: hostOf(app) }, agent },
      (response) => {
        const at = Date.now();
        response.resume().on("end", () => {
          resolve({
            app,
            status: response.statusCode ?? 0,
            push: Number(response.headers[PUSH_HEADER] ?? -1),
            at,
          });
        });
      },
    );
    asked.on("error", () => resolve({ app, status: 0, push: -1, at: Date.now() })).end();
  });
}

async function client(first: number): Promise<never> {
  for (let app = first % APPS; ; app = (app + 1) % APPS) {
    seen.push(await ask(app));
    await sleep(PAUSE_MS);
  }
}

setInterval(() => {
  process.send?.(seen);
  seen = [];
}, REPORT_EVERY_MS);
process.on("disconnect", () => process.exit());
for (let number = 0; number < CLIENTS; number++) void client(Math.floor((number * APPS) / CLIENTS));
