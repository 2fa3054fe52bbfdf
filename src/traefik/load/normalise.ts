import { dottedEntries } from "./dotted-keys.ts";
import { absentFields, listedNames, plainEntry, plainItems, unusedField } from "./ignored.ts";
import { ignore, type Normalised, type NormaliseOptions, type Run } from "./normalise-run.ts";
import { itemNodes, textNode } from "./plain-values.ts";
import type { RawNode } from "./raw-tree.ts";
import { splitList } from "./text-list.ts";
import {
  findField,
  isScalar,
  needsContent,
  type Field,
  type ListType,
  type MapType,
  type StructType,
} from "./type.ts";
import { alone, container, isUsed, leaf, type Place, type TypedNode } from "./typed-node.ts";

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
    oversized: [],
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
    if (former) {
      const before = respelled.get(field);
      if (before) before.push(former);
      else respelled.set(field, [former]);
    }
    given.set(field, child);
  }
  if (!unused) ignore(run, absentFields(at, type));
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
  const kept = new Set(filling);
  const main = filling.at(-1) ?? all.findLast((raw) => isUsed(field, raw) && !keepsField(field, raw)) ?? last;
  for (const raw of all) {
    if (raw === main || kept.has(raw)) continue;
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
  if (!used && !upUnused) ignore(run, unusedField(at));
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
    const entries = dottedEntries(children, run.dottedKeys);
    if (entries === null) run.oversized.push(at);
    if (!unused) ignore(run, listedNames(at));
    for (const { name, raw } of entries ?? []) {
      members.set(name, leaf({ raw, type: type.values, field: undefined }, raw.text, unused));
    }
    return container(at, members, unused);
  }
  for (const child of children) {
    const place: Place = { up: at, key: child.name, raw: child, type: type.values, field: undefined };
    if (!unused) ignore(run, plainEntry(place));
    const former = members.get(child.name);
    if (former) run.replaced.push(alone(place, former));
    members.set(child.name, valueNode(run, place, child.children, unused));
  }
  return container(at, members, unused);
}

function listNode(run: Run, at: Place, { items }: ListType, unused: boolean): TypedNode {
  const { raw } = at;
  if (items.kind === "struct") {
    if (!unused) ignore(run, plainItems(at));
    const members = new Map<number, TypedNode>();
    for (const child of raw.children) {
      const place: Place = { up: at, key: members.size, raw: child, type: items, field: undefined };
      members.set(members.size, structNode(run, place, items, child.children, unused));
    }
    return container(at, members, unused);
  }
  const texts = splitList(raw.text);
  const passed = raw.children.filter((child) => child.children.length === 0);
  if (!unused) {
    ignore(
      run,
      passed.map(({ source }) => ({ place: at, span: source.span, reason: "map in a list" })),
    );
  }
  const plain = unused || texts === undefined;
  // A text is always right; the items of other lists are judged one by one.
  if (items.kind === "string" && passed.length === raw.children.length) return leaf(at, texts ?? [], plain);
  return container(at, itemNodes(run, at, items, unused), plain);
}
