import { parseTraefikDuration } from "../go/duration.ts";
import { parseInteger } from "../go/strconv.ts";
import type { Struct, Value } from "./configuration.ts";
import { emptyMap } from "./empty-map.ts";
import type { Json, StructType, Type } from "./type.ts";

const known = new WeakMap<StructType, Struct>();

/** What Traefik puts into a new struct of this type: the results of its SetDefaults. Not to be changed. */
export function defaultsOf(type: StructType): Struct {
  let defaults = known.get(type);
  if (!defaults) known.set(type, (defaults = readDefaults(type)));
  return defaults;
}

function readDefaults(type: StructType): Struct {
  const defaults: Record<string, Value> = {};
  for (const { name, type: fieldType, default: json } of type.preset) {
    if (json !== undefined) defaults[name] = fromJson(fieldType, json);
  }
  return defaults;
}

/** A default as the schema has it, in the form that decoding gives to values. */
function fromJson(type: Type, json: Json): Value {
  if (type.kind === "duration" || type.kind === "nanoseconds") {
    const duration = typeof json === "string" ? parseTraefikDuration(json) : undefined;
    if (!duration?.ok) throw new Error(`no duration: ${JSON.stringify(json)}`);
    return duration.value;
  }
  // an integer that JSON would round is text
  if (type.kind === "int64" && typeof json === "string") return integer(json);
  if (typeof json !== "object") return json;
  if (isJsonList(json)) return json.map((item) => fromJson(type.kind === "list" ? type.items : type, item));
  const values = emptyMap<Value>();
  for (const [name, value] of Object.entries(json)) {
    const inner =
      type.kind === "map" ? type.values : type.kind === "struct" ? type.named(name)?.type : undefined;
    if (!inner) throw new Error(`a default without a type: ${name}`);
    values[name] = fromJson(inner, value);
  }
  return type.kind === "struct" ? { ...values } : values;
}

function integer(text: string): Value {
  const parsed = parseInteger(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function isJsonList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
