import { compareBytes } from "../../environment/byte-order.ts";
import { isStruct, type Struct, type Value } from "./configuration.ts";
import { newStruct } from "./decode.ts";
import { detached } from "./detached.ts";
import { emptyMap } from "./empty-map.ts";
import type { Entry, MapNode, Node, ScalarNode } from "./node.ts";
import { setOrigin, type Origins } from "./origin.ts";
import { parseText } from "./parse-text.ts";
import { MOST_NODES, SEPARATOR } from "./raw-tree.ts";
import { trimSpace } from "./text-list.ts";
import {
  isScalar,
  type Field,
  type ListType,
  type MapType,
  type ScalarType,
  type StructType,
  type Type,
} from "./type.ts";

interface Decoder {
  readonly origins: Origins;
  /** how many more nodes there may be */
  left: number;
}

/**
 * Decodes what most files are made of: fields by their documented names, each with what its type asks for, and nothing
 * that Traefik would pass over. That takes a quarter of the time of nodes, types, schema and fill, which are for all
 * that needs a word.
 *
 * @returns what these would make of the tree, without a mistake; undefined for a tree with anything else in it
 */
export function decodeSimple(
  root: MapNode,
  type: StructType,
  base: Struct,
  origins: Origins,
): Struct | undefined {
  const decoder: Decoder = { origins, left: MOST_NODES };
  return root.entries.length === 0 ? undefined : structOf(decoder, root, type, base);
}

function structOf(decoder: Decoder, node: MapNode, type: StructType, base: Struct): Struct | undefined {
  const struct: Record<string, Value | undefined> = {};
  setOrigin(struct, decoder.origins);
  for (const name in base) struct[name] = base[name];
  for (const { key, value } of inByteOrder(node.entries)) {
    // other spellings may be several of one field
    const field = type.named(key.name);
    if (field === undefined || field.hidden) return undefined;
    const decoded = valueOf(decoder, value, field.type, field, struct[field.name]);
    if (decoded === undefined) return undefined;
    struct[field.name] = decoded;
  }
  return struct;
}

function valueOf(
  decoder: Decoder,
  node: Node,
  type: Type,
  field: Field | undefined,
  current: Value | undefined,
): Value | undefined {
  if (--decoder.left < 0) return undefined;
  if (isScalar(type)) return scalarOf(node, type);
  if (type.kind === "list") return listOf(decoder, node, type);
  // nothing in it: Traefik refuses it, or does not see it, unless its presence says something
  if (node.kind !== "map" || (node.entries.length === 0 && field?.allowEmpty !== true)) return undefined;
  const before = isStruct(current) ? current : undefined;
  if (type.kind === "struct") return structOf(decoder, node, type, before ?? newStruct(type, field));
  return type.kind === "map" ? mapOf(decoder, node, type, before) : undefined;
}

function scalarOf(node: Node, type: ScalarType): Value | undefined {
  if (!isText(node)) return undefined;
  if (type.kind === "string") return detached(node.text);
  const parsed = parseText(type, node.text);
  return parsed.ok ? parsed.value : undefined;
}

/** What has a text that stands for itself. */
function isText(node: Node): node is ScalarNode {
  return node.kind === "scalar" && node.type !== "null" && node.type !== "time";
}

function listOf(decoder: Decoder, node: Node, { items: type }: ListType): Value | undefined {
  if (node.kind !== "list" || node.items.length === 0) return undefined;
  // made by `map` it has the size that it needs: one that grows keeps room for many more
  const items = node.items.map((item) =>
    type.kind === "struct" ? valueOf(decoder, item, type, undefined, undefined) : itemOf(item, type),
  );
  if (!items.every(isValue)) return undefined;
  setOrigin(items, decoder.origins);
  return items;
}

function isValue(value: Value | undefined): value is Value {
  return value !== undefined;
}

function itemOf(node: Node, { kind }: ScalarType): Value | undefined {
  if (kind !== "string" || !isText(node) || node.text.includes(SEPARATOR)) return undefined;
  return detached(trimSpace(node.text));
}

function mapOf(
  decoder: Decoder,
  node: MapNode,
  { values }: MapType,
  before: Struct | undefined,
): Struct | undefined {
  const map = emptyMap<Value | undefined>();
  setOrigin(map, decoder.origins);
  for (const name in before) map[name] = before[name];
  for (const { key, value } of inByteOrder(node.entries)) {
    const decoded = valueOf(decoder, value, values, undefined, undefined);
    if (decoded === undefined) return undefined;
    map[key.name] = decoded;
  }
  return map;
}

/** Traefik goes through a map in this order. */
function inByteOrder(entries: readonly Entry[]): readonly Entry[] {
  for (let at = 1; at < entries.length; at++) {
    if (compareBytes(entries[at - 1]?.key.name ?? "", entries[at]?.key.name ?? "") > 0) {
      return entries.toSorted((a, b) => compareBytes(a.key.name, b.key.name));
    }
  }
  return entries;
}
