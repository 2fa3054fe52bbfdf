import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";
import type { Child } from "./child.ts";
import { holdsConnection } from "./connection-owner.ts";

/** Where a Traefik can be asked how it is, by its static configuration. */
export interface Endpoints {
  /** `http://127.0.0.1:9100/ping`; null where ping is not configured, or is wherever a router of the user's puts it */
  readonly ping: string | null;
  /** base URL of its API; null where it cannot be reached without credentials and a certificate to be trusted */
  readonly api: string | null;
}

/** Where nobody can be asked for routes: several times what a Traefik takes to load them. Milliseconds. */
const LOADS_WITHIN = 1_000;
/** Several times what a Traefik takes to find a port taken. Milliseconds. */
const HOLDS_OUT = 3_000;

/**
 * Waits until this very Traefik answers its ping and, where its API can be asked, has as many routers of the file
 * provider as expected. While two Traefiks share the ports, the kernel says which of them answered.
 *
 * @param routers how many `@file` routers it must have; 0 when that is not known
 * @param timeout milliseconds
 * @param stop ends the waiting
 * @returns null when it is ready, else what it lacks
 */
export async function waitUntilReady(
  child: Child,
  endpoints: Endpoints,
  routers: number,
  timeout: number,
  stop: AbortSignal,
): Promise<string | null> {
  const deadline = Date.now() + timeout;
  const url = endpoints.ping ?? (endpoints.api === null ? null : `${endpoints.api}/api/version`);
  let lacks = url === null ? null : "it does not answer its ping";
  if (url === null) await sleep(LOADS_WITHIN);
  while (Date.now() < deadline) {
    if (stop.aborted) return "the gateway stops";
    if (!child.isRunning()) return "it ended";
    if (url === null) return null;
    if (await answersItself(child, url)) {
      if (endpoints.api === null && routers > 0) await sleep(LOADS_WITHIN);
      const found = endpoints.api === null ? routers : await countRouters(child, endpoints.api);
      if (found !== null && found >= routers) return null;
      lacks = "it does not have its routes";
    }
    await sleep(20);
  }
  return child.isRunning() ? lacks : "it ended";
}

async function answersItself(child: Child, url: string): Promise<boolean> {
  return (await askChild(child, url))?.status === 200;
}

/** null: another process answered, or none. */
async function askChild(child: Child, url: string): Promise<{ status: number; body: string } | null> {
  let own = false;
  const port = Number(new URL(url).port || "80");
  try {
    const answer = await ask(url, 2_000, async (local) => {
      // Where the system does not tell, one that has held out for so long has its ports.
      own = (await holdsConnection(child.pid ?? -1, local, port)) ?? Date.now() - child.startedAt > HOLDS_OUT;
    });
    return own ? answer : null;
  } catch {
    return null;
  }
}

/** How many routers of the file provider it has; null: another process answered, or none. */
async function countRouters(child: Child, api: string): Promise<number | null> {
  const answer = await askChild(child, `${api}/api/rawdata`);
  if (answer?.status !== 200) return null;
  try {
    const raw = JSON.parse(answer.body) as Record<string, Record<string, unknown> | undefined>;
    return ["routers", "tcpRouters", "udpRouters"]
      .flatMap((section) => Object.keys(raw[section] ?? {}))
      .filter((name) => name.endsWith("@file")).length;
  } catch {
    return null;
  }
}
