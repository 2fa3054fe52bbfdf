import { fold } from "../go/fold.ts";
import { isScalar, isScalarKind, type Field, type Json, type StructType, type Type } from "./type.ts";

/** The parts of a generated JSON Schema that tell Traefik's types. */
export interface TypeSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, TypeSchema>>;
  /** the same, each made when it is asked for: see tools/compile-schemas.js */
  readonly definition?: (name: string) => TypeSchema | undefined;
  readonly properties?: Readonly<Record<string, TypeSchema>>;
  readonly additionalProperties?: TypeSchema | boolean;
  readonly items?: TypeSchema;
  readonly default?: Json;
  readonly "x-go-name"?: string;
  readonly "x-go-type"?: string;
  readonly "x-allow-empty"?: boolean;
  readonly "x-hidden"?: boolean;
}

/**
 * Reads the types of a configuration out of its schema; a struct's fields are read when they are first asked for, one by
 * one where their names are known: a file uses few of the hundreds.
 */
export function readTypes(schema: TypeSchema): StructType {
  const structs = new Map<string, StructType>();

  function typeOf(at: TypeSchema, goType: string): Type {
    if (at.$ref !== undefined) return referredType(at.$ref.slice("#/$defs/".length), goType);
    if (at.items !== undefined) {
      const items = typeOf(at.items, goType.replace(/^\[\]/, ""));
      return items.kind === "struct" || isScalar(items) ? { kind: "list", items } : { kind: "opaque" };
    }
    if (typeof at.additionalProperties !== "object") return { kind: "opaque" };
    return { kind: "map", values: typeOf(at.additionalProperties, goType.replace(/^map\[string\]/, "")) };
  }

  function referredType(name: string, goType: string): Type {
    const target = schema.definition ? schema.definition(name) : schema.$defs?.[name];
    // a struct without fields has no properties
    if (target && (target.properties || target.additionalProperties === false))
      return structType(name, target);
    switch (name) {
      case "int":
        return { kind: "int64" };
      case "duration":
        return { kind: goType.endsWith("time.Duration") ? "nanoseconds" : "duration" };
      case "strings":
        return { kind: "list", items: { kind: "string" } };
      case "plugin":
        return { kind: "plugin" };
      case "stringMap":
      case "intMap":
        return typeOf({ ...target }, goType);
      default:
        return isScalarKind(name) ? { kind: name } : { kind: "opaque" };
    }
  }

  function structType(name: string, at: TypeSchema): StructType {
    const known = structs.get(name);
    if (known) return known;
    const properties = at.properties ?? {};
    const read = new Map<string, Field>();
    let fields: ReadonlyMap<string, Field> | undefined;
    let preset: readonly Field[] | undefined;
    const named = (field: string): Field | undefined => {
      const known = read.get(field);
      if (known !== undefined || !Object.hasOwn(properties, field)) return known;
      const made = fieldOf(field, properties[field] ?? {});
      read.set(field, made);
      return made;
    };
    const made: StructType = {
      kind: "struct",
      name,
      named,
      get fields() {
        return (fields ??= allFields(properties, named));
      },
      get preset() {
        return (preset ??= presetFields(properties, named));
      },
    };
    structs.set(name, made);
    return made;
  }

  function fieldOf(name: string, property: TypeSchema): Field {
    const goType = property["x-go-type"] ?? "";
    const type = typeOf(property, goType.startsWith("*") ? goType.slice(1) : goType);
    return {
      name,
      type,
      goType,
      goKind: goKindOf(type, goType),
      allowEmpty: property["x-allow-empty"] === true,
      hidden: property["x-hidden"] === true,
      default: property.default,
    };
  }

  return structType(schema["x-go-type"] ?? "", schema);
}

type Properties = Readonly<Record<string, TypeSchema>>;
type Named = StructType["named"];

function allFields(properties: Properties, named: Named): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const name in properties) {
    const field = named(name);
    if (field !== undefined)
      fields.set(name, field).set(fold(properties[name]?.["x-go-name"] ?? name), field);
  }
  return fields;
}

function presetFields(properties: Properties, named: Named): Field[] {
  return Object.keys(properties)
    .filter((name) => properties[name]?.default !== undefined && properties[name]["x-hidden"] !== true)
    .map(named)
    .filter((field) => field !== undefined);
}

function goKindOf({ kind }: Type, goType: string): string {
  if (goType.startsWith("*")) return "ptr";
  if (kind === "duration" || kind === "nanoseconds") return "int64";
  // what is neither a struct, a map nor a list names itself
  return kind === "int64" && !goType.endsWith("int64") ? "int" : kind;
}
