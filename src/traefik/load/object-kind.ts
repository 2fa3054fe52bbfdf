import { clip } from "./clip.ts";
import { OBJECT_KINDS, type ObjectKind } from "./configuration.ts";

const NOUNS: Readonly<Record<ObjectKind, string>> = {
  "http.routers": "router",
  "http.services": "service",
  "http.middlewares": "middleware",
  "http.serversTransports": "servers transport",
  "http.models": "model",
  "tcp.routers": "TCP router",
  "tcp.services": "TCP service",
  "tcp.middlewares": "TCP middleware",
  "tcp.serversTransports": "TCP servers transport",
  "udp.routers": "UDP router",
  "udp.services": "UDP service",
  "tls.options": "TLS options",
  "tls.stores": "TLS store",
};

/** by the section, then by the name inside */
const KINDS = new Map<unknown, Map<unknown, ObjectKind>>();
for (const kind of OBJECT_KINDS) {
  const [first, second] = kind.split(".");
  KINDS.set(first, (KINDS.get(first) ?? new Map<unknown, ObjectKind>()).set(second, kind));
}

/** What an object of this kind is called in prose. */
export function nounOf(kind: ObjectKind): string {
  return NOUNS[kind];
}

/** Characters of a name in prose: what is said of the object follows it. */
export const LONGEST_NAME = 200;

/** An object in prose: `router shop`. */
export function describeObject(kind: ObjectKind, name: string): string {
  return `${NOUNS[kind]} ${name === "" ? '""' : clip(name, LONGEST_NAME)}`;
}

/** The kind of the objects in a section: `http.routers`. */
export function kindOfSection(first: unknown, second: unknown): ObjectKind | undefined {
  return KINDS.get(first)?.get(second);
}
