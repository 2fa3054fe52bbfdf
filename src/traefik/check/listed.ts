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

/** The names of all that Traefik's API would list. */
export interface ListedNames {
  /** in the order in which they are told */
  readonly all: readonly string[];
  /** those of objects that stem from a file; the very texts of the others, for there may be many */
  readonly of: (file: string) => readonly string[];
}

/** Names all that Traefik's API would list, and keeps nothing of the objects themselves. */
export function listedNames(running: Running): ListedNames {
  const all: string[] = [];
  const byFile = new Map<string, string[]>();
  for (const object of listed(running)) {
    const name = listedName(object);
    all.push(name);
    const [, { source }] = object;
    if (source === null) continue;
    const { file } = source.document;
    const others = byFile.get(file);
    if (others) others.push(name);
    else byFile.set(file, [name]);
  }
  return { all, of: (file) => byFile.get(file) ?? [] };
}
