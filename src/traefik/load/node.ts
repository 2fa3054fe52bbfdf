/**
 * What a YAML or TOML file says, in one form for both: maps, lists and scalars that remember where they stand.
 * A scalar carries the text that Traefik's decoder gets to see, not a JavaScript value.
 */
export type Node = MapNode | ListNode | ScalarNode;

/** Half-open range of UTF-16 offsets in the (rendered) text that was parsed. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export interface Entry {
  readonly key: Key;
  readonly value: Node;
}

export interface Key {
  /** the name as Traefik gets it: `<int Value>` for an unquoted `1:` */
  readonly name: string;
  readonly span: Span;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface ScalarNode {
  readonly kind: "scalar";
  /** `uint64` only above int64's range; `int64` is TOML's integer; `time` is what no field takes */
  readonly type: "null" | "bool" | "int" | "int64" | "uint64" | "float64" | "string" | "time";
  /** the value as text after Traefik's conversion: `true`, `31` for `0x1f`, `3.500000` for `3.5`, empty for null */
  readonly text: string;
  readonly span: Span;
}
