import { fold } from "../go/fold.ts";
import { isScalar, isScalarKind, type Field, type Json, type StructType, type Type } from "./type.ts";

/** The parts of a generated JSON Schema that tell Traefik's types. */
export interface TypeSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, TypeSchema>>;
  readonly properties?: Readonly<Record<string, TypeSchema>>;
  readonly additionalProperties?: TypeSchema | boolean;
  readonly items?: TypeSchema;
  readonly default?: Json;
  readonly "x-go-name"?: string;
  readonly "x-go-type"?: string;
  readonly "x-allow-empty"?: boolean;
  readonly "x-hidden"?: boolean;
}

/** Reads the types of a configuration out of its schema; a struct's fields are read when they are first asked for. */
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
    const target = schema.$defs?.[name];
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
    let fields: ReadonlyMap<string, Field> | undefined;
    const made: StructType = {
      kind: "struct",
      name,
      get fields() {
        return (fields ??= readFields(at));
      },
    };
    structs.set(name, made);
    return made;
  }

  function readFields(at: TypeSchema): ReadonlyMap<string, Field> {
    const fields = new Map<string, Field>();
    for (const [name, property] of Object.entries(at.properties ?? {})) {
      const goType = property["x-go-type"] ?? "";
      const type = typeOf(property, goType.startsWith("*") ? goType.slice(1) : goType);
      const field: Field = {
        name,
        type,
        goType,
        goKind: goKindOf(type, goType),
        allowEmpty: property["x-allow-empty"] === true,
        hidden: property["x-hidden"] === true,
        default: property.default,
      };
      fields.set(name, field).set(fold(property["x-go-name"] ?? name), field);
    }
    return fields;
  }

  return structType(schema["x-go-type"] ?? "", schema);
}

function goKindOf({ kind }: Type, goType: string): string {
  if (goType.startsWith("*")) return "ptr";
  if (kind === "duration" || kind === "nanoseconds") return "int64";
  // what is neither a struct, a map nor a list names itself
  return kind === "int64" && !goType.endsWith("int64") ? "int" : kind;
}
