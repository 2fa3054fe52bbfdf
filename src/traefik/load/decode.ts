import { isStruct, type Struct, type Value } from "./configuration.ts";
import { defaultsOf } from "./defaults.ts";
import { detached } from "./detached.ts";
import { emptyMap } from "./empty-map.ts";
import { setOrigin, type Origins } from "./origin.ts";
import { parseText } from "./parse-text.ts";
import { pluginConfiguration } from "./plugin-configuration.ts";
import { splitList } from "./text-list.ts";
import { type Field, isScalar, type StructType } from "./type.ts";
import type { TypedNode } from "./typed-node.ts";

export interface DecodeOptions {
  /** what lists inside of maps hold gets its type back in plugins' configurations (since 3.1) */
  readonly listsInMaps: boolean;
  readonly origins: Origins;
}

/**
 * Fills Traefik's structures from nodes that the schema has accepted: texts become values, defaults come in.
 *
 * @param node of a struct
 * @param base what is there before the first field is filled
 * @throws on a text that the schema should not have accepted
 */
export function decodeStruct(node: TypedNode, options: DecodeOptions, base: Struct): Struct {
  const struct: Record<string, Value | undefined> = {};
  // first of all: an object that gets a hidden property late costs the engine a shape of its own
  setOrigin(struct, options.origins);
  Object.assign(struct, base);
  for (const [name, member] of node.members) {
    if (!member.unused) struct[name] = decodeValue(member, options, struct[name]);
  }
  return struct;
}

function decodeValue(node: TypedNode, options: DecodeOptions, current: Value | undefined): Value {
  const { type, raw } = node;
  if (isScalar(type)) {
    const value = parseText(type, raw.text);
    if (!value.ok) throw new Error(`the schema accepted what Traefik does not: ${value.error}`);
    return typeof value.value === "string" ? detached(value.value) : value.value;
  }
  if (type.kind === "struct") {
    return decodeStruct(node, options, isStruct(current) ? current : newStruct(type, node.field));
  }
  return decodeCollection(node, options, isStruct(current) ? current : {});
}

/** What a pointer leads to gets its defaults when it is made; a struct inside of another has none of its own. */
export function newStruct(type: StructType, field: Field | undefined): Struct {
  return field === undefined || field.goType.startsWith("*") ? defaultsOf(type) : {};
}

function decodeCollection(
  node: TypedNode,
  options: DecodeOptions,
  current: Struct,
): Struct | readonly Value[] {
  const { members, raw, type } = node;
  if (type.kind === "plugin") {
    const { values } = pluginConfiguration(raw.children, options.listsInMaps);
    setOrigin(values, options.origins);
    return values;
  }
  if (type.kind === "list") {
    // a list of texts has no members of its own
    const texts =
      type.items.kind === "string" && members.size === 0 ? splitList(raw.text)?.map(detached) : undefined;
    const items = texts ?? Array.from(members.values(), (item) => decodeValue(item, options, undefined));
    setOrigin(items, options.origins);
    return items;
  }
  const map = emptyMap<Value | undefined>();
  setOrigin(map, options.origins);
  Object.assign(map, current);
  for (const [name, member] of members) map[name] = decodeValue(member, options, undefined);
  return map;
}
