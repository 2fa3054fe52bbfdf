import type { Bytes } from "./bytes.ts";

/**
 * A value of a template as Go sees it. Strings are Go strings, numbers are float64, null is Go's nil without a type
 * (text/template prints it as `<no value>`).
 */
export type Value =
  | null
  | boolean
  | number
  | Bytes
  | Integer
  | Complex
  | List
  | Dict
  | Version
  | Opaque
  | Interface;

/** A value that is no interface: what a function gets to see. */
export type Concrete = Exclude<Value, Interface>;

export interface Integer {
  readonly kind: "integer";
  readonly type: "int" | "int64" | "uint32" | "uint64" | "uint8";
  readonly value: bigint;
}

export interface Complex {
  readonly kind: "complex";
  readonly real: number;
  readonly imaginary: number;
}

export interface List {
  readonly kind: "list";
  readonly type: "[]interface {}" | "[]string" | "[]int" | "[][]interface {}";
  /** shared by all who hold the list, as in Go */
  readonly items: readonly Concrete[];
  /** the nil slice: as good as empty, but for JSON and comparisons */
  readonly nil: boolean;
  /** in Go there may be room behind the last item, into which `slice` can reach */
  readonly spare: boolean;
}

export interface Dict {
  readonly kind: "dict";
  readonly type: "map[string]interface {}" | "map[string]string";
  /** shared by all who hold the dict, as in Go: `set` changes it for everyone */
  readonly entries: Map<Bytes, Concrete>;
  readonly nil: boolean;
}

/** A semantic version: sprig's `semver`. */
export interface Version {
  readonly kind: "version";
  readonly type: "*semver.Version" | "semver.Version";
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: Bytes;
  readonly metadata: Bytes;
  readonly original: Bytes;
}

/** A struct that cannot be known here. */
export interface Opaque {
  readonly kind: "opaque";
  readonly type: "time.Time" | "sprig.certificate";
}

/**
 * A value whose static type is `interface {}`: an element of a list or dict, the result of a function that may return
 * anything. Go's messages name that type, and a nil in it is not the absence of a value.
 */
export interface Interface {
  readonly kind: "interface";
  readonly inner: Concrete;
}

export function int(value: bigint | number): Integer {
  return { kind: "integer", type: "int", value: BigInt.asIntN(64, BigInt(value)) };
}

export function int64(value: bigint): Integer {
  return { kind: "integer", type: "int64", value: BigInt.asIntN(64, value) };
}

export function list(items: readonly Concrete[], type: List["type"] = "[]interface {}"): List {
  return { kind: "list", type, items, nil: false, spare: true };
}

/** A list that Go makes in its final size. */
export function exactList(items: readonly Concrete[], type: List["type"] = "[]interface {}"): List {
  return { kind: "list", type, items, nil: false, spare: false };
}

export function nilList(type: List["type"] = "[]interface {}"): List {
  return { kind: "list", type, items: [], nil: true, spare: false };
}

export function dict(entries: Iterable<readonly [Bytes, Concrete]> = []): Dict {
  return { kind: "dict", type: "map[string]interface {}", entries: new Map(entries), nil: false };
}

/** Gives a value the static type `interface {}`. */
export function boxed(inner: Concrete): Interface {
  return { kind: "interface", inner };
}

/** The value in an interface, or the value itself. */
export function unboxed(value: Value): Concrete {
  return typeof value === "object" && value?.kind === "interface" ? value.inner : value;
}

/** An item of a list or dict with its static type. */
export function element(container: List | Dict, item: Concrete): Value {
  const { type } = container;
  return type === "[]interface {}" || type === "map[string]interface {}" ? boxed(item) : item;
}

export type Kind =
  | "bool"
  | "complex128"
  | "float64"
  | "int"
  | "int64"
  | "interface"
  | "invalid"
  | "map"
  | "ptr"
  | "slice"
  | "string"
  | "struct"
  | "uint32"
  | "uint64"
  | "uint8";

/** reflect's Kind by its name. */
export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return "float64";
    case "string":
      return "string";
    default:
      break;
  }
  if (value === null) return "invalid";
  switch (value.kind) {
    case "integer":
      return value.type;
    case "complex":
      return "complex128";
    case "list":
      return "slice";
    case "dict":
      return "map";
    case "version":
      return value.type.startsWith("*") ? "ptr" : "struct";
    case "opaque":
      return "struct";
    case "interface":
      return "interface";
  }
}

/** Go's name of the type of a value; a nil without a type has none. */
export function typeOf(value: Value): string {
  if (typeof value !== "object" || value === null) return kindOf(value);
  switch (value.kind) {
    case "complex":
      return "complex128";
    case "interface":
      return "interface {}";
    default:
      return value.type;
  }
}

/** What `if` makes of a value: whether it is other than the zero of its type. */
export function isTrue(value: Concrete): boolean {
  if (typeof value !== "object") return typeof value === "number" ? value !== 0 : Boolean(value);
  if (value === null) return false;
  switch (value.kind) {
    case "integer":
      return value.value !== 0n;
    case "complex":
      return value.real !== 0 || value.imaginary !== 0;
    case "list":
      return value.items.length > 0;
    case "dict":
      return value.entries.size > 0;
    case "version":
    case "opaque":
      return true;
  }
}

/** The keys of a dict as Go prints and ranges over them: in byte order. */
export function sortedKeys({ entries }: Dict): Bytes[] {
  return [...entries.keys()].sort();
}
