import { contentHint, emptyHint, strangerHint } from "./field-hints.ts";
import type { Mistake } from "./mistake.ts";
import type { Node, Span } from "./node.ts";
import { parseText } from "./parse-text.ts";
import { describePath, objectIdAt, type Path } from "./path.ts";
import type { RawNode, UnsupportedValue } from "./raw-tree.ts";
import type { Trail } from "./structure.ts";
import { clip } from "./clip.ts";
import { findField, isScalar, type Field, type ScalarType, type Type } from "./type.ts";
import { pathOf, type Place, type TypedNode } from "./typed-node.ts";
import { valueHint } from "./value-hints.ts";
import { withoutValues } from "./without-values.ts";

/** A name that is no field of its struct. */
export function explainStranger(trail: Trail, raw: RawNode): Mistake {
  const { node: owner, path } = trail;
  const text = `field not found, node: ${raw.name}`;
  const common = { object: objectIdAt(path), text, stage: "types", order: raw.order } as const;
  const said = `(Traefik: field not found, node: ${clip(raw.name)})`;
  if (owner.raw.source.kind === "list" && raw.source.kind === "map") {
    const message = `${describePath(path)} takes fields, not a list ${said}`;
    const hint = contentHint(owner.type, "list");
    return { rule: "wrong-type", span: owner.raw.source.span, message, hint, ...common };
  }
  const map = trail.around.at(-1);
  if (map?.type.kind === "map" && map.raw.source.kind === "list") {
    const at = path.slice(0, -1);
    const message = `${describePath(at)} takes names with their values, not a list ${said}`;
    const hint = contentHint(map.type, "list");
    return {
      ...common,
      rule: "wrong-type",
      span: map.raw.source.span,
      message,
      hint,
      object: objectIdAt(at),
    };
  }
  const message = `unknown field ${JSON.stringify(clip(raw.name))} in ${describePath(path)} ${said}`;
  return { rule: "unknown-field", span: raw.key, message, hint: strangerHint(trail, raw), ...common };
}

/** A node that its type cannot take. */
export function explainMisfit({ node, path }: Trail): Mistake {
  const { raw, type, field } = node;
  const common = { object: objectIdAt(path), order: raw.order };
  const place = describePath(path);
  if (isScalar(type)) {
    return typeof node.instance === "string"
      ? { ...badValue(node, type, place), ...common }
      : explainContent(raw, field, path);
  }
  const text = `${raw.name} cannot be a standalone element (type ${field?.goType ?? ""})`;
  if (raw.text === "") {
    const hint = emptyHint(type);
    const message = `${place} ${emptiness(raw.source)} (Traefik: ${text})`;
    const span = emptied(raw.source) ?? raw.key;
    return { rule: "empty-element", span, message, hint, text, stage: "types", ...common };
  }
  const wanted = type.kind === "struct" ? "fields" : "names with their values";
  const hint = contentHint(type, raw.source.kind);
  const message = `${place} takes ${wanted}, not ${shapeOf(raw.source)} (Traefik: ${text})`;
  return { rule: "wrong-type", span: raw.source.span, message, hint, text, stage: "types", ...common };
}

/** Content in a field, or an item of a list (without a field), that takes a plain value. */
export function explainContent(raw: RawNode, field: Field | undefined, path: Path): Mistake {
  const text =
    field === undefined
      ? `field not found, node: ${raw.children[0]?.name ?? ""}`
      : `invalid node ${raw.name}: ${field.goKind}`;
  const { span } = raw.source;
  // where a value belongs, a name is one that was meant as a value, such as a user's
  const said = field === undefined ? "field not found" : text;
  const message = `${describePath(path)} takes a plain value, not ${shapeOf(raw.source)} (Traefik: ${clip(said, 200)})`;
  const object = objectIdAt(path);
  return { rule: "wrong-type", span, object, message, hint: null, text, stage: "types", order: raw.order };
}

type Explanation = Omit<Mistake, "object" | "order">;

function badValue({ raw }: TypedNode, type: ScalarType, place: string): Explanation {
  const parsed = parseText(type, raw.text);
  const text = parsed.ok ? "" : parsed.error;
  const { span } = raw.source;
  const said = clip(withoutValues(text), 200);
  const message = `${place} takes ${WANTED[type.kind]}, not ${givenOf(raw.source)} (Traefik: ${said})`;
  return {
    rule: "invalid-value",
    span,
    message,
    hint: valueHint(type, raw.source),
    text,
    stage: "fill",
  };
}

