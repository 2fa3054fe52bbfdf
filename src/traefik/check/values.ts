import { isList, isStruct, type Struct, type Value } from "../load/configuration.ts";
import type { Integer } from "../go/result.ts";

/** The string in a field, Go's zero value (`""`) where there is none. */
export function textOf(struct: Struct, field: string): string {
  const value = struct[field];
  return typeof value === "string" ? value : "";
}

/** The integer in a field (durations: nanoseconds), 0 where there is none. */
export function integerOf(struct: Struct, field: string): Integer {
  return optionalIntegerOf(struct, field) ?? 0;
}

/** The integer in a field that Traefik holds as a pointer: undefined where nothing was written. */
export function optionalIntegerOf(struct: Struct, field: string): Integer | undefined {
  const value = struct[field];
  return typeof value === "number" || typeof value === "bigint" ? value : undefined;
}

/** The switch in a field, off where there is none. */
export function flagOf(struct: Struct, field: string): boolean {
  return struct[field] === true;
}

/** The list of strings in a field, empty where there is none. */
export function textsOf(struct: Struct, field: string): readonly string[] {
  return only(listOf(struct, field), isText);
}

/** The list of structs in a field, empty where there is none. */
export function structsOf(struct: Struct, field: string): readonly Struct[] {
  return only(listOf(struct, field), isStruct);
}

/** Most lists hold nothing else: a copy of each would take more memory than they do. */
function only<T extends Value>(items: readonly Value[], is: (item: Value) => item is T): readonly T[] {
  return items.every(is) ? items : items.filter(is);
}

function isText(item: Value): item is string {
  return typeof item === "string";
}

/** The list in a field, empty where there is none. */
export function listOf(struct: Struct, field: string): readonly Value[] {
  const value = struct[field];
  return isList(value) ? value : [];
}

/** The struct or map in a field. */
export function structOf(struct: Struct, field: string): Struct | undefined {
  const value = struct[field];
  return isStruct(value) ? value : undefined;
}
