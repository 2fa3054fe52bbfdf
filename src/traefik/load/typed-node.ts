import { fold } from "../go/fold.ts";
import { emptyMap } from "./empty-map.ts";
import type { Path } from "./path.ts";
import type { RawNode } from "./raw-tree.ts";
import { needsContent, type Field, type ScalarType, type Type } from "./type.ts";

/** What the JSON Schema judges: every plain value is its text. */
export type Instance = string | readonly Instance[] | { readonly [name: string]: Instance };

/** A node that has met its type. */
export interface TypedNode {
  readonly raw: RawNode;
  readonly type: Type;
  /** undefined for the entries of maps, the items of lists, and the root */
  readonly field: Field | undefined;
  readonly instance: Instance;
  /** by field name, entry name or index */
  readonly members: ReadonlyMap<string | number, TypedNode>;
  /** children that are no field of the struct */
  readonly strangers: readonly RawNode[];
  /** judged, but never used: a hidden field, an `allowEmpty` one given a plain value, a list given nothing */
  readonly unused: boolean;
}

/** A place to fill: where a typed node is to stand, and the way up from there. */
export interface Place {
  readonly up: Place | undefined;
  /** name or index in the node above */
  readonly key: string | number;
  readonly raw: RawNode;
  readonly type: Type;
  readonly field: Field | undefined;
}

type Typed = Pick<TypedNode, "raw" | "type" | "field">;
type Members = ReadonlyMap<string | number, TypedNode>;

const NO_MEMBERS: Members = new Map();
const NO_STRANGERS: readonly RawNode[] = [];

/** A node without members. */
export function leaf({ raw, type, field }: Typed, instance: Instance, unused: boolean): TypedNode {
  return { raw, type, field, instance, members: NO_MEMBERS, strangers: NO_STRANGERS, unused };
}

/** A node whose instance is made of its members'. */
export function container(
  { raw, type, field }: Typed,
  members: Members,
  unused: boolean,
  strangers: readonly RawNode[] = NO_STRANGERS,
): TypedNode {
  const instance = type.kind === "list" ? listInstance(members) : mapInstance(type, members, strangers);
  return { raw, type, field, instance, members, strangers, unused };
}

function listInstance(members: Members): Instance {
  return Array.from(members.values(), ({ instance }) => instance);
}

function mapInstance({ kind }: Type, members: Members, strangers: readonly RawNode[]): Instance {
  // the names of fields are harmless
  const instance: Record<string, Instance> = kind === "struct" && strangers.length === 0 ? {} : emptyMap();
  for (const [name, member] of members) instance[name] = member.instance;
  for (const stranger of strangers) instance[stranger.name] = "";
  return instance;
}

/** A root that holds nothing but this node at its place. */
export function alone(place: Place, node: TypedNode): TypedNode {
  let root = node;
  for (let at = place; at.up; at = at.up) {
    const key = at.up.type.kind === "list" ? 0 : at.key;
    root = container(at.up, new Map([[key, root]]), false);
  }
  return root;
}

/** Whether Traefik would set this field from this node. */
export function isUsed({ type, hidden, allowEmpty }: Field, raw: RawNode): boolean {
  if (hidden) return false;
  return !allowEmpty || !needsContent(type) || raw.text === "" || fold(raw.text) === "true";
}

/** A text that every field of this type takes: what stands for a text that nobody reads. */
export function harmless({ kind }: ScalarType): string {
  return kind === "string" ? "" : kind === "bool" ? "false" : "0";
}

/** The way from the root to a place. */
export function pathOf(place: Place): Path {
  const path: (string | number)[] = [];
  for (let at = place; at.up; at = at.up) path.unshift(at.key);
  return path;
}
