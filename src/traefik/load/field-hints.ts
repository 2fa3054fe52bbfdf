import { nearest } from "../../nearest.ts";
import { LEFTOVERS } from "./leftovers.ts";
import type { Node } from "./node.ts";
import { describePath, type Path } from "./path.ts";
import type { RawNode } from "./raw-tree.ts";
import type { Trail } from "./structure.ts";
import { findField, openFields, type StructType, type Type } from "./type.ts";
import type { TypedNode } from "./typed-node.ts";

/** More names than these are no help. */
const FEW = 12;

/** What may have been meant by a name that is no field of its struct. */
export function strangerHint({ node, around, path }: Trail, { name }: RawNode): string | null {
  const owner = node.type;
  if (owner.kind !== "struct") return null;
  const leftover = LEFTOVERS[owner.name]?.[name.toLowerCase()];
  if (leftover !== undefined) return leftover;
  const squeezed = findField(owner, name.replaceAll(/[-_ ]/g, ""));
  if (squeezed) return didYouMean(squeezed.name);
  if (name.includes(".") && findField(owner, name.slice(0, name.indexOf(".")))) {
    return "a dot does not nest: write one key inside the other";
  }
  const below = placesBelow(owner, name);
  if (below.length > 0) return `it belongs in ${below.slice(0, 3).join(" or ")}`;
  const above = placeAbove(around, path, name);
  if (above !== null) return `it belongs ${above}`;
  const names = openFields(owner).map((field) => field.name);
  const meant = nearest(name, names);
  if (meant !== null) return didYouMean(meant);
  return names.length > FEW ? null : `there is ${names.toSorted().join(", ")}`;
}

/** What to fill an empty section with. */
export function emptyHint(type: Type): string {
  return type.kind === "struct"
    ? `give it a field${listFields(type)}, or remove it`
    : "give it an entry, or remove it";
}

/** What to write into a section that was given something else. */
export function contentHint(type: Type, given: Node["kind"] | "item" = "scalar"): string | null {
  if (type.kind !== "struct")
    return given === "list" ? "write names instead of dashes" : "write name: value below it";
  const fields = listFields(type);
  if (given === "item") return `write its fields behind a dash${fields}`;
  return given === "list" ? `write its fields without a dash${fields}` : `write its fields below it${fields}`;
}

function listFields(type: StructType): string {
  const names = openFields(type).map((field) => field.name);
  return names.length === 0 || names.length > FEW ? "" : ` (${names.toSorted().join(", ")})`;
}

function didYouMean(name: string): string {
  return `did you mean "${name}"?`;
}

/** Where else in this struct, one or two levels down, there is such a field. */
function placesBelow(type: StructType, name: string, depth = 2): string[] {
  const found: string[] = [];
  for (const field of openFields(type)) {
    const inner = field.type.kind === "list" ? field.type.items : field.type;
    if (inner.kind !== "struct") continue;
    const at = field.type.kind === "list" ? `${field.name}[]` : field.name;
    if (isOpen(inner, name)) found.push(at);
    else if (depth > 1) found.push(...placesBelow(inner, name, depth - 1).map((place) => `${at}.${place}`));
  }
  return found.some((place) => !place.includes(".")) ? found.filter((place) => !place.includes(".")) : found;
}

/** The nearest section around it that has such a field. */
function placeAbove(around: readonly TypedNode[], path: Path, name: string): string | null {
  for (let i = around.length - 1; i >= 0; i--) {
    const type = around[i]?.type;
    if (type?.kind !== "struct" || !isOpen(type, name)) continue;
    return i === 0 ? "at the root of the file" : `in ${describePath(path.slice(0, i))}`;
  }
  return null;
}

function isOpen(type: StructType, name: string): boolean {
  return findField(type, name)?.hidden === false;
}
