import type { ObjectKind } from "../load/configuration.ts";
import type { Subject } from "./ledger.ts";
import { writtenName } from "./names.ts";
import type { Running } from "./running.ts";

/** The kinds of objects that Traefik's API lists, in the order in which they are told. */
export const LISTED_KINDS = [
  "http.routers",
  "http.services",
  "http.middlewares",
  "tcp.routers",
  "tcp.services",
  "tcp.middlewares",
  "udp.routers",
  "udp.services",
] as const satisfies readonly ObjectKind[];

/** An object that Traefik's API lists. */
export type Listed = readonly [kind: ObjectKind, subject: Subject];

/** All that Traefik's API would list, in the order in which it is told. */
export function* listed({ routers, subjects }: Running): Generator<Listed> {
  const running = { ...subjects, "http.routers": routers };
  for (const kind of LISTED_KINDS) for (const subject of running[kind].values()) yield [kind, subject];
}

/** The name in Traefik's API without `@file`, as `http.routers.shop`. */
export function listedName([kind, { name }]: Listed): string {
  return `${kind}.${writtenName(name)}`;
}

/** The names of those that stem from a file, in their order; made when a file is asked for, for all would outweigh it. */
export function listedByFile(running: Running): (file: string) => string[] {
  const byFile = new Map<string, Listed[]>();
  for (const object of listed(running)) {
    const [, { source }] = object;
    if (source === null) continue;
    const { file } = source.document;
    const others = byFile.get(file);
    if (others) others.push(object);
    else byFile.set(file, [object]);
  }
  return (file) => (byFile.get(file) ?? []).map(listedName);
}
