import { dottedEntries } from "./dotted-keys.ts";
import { absentFields, plainEntry, plainItems, scalarsIn, unusedField, type Ignored } from "./ignored.ts";
import type { Span } from "./node.ts";
import { parseText } from "./parse-text.ts";
import type { RawNode } from "./raw-tree.ts";
import { splitList } from "./text-list.ts";
import {
  findField,
  isScalar,
  needsContent,
  type Field,
  type ListType,
  type MapType,
  type ScalarType,
  type StructType,
} from "./type.ts";
import { alone, container, harmless, isUsed, leaf, type Place, type TypedNode } from "./typed-node.ts";

/** One field in several spellings (`Rule`, `rule`): Traefik takes one after the other, in byte order. */
export interface Respelling {
  /** the struct that it stands in */
  readonly up: Place;
  readonly field: Field;
  readonly before: readonly RawNode[];
  readonly last: RawNode;
}

export interface Normalised {
  readonly root: TypedNode;
  /** roots that hold one value each: one that was replaced by a later one of the same name, and must be valid too */
  readonly replaced: readonly TypedNode[];
  readonly respellings: readonly Respelling[];
  readonly ignored: readonly Ignored[];
  /** where a plugin's configuration is given */
  readonly plugins: readonly Place[];
  /** content where no content fits, and no schema says so: in the fields of types that are never set */
  readonly misfits: readonly Place[];
  /** how many guessed names and values were passed over, for they fit nowhere */
  readonly guesses: number;
}

export interface NormaliseOptions {
  /** maps inside a map of strings become dotted keys (since 3.3); before, their entry is empty */
  readonly dottedKeys: boolean;
  /** whether a stretch of text was guessed: what fits nowhere there is nobody's mistake */
  readonly isGuessed: (span: Span) => boolean;
}

interface Run extends NormaliseOptions {
  readonly replaced: TypedNode[];
  readonly respellings: Respelling[];
  readonly ignored: Ignored[];
  readonly plugins: Place[];
  readonly misfits: Place[];
  guesses: number;
}

/**
 * Brings nodes into the form that their types ask for, as Traefik's decoder looks at them: fields found whatever the
 * case of their names, lists and maps in each other's place reshaped, what is never read made harmless.
 * What does not fit is kept, for the schema to refuse.
 *
 * @param root its name and text do not matter
 */
export function normalise(root: RawNode, type: StructType, options: NormaliseOptions): Normalised {
  const run: Run = {
    ...options,
    replaced: [],
    respellings: [],
    ignored: [],
    plugins: [],
    misfits: [],
    guesses: 0,
  };
  const place: Place = { up: undefined, key: "", raw: root, type, field: undefined };
  const typed = structNode(run, place, type, root.children, false);
  return { root: typed, ...run };
}

function structNode(
  run: Run,
  at: Place,
  type: StructType,
  children: readonly RawNode[],
  unused: boolean,
): TypedNode {
  const given = new Map<Field, RawNode>();
  const respelled = new Map<Field, RawNode[]>();
  const strangers: RawNode[] = [];
  for (const child of children) {
    const field = findField(type, child.name);
    if (field === undefined) {
      if (run.isGuessed(child.key)) run.guesses++;
      else strangers.push(child);
      continue;
    }
    const former = given.get(field);
    if (former) respelled.set(field, [...(respelled.get(field) ?? []), former]);
    given.set(field, child);
  }
  if (!unused) run.ignored.push(...absentFields(at, type));
  const members = new Map<string, TypedNode>();
  for (const [field, raw] of given) {
    const before = respelled.get(field);
    const node = before
      ? respelledNode(run, at, field, before, raw, unused)
      : valueNode(run, fieldPlace(at, field, raw), raw.children, unused);
    members.set(field.name, node);
  }
  return container(at, members, unused, strangers);
}

function fieldPlace(up: Place, field: Field, raw: RawNode): Place {
  return { up, key: field.name, raw, type: field.type, field };
}

/** An empty list of plain values leaves the field as it was. */
function keepsField({ type }: Field, raw: RawNode): boolean {
  return type.kind === "list" && type.items.kind !== "struct" && raw.text === "";
}

