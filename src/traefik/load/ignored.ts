import type { Node, ScalarNode, Span } from "./node.ts";
import { findField, needsContent, type StructType } from "./type.ts";
import type { Place } from "./typed-node.ts";

/** Something that Traefik passes over without a word. */
export interface Ignored {
  readonly place: Place;
  readonly span: Span;
  readonly reason:
    | "hidden"
    | "not empty"
    | "no value"
    | "plain item"
    | "plain entry"
    | "map in a list"
    | "names in a list";
}

const NOTHING: readonly Ignored[] = [];

/** Fields whose mere presence means something, without a value: `tls:` is no TLS, though `tls: {}` is. */
export function absentFields(up: Place, type: StructType): readonly Ignored[] {
  const { source } = up.raw;
  if (source.kind !== "map" || !source.entries.some(({ value }) => isNull(value))) return NOTHING;
  return source.entries.flatMap(({ key, value }): Ignored[] => {
    const field = isNull(value) ? findField(type, key.name) : undefined;
    if (field?.allowEmpty !== true) return [];
    const place = { up, key: field.name, raw: up.raw, type: field.type, field };
    return [{ place, span: key.span, reason: "no value" }];
  });
}

function isNull(value: Node): boolean {
  return value.kind === "scalar" && value.type === "null";
}

/** A field that is given, but never set. */
export function unusedField(place: Place): Ignored[] {
  const { raw, field } = place;
  if (field?.hidden) return [{ place, span: raw.key, reason: "hidden" }];
  // `tls: false` says what happens
  if (/^(?:false|no|off|0)$/i.test(raw.text)) return [];
  return [{ place, span: raw.source.span, reason: "not empty" }];
}

/** A plain value as an entry of a map of structs; a router that is none is told of for what it lacks. */
export function plainEntry(place: Place): readonly Ignored[] {
  const { raw, type } = place;
  return needsContent(type) && raw.text !== "" && !(type.kind === "struct" && ROUTER.test(type.name))
    ? [{ place, span: raw.source.span, reason: "plain entry" }]
    : [];
}

/** A list where names with texts belong: `[0].` becomes a part of every name. */
export function listedNames(place: Place): readonly Ignored[] {
  const { source } = place.raw;
  return source.kind === "list" ? [{ place, span: source.span, reason: "names in a list" }] : NOTHING;
}

const ROUTER = /^dynamic\.(?:TCP|UDP)?Router$/;

/** Plain values where structs are listed. */
export function plainItems(place: Place): readonly Ignored[] {
  const { source, text, children } = place.raw;
  if (text === "" && children.every((child) => child.text === "")) return NOTHING;
  const found: Ignored[] = [];
  const tell = ({ span }: Node): void => void found.push({ place, span, reason: "plain item" });
  if (text !== "") (source.kind === "list" ? scalarsIn(source) : [source]).forEach(tell);
  for (const child of children) if (child.text !== "") tell(child.source);
  return found;
}

/** The plain items of a list. */
export function scalarsIn(source: Node): ScalarNode[] {
  return source.kind === "list" ? source.items.filter((item) => item.kind === "scalar") : [];
}
