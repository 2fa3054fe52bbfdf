import type { Document } from "./document.ts";
import type { Node, Span } from "./node.ts";

/**
 * What Traefik has in memory after loading: structs as plain objects with the documented (camelCase) field names,
 * defaults filled in, user-named maps as plain objects without a prototype. Every struct, map and list remembers
 * the source node of each of its members, so that a check can say where a value stands.
 */
export type Value = string | number | bigint | boolean | readonly Value[] | Struct;
export interface Struct {
  readonly [field: string]: Value | undefined;
}

/** The source of a decoded container: its own node and those of its members. Defaults have no member node. */
export interface Origin {
  readonly node: Node;
  readonly members: ReadonlyMap<string | number, Node>;
  /** spans of the keys as written, for findings about the name itself */
  readonly keys: ReadonlyMap<string | number, Span>;
}

/** One named object of the dynamic configuration. */
export interface LoadedObject<T = Struct> {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly document: Document;
  /** where the name stands */
  readonly key: Span;
  readonly value: T;
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

/** All files merged as Traefik merges them: the first definition of a name wins. */
export interface DynamicConfiguration {
  readonly objects: Readonly<Record<ObjectKind, ReadonlyMap<string, LoadedObject>>>;
  readonly certificates: readonly { readonly document: Document; readonly value: Struct }[];
}

const origins = new WeakMap<object, Origin>();

/** Remembers where a decoded container came from; the decoder's business alone. */
export function setOrigin(container: object, origin: Origin): void {
  origins.set(container, origin);
}

/** Where a decoded container came from; undefined for one that is nothing but defaults. */
export function originOf(container: object): Origin | undefined {
  return origins.get(container);
}

/**
 * The span of a member's value, else of the container itself: the place to blame.
 *
 * @param container a decoded struct, map or list
 * @param member a field name, map key or list index
 */
export function spanOf(container: object, member?: string | number): Span | undefined {
  const origin = origins.get(container);
  return (member === undefined ? undefined : origin?.members.get(member)?.span) ?? origin?.node.span;
}
