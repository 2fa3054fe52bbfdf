import { fold } from "../go/fold.ts";

export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

/** A Go type of Traefik's configuration, as far as its decoder cares. */
export type Type = ScalarType | ListType | MapType | StructType | PluginType | OpaqueType;

const SCALAR_KINDS = ["string", "bool", "int32", "int64", "float64", "duration", "nanoseconds"] as const;
export type ScalarKind = (typeof SCALAR_KINDS)[number];

export interface ScalarType {
  /** `int64` is `int`, too; a bare number is seconds to `duration`, nanoseconds to `nanoseconds` */
  readonly kind: ScalarKind;
}

export interface ListType {
  readonly kind: "list";
  readonly items: ScalarType | StructType;
}

export interface MapType {
  readonly kind: "map";
  readonly values: Type;
}

export interface StructType {
  readonly kind: "struct";
  /** Go's name: `dynamic.Router` */
  readonly name: string;
  /** by their documented name, and by the case fold of Go's name */
  readonly fields: ReadonlyMap<string, Field>;
  /** the field of a documented name; of the others nothing is read for it */
  readonly named: (name: string) => Field | undefined;
  /** those that a user can set, and that Traefik puts something into when it makes the struct */
  readonly preset: readonly Field[];
}

/** A map of anything: the configuration of one plugin. */
export interface PluginType {
  readonly kind: "plugin";
}

/** A type that no content fits; a plain value passes and is never used. */
export interface OpaqueType {
  readonly kind: "opaque";
}

export interface Field {
  /** the documented name: `entryPoints` */
  readonly name: string;
  readonly type: Type;
  /** the type in Go's notation: `*dynamic.RouterTLSConfig` */
  readonly goType: string;
  /** Go's kind of the type, as its errors name it: `ptr`, `int` */
  readonly goKind: string;
  /** an empty one, or `true`, sets it; another plain value is ignored */
  readonly allowEmpty: boolean;
  /** known to the decoder, never set */
  readonly hidden: boolean;
  /** what Traefik puts there when it makes the struct, as JSON; durations as text; undefined: Go's zero value */
  readonly default: Json | undefined;
}

export function isScalarKind(kind: string): kind is ScalarKind {
  return (SCALAR_KINDS as readonly string[]).includes(kind);
}

export function isScalar(type: Type): type is ScalarType {
  return isScalarKind(type.kind);
}

/** The field that a name means: letter case never matters. */
export function findField(type: StructType, name: string): Field | undefined {
  return type.fields.get(name) ?? type.fields.get(fold(name));
}

/** The fields that a user can set. */
export function openFields(type: StructType): Field[] {
  return [...new Set(type.fields.values())].filter(({ hidden }) => !hidden);
}

/** Whether Traefik refuses a field of this type that has no content. */
export function needsContent(type: Type): type is StructType | MapType | PluginType {
  return type.kind === "struct" || type.kind === "map" || type.kind === "plugin";
}