/** Structs and maps are filled by one spelling after the other, all else is replaced. */
function respelledNode(
  run: Run,
  up: Place,
  field: Field,
  before: readonly RawNode[],
  last: RawNode,
  unused: boolean,
): TypedNode {
  run.respellings.push({ up, field, before, last });
  const all = [...before, last];
  const filling = needsContent(field.type) ? all.filter((raw) => raw.children.length > 0) : [];
  const main = filling.at(-1) ?? all.findLast((raw) => isUsed(field, raw) && !keepsField(field, raw)) ?? last;
  for (const raw of all) {
    if (raw === main || filling.includes(raw)) continue;
    const place = fieldPlace(up, field, raw);
    run.replaced.push(alone(place, valueNode(run, place, raw.children, unused)));
  }
  const children = filling.length > 0 ? filling.flatMap((raw) => raw.children) : main.children;
  return valueNode(run, fieldPlace(up, field, main), children, unused);
}

function valueNode(run: Run, at: Place, children: readonly RawNode[], upUnused: boolean): TypedNode {
  const { raw, type, field } = at;
  const used = field === undefined || isUsed(field, raw);
  const unused = upUnused || !used;
  if (!used && !upUnused) run.ignored.push(...unusedField(at));
  if (isScalar(type)) {
    // what fits no text: a map, a list of maps
    if (field !== undefined && children.length > 0) return leaf(at, {}, unused);
    return textNode(run, at, type, raw.text, unused);
  }
  if (type.kind === "opaque") {
    if (children.length > 0) run.misfits.push(at);
    return leaf(at, {}, true);
  }
  if (type.kind === "list") return listNode(run, at, type, unused);
  if (children.length === 0 && field !== undefined && !field.allowEmpty && !field.hidden) {
    return leaf(at, raw.text === "" ? {} : raw.text, unused);
  }
  if (type.kind === "struct") return structNode(run, at, type, children, unused);
  if (type.kind === "map") return mapNode(run, at, type, children, unused);
  if (!unused) run.plugins.push(at);
  return leaf(at, {}, unused);
}

function mapNode(
  run: Run,
  at: Place,
  type: MapType,
  children: readonly RawNode[],
  unused: boolean,
): TypedNode {
  const members = new Map<string, TypedNode>();
  if (type.values.kind === "string") {
    for (const { name, raw } of dottedEntries(children, run.dottedKeys)) {
      members.set(
        name,
        leaf({ up: at, key: name, raw, type: type.values, field: undefined }, raw.text, unused),
      );
    }
    return container(at, members, unused);
  }
  for (const child of children) {
    const place: Place = { up: at, key: child.name, raw: child, type: type.values, field: undefined };
    if (!unused) run.ignored.push(...plainEntry(place));
    const former = members.get(child.name);
    if (former) run.replaced.push(alone(place, former));
    members.set(child.name, valueNode(run, place, child.children, unused));
  }
  return container(at, members, unused);
}

function listNode(run: Run, at: Place, { items }: ListType, unused: boolean): TypedNode {
  const members = new Map<number, TypedNode>();
  const { raw } = at;
  const place = (item: RawNode): Place => ({
    up: at,
    key: members.size,
    raw: item,
    type: items,
    field: undefined,
  });
  if (items.kind === "struct") {
    if (!unused) run.ignored.push(...plainItems(at));
    for (const child of raw.children) {
      members.set(members.size, structNode(run, place(child), items, child.children, unused));
    }
    return container(at, members, unused);
  }
  // A map in a list of plain values is passed over, as long as nothing is in it.
  for (const child of raw.children) {
    if (child.children.length > 0) members.set(members.size, leaf(place(child), {}, unused));
    else if (!unused) run.ignored.push({ place: at, span: child.source.span, reason: "map in a list" });
  }
  const texts = splitList(raw.text);
  const sources = scalarsIn(raw.source);
  for (const [index, text] of (texts ?? []).entries()) {
    const source = (sources.length === texts?.length ? sources[index] : undefined) ?? raw.source;
    const item: RawNode = { ...raw, name: `[${index}]`, text, children: [], source, key: source.span };
    members.set(members.size, textNode(run, place(item), items, text, unused));
  }
  return container(at, members, unused || texts === undefined);
}

/** A plain value; a guess that its type cannot take is not used. */
function textNode(run: Run, at: Place, type: ScalarType, text: string, unused: boolean): TypedNode {
  if (unused) return leaf(at, harmless(type), true);
  if (type.kind !== "string" && run.isGuessed(at.raw.source.span) && !parseText(type, text).ok) {
    run.guesses++;
    return leaf(at, harmless(type), true);
  }
  return leaf(at, text, false);
}