const WANTED: Readonly<Record<ScalarType["kind"], string>> = {
  string: "a text",
  bool: "true or false",
  int32: "a whole number of 32 bits",
  int64: "a whole number",
  float64: "a number",
  duration: "a duration",
  nanoseconds: "a duration",
};

/** What was given instead, without saying it: it may have been meant for another field, one of a secret. */
function givenOf(source: Node): string {
  if (source.kind !== "scalar") return shapeOf(source);
  if (source.type === "bool") return "true or false";
  if (source.type !== "string") return "this number";
  return source.text.trim() === "" ? "an empty text" : "this text";
}

/** The name without a value because of which all above it is empty; null where there is no name at all. */
function emptied(source: Node): Span | null {
  const [first] = source.kind === "map" ? source.entries : [];
  return first === undefined ? null : (emptied(first.value) ?? first.key.span);
}

/** Names without values are none to Traefik. */
function emptiness(source: Node): string {
  if (source.kind !== "map" || source.entries.length === 0) return "is empty";
  // `Name:value` without a blank is all name
  const names = source.entries.slice(0, 3).map(({ key }) => clip(key.name.replace(/:.*/s, "")));
  return `is empty: ${names.join(", ")} ${source.entries.length === 1 ? "has" : "have"} no value`;
}

function shapeOf(source: Node): string {
  if (source.kind === "map") return source.entries.length === 0 ? "an empty map" : "a map";
  if (source.kind === "scalar") return "a plain value";
  if (source.items.length === 0) return "an empty list";
  return source.items.some(({ kind }) => kind === "map") ? "a list of maps" : "a list";
}

const UNSUPPORTED: Readonly<Record<UnsupportedValue["reason"], readonly [says: string, hint: string]>> = {
  date: ["Traefik takes no dates", "in quotes it is a text"],
  "null in a list": ["an item without a value", "remove the item, or write '' for an empty text"],
  "list in a list": ["a list cannot hold a list", "write one list of all items"],
};

/** A value that no field can take. */
export function explainUnsupported(value: UnsupportedValue, root: TypedNode): Mistake {
  const { text, span, order, owner } = value;
  const path = pathTo(root, owner);
  const place = path.length > 0 ? describePath(path) : clip(owner.name);
  const [says, hint] = UNSUPPORTED[value.reason];
  const message = `${place}: ${says} (Traefik: ${clip(text, 200)})`;
  const object = objectIdAt(path);
  return { rule: "unsupported-value", span, object, message, hint, text, stage: "nodes", order };
}

/** A map of texts, nested so deep that the joined names would exhaust the memory: ours, not Traefik's. */
export function explainOversized(place: Place): Mistake {
  const path = pathOf(place);
  const { raw } = place;
  const message = `${describePath(path)} makes more than 64 MiB of joined names`;
  const hint = "write names with their values, one level deep";
  const common = { object: objectIdAt(path), text: null, stage: "fill", order: raw.order } as const;
  return { rule: "file-too-large", span: raw.key, message, hint, ...common };
}

/** A file of more values than any configuration has: ours, not Traefik's. */
export function explainFlood({ span: { start } }: Node): Mistake {
  const message = "more than a million values in one file are no configuration";
  const span = { start, end: start };
  const common = { object: null, text: null, stage: "nodes", order: 0 } as const;
  return { rule: "file-too-large", span, message, hint: null, ...common };
}

/** The way to a node, as far as types lead there: a plugin's values have none. */
function pathTo(root: TypedNode, wanted: RawNode): Path {
  const names: RawNode[] = [];
  for (let raw: RawNode | null = wanted; raw; raw = raw.up) names.push(raw);
  const path: (string | number)[] = [];
  let { type }: { type: Type } = root;
  for (const { name, up } of names.toReversed()) {
    if (type.kind === "struct") {
      const field = findField(type, name);
      if (!field) break;
      path.push(field.name);
      type = field.type;
    } else if (type.kind === "map") {
      path.push(name);
      type = type.values;
    } else if (type.kind === "list") {
      path.push(up?.children.findIndex((child) => child.name === name) ?? 0);
      type = type.items;
    } else break;
  }
  return path;
}
