import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";
import type { Child } from "./child.ts";
import { holdsConnection } from "./connection-owner.ts";

/** Where a Traefik can be asked how it is, by its static configuration. */
export interface Endpoints {
  /** `http://127.0.0.1:9100/ping`; null where ping is not configured */
  readonly ping: string | null;
  /** base URL of its API; null where it cannot be reached without credentials */
  readonly api: string | null;
}

/**
 * Waits until this very Traefik answers its ping and, where its API can be asked, has as many routers of the file
 * provider as expected. While two Traefiks share the ports, the kernel says which of them answered.
 *
 * @param routers how many `@file` routers it must have; 0 when that is not known
 * @param timeout milliseconds
 * @returns null when it is ready, else what it lacks
 */
export async function waitUntilReady(
  child: Child,
  endpoints: Endpoints,
  routers: number,
  timeout: number,
): Promise<string | null> {
  const deadline = Date.now() + timeout;
  const url = endpoints.ping ?? (endpoints.api === null ? null : `${endpoints.api}/api/version`);
  let lacks = url === null ? null : "it does not answer its ping";
  if (url === null) await sleep(1_000);
  while (Date.now() < deadline) {
    if (!child.isRunning()) return "it ended";
    if (url === null) return null;
    if (await answersItself(child, url)) {
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
      // Where the system does not tell, the answer counts: there is no second Traefik to mistake it for, or no /proc.
      own = (await holdsConnection(child.pid ?? -1, local, port)) ?? true;
    });
    return own ? answer : null;
  } catch {
    return null;
  }
}

/** How many routers of the file provider it has; null: another process answered, or none. */
export async function countRouters(child: Child, api: string): Promise<number | null> {
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
