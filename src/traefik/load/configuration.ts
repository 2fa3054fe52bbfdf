import type { Document } from "./document.ts";
import type { Span } from "./node.ts";

export { keySpanOf, spanOf } from "./origin.ts";
import { keySpanOf } from "./origin.ts";

/**
 * What Traefik has in memory after loading: structs as plain objects with the documented (camelCase) field names,
 * defaults filled in, user-named maps as plain objects without a prototype. Every struct, map and list remembers
 * where it stands, and each of its members (origin.ts), so that a check can say where a value is.
 */
export type Value = string | number | bigint | boolean | readonly Value[] | Struct;
export interface Struct {
  readonly [field: string]: Value | undefined;
}

export function isStruct(value: Value | undefined): value is Struct {
  return typeof value === "object" && !Array.isArray(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** One named object of the dynamic configuration. */
export interface LoadedObject<T = Struct> {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly document: Document;
  /** the map that the name stands in */
  readonly within: Struct;
  readonly value: T;
}

/** Where the name of an object stands. */
export function keyOf({ within, name }: LoadedObject): Span {
  return keySpanOf(within, name) ?? { start: 0, end: 0 };
}

export const OBJECT_KINDS = [
  "http.routers",
  "http.services",
  "http.middlewares",
  "http.serversTransports",
  "http.models",
  "tcp.routers",
  "tcp.services",
  "tcp.middlewares",
  "tcp.serversTransports",
  "udp.routers",
  "udp.services",
  "tls.options",
  "tls.stores",
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Something for each kind of object. */
export function perKind<T>(make: (kind: ObjectKind) => T): Record<ObjectKind, T> {
  return {
    "http.routers": make("http.routers"),
    "http.services": make("http.services"),
    "http.middlewares": make("http.middlewares"),
    "http.serversTransports": make("http.serversTransports"),
    "http.models": make("http.models"),
    "tcp.routers": make("tcp.routers"),
    "tcp.services": make("tcp.services"),
    "tcp.middlewares": make("tcp.middlewares"),
    "tcp.serversTransports": make("tcp.serversTransports"),
    "udp.routers": make("udp.routers"),
    "udp.services": make("udp.services"),
    "tls.options": make("tls.options"),
    "tls.stores": make("tls.stores"),
  };
}

/** All files merged as Traefik merges them: the first definition of a name wins. */
export interface DynamicConfiguration {
  readonly objects: Readonly<Record<ObjectKind, ReadonlyMap<string, LoadedObject>>>;
  readonly certificates: readonly Certificate[];
}

/** One of `tls.certificates`. */
export interface Certificate {
  readonly document: Document;
  readonly value: Struct;
}
