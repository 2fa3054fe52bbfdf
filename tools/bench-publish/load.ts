// Asks all apps in turn, without end, over connections that are kept; tells the parent what it saw. By plain sockets:
// Node's HTTP client would take as much of the machine as Traefik does, which clients elsewhere do not.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
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
const GIVE_UP_MS = 5_000;

const STATUS = /^HTTP\/1\.1 (\d{3}) /;
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;
const PUSH = new RegExp(`\r\n${PUSH_HEADER}: (\\d+)\r\n`, "i");

const port = Number(process.argv[2]);
let seen: Seen[] = [];

/** One request and the whole of its answer, whose length has to be given. */
async function ask(socket: Socket, app: number): Promise<Seen> {
  socket.write(`GET / HTTP/1.1\r\nHost: ${hostOf(app)}\r\n\r\n`);
  let text = "";
  let at = 0;
  for (;;) {
    const [chunk]: unknown[] = await once(socket, "data");
    at ||= Date.now();
    text += String(chunk);
    const body = text.indexOf("\r\n\r\n") + 4;
    if (body < 4) continue;
    const head = text.slice(0, body);
    const length = Number(LENGTH.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error(`an answer without a length: ${head}`);
    if (text.length < body + length) continue;
    return { app, status: Number(STATUS.exec(head)?.[1] ?? 0), push: Number(PUSH.exec(head)?.[1] ?? -1), at };
  }
}

/** A connection; whatever ends it is an error of the request that waits for its answer then. */
async function open(): Promise<Socket> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1").setNoDelay();
  const end = (why: string) => () => socket.destroy(new Error(why));
  socket.setTimeout(GIVE_UP_MS, end("no answer in time")).on("end", end("closed"));
  // between two requests nobody waits: the next one connects anew
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function client(first: number): Promise<never> {
  let socket: Socket | null = null;
  for (let app = first % APPS; ; app = (app + 1) % APPS) {
    try {
      if (socket === null || socket.destroyed) {
        socket = await open();
      }
      seen.push(await ask(socket, app));
    } catch {
      socket?.destroy();
      seen.push({ app, status: 0, push: -1, at: Date.now() });
    }
    await sleep(PAUSE_MS);
  }
}

setInterval(() => {
  process.send?.(seen);
  seen = [];
}, REPORT_EVERY_MS);
process.on("disconnect", () => process.exit());
for (let number = 0; number < CLIENTS; number++) void client(Math.floor((number * APPS) / CLIENTS));
