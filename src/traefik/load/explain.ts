import { contentHint, emptyHint, strangerHint } from "./field-hints.ts";
import type { Mistake } from "./mistake.ts";
import type { Node } from "./node.ts";
import { parseText } from "./parse-text.ts";
import { describePath, objectIdAt, type Path } from "./path.ts";
import type { RawNode, UnsupportedValue } from "./raw-tree.ts";
import type { Trail } from "./structure.ts";
import { isScalar, type Field, type ScalarType } from "./type.ts";
import type { TypedNode } from "./typed-node.ts";
import { asWritten, valueHint } from "./value-hints.ts";

/** A name that is no field of its struct; every node of that name. */
export function explainStranger(trail: Trail, name: string): Mistake[] {
  const { node: owner, path } = trail;
  return owner.strangers
    .filter((stranger) => stranger.name === name)
    .map((raw) => {
      const text = `field not found, node: ${raw.name}`;
      const common = { object: objectIdAt(path), text, stage: "types", order: raw.order } as const;
      if (owner.raw.source.kind === "list" && raw.source.kind === "map") {
        const message = `${describePath(path)} takes fields, not a list (Traefik: ${text})`;
        const hint = contentHint(owner.type, "list");
        return { rule: "wrong-type", span: owner.raw.source.span, message, hint, ...common };
      }
      const map = trail.around.at(-1);
      if (map?.type.kind === "map" && map.raw.source.kind === "list") {
        const at = path.slice(0, -1);
        const message = `${describePath(at)} takes names with their values, not a list (Traefik: ${text})`;
        const hint = contentHint(map.type, "list");
        const { span } = map.raw.source;
        return { ...common, rule: "wrong-type", span, message, hint, object: objectIdAt(at) };
      }
      const message = `unknown field ${JSON.stringify(name)} in ${describePath(path)} (Traefik: ${text})`;
      return {
        rule: "unknown-field",
        span: raw.key,
        message,
        hint: strangerHint(trail, raw),
        ...common,
      };
    });
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
    return { rule: "empty-element", span: raw.key, message, hint, text, stage: "types", ...common };
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
  const message = `${describePath(path)} takes a plain value, not ${shapeOf(raw.source)} (Traefik: ${text})`;
  const object = objectIdAt(path);
  return { rule: "wrong-type", span, object, message, hint: null, text, stage: "types", order: raw.order };
}

type Explanation = Omit<Mistake, "object" | "order">;

function badValue({ raw }: TypedNode, type: ScalarType, place: string): Explanation {
  const parsed = parseText(type, raw.text);
  const text = parsed.ok ? "" : parsed.error;
  const { span } = raw.source;
  const given =
    raw.source.kind === "scalar" ? JSON.stringify(shorten(asWritten(raw.source))) : shapeOf(raw.source);
  const message = `${place} takes ${WANTED[type.kind]}, not ${given} (Traefik: ${text})`;
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

/** Names without values are none to Traefik. */
function emptiness(source: Node): string {
  if (source.kind !== "map" || source.entries.length === 0) return "is empty";
  const names = source.entries.slice(0, 3).map(({ key }) => key.name);
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
  const place = path.length > 0 ? describePath(path) : owner.name;
  const [says, hint] = UNSUPPORTED[value.reason];
  const message = `${place}: ${says} (Traefik: ${text})`;
  const object = objectIdAt(path);
  return { rule: "unsupported-value", span, object, message, hint, text, stage: "nodes", order };
}

/** The way to a node, as far as types lead there: a plugin's values have none. */
function pathTo(root: TypedNode, wanted: RawNode): Path {
  const { start, end } = wanted.source.span;
  const path: (string | number)[] = [];
  for (let node: TypedNode | undefined = root; node && node.raw !== wanted;) {
    let next: TypedNode | undefined;
    for (const [step, member] of node.members) {
      const { span } = member.raw.source;
      if (span.start > start || span.end < end) continue;
      path.push(step);
      next = member;
      break;
    }
    node = next;
  }
  return path;
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
