import { compareBytes } from "../environment/byte-order.ts";
import { isList, isStruct, type Struct, type Value } from "../traefik/load/configuration.ts";
import { isSame, plain } from "./diff-objects.ts";
import { show, structs, text } from "./name-object.ts";

/**
 * What differs between two values of a field, in people's words: members of a list come and go, shares of a whole
 * change, and all else goes from one value to another.
 *
 * @param path of the field within its object, empty for the object itself
 */
export function tellValues(path: string, from: Value | undefined, to: Value | undefined): string[] {
  if (isSame(from, to)) return [];
  const named = tellMembers(path, from, to);
  if (named !== null) return named;
  if (isTextList(from ?? []) && isTextList(to ?? []) && !(from === undefined && to === undefined))
    return tellList(path, from, to);
  if (isList(from) && isList(to)) {
    const length = Math.max(from.length, to.length);
    return Array.from({ length }, (_, index) =>
      tellValues(`${path}[${index}]`, from[index], to[index]),
    ).flat();
  }
  if (isStruct(from) && isStruct(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted(compareBytes);
    return names.flatMap((name) => tellValues(path === "" ? name : `${path}.${name}`, from[name], to[name]));
  }
  if (from === undefined) return [`${path} + ${show(path, to)}`];
  if (to === undefined) return [`${path} − ${show(path, from)}`];
  return [`${path}: ${show(path, from)} → ${show(path, to)}`];
}

/** Lists whose members people know by a name, wherever they stand. */
function tellMembers(path: string, from: Value | undefined, to: Value | undefined): string[] | null {
  const field = path.slice(path.lastIndexOf(".") + 1);
  if (!["services", "mirrors", "servers"].includes(field) || !isStructList(from) || !isStructList(to))
    return null;
  const old = byName(structs(from));
  const next = byName(structs(to));
  // two of one name: only their places tell them apart
  if (old === null || next === null) return null;
  const totals: readonly [number, number] = [totalOf(old), totalOf(next)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name) =>
    tellMember(field, name, old.get(name), next.get(name), totals),
  );
}

function tellMember(
  field: string,
  name: string,
  from: Struct | undefined,
  to: Struct | undefined,
  [before, after]: readonly [number, number],
): string[] {
  const shares = field === "services";
  if (from === undefined) {
    if (shares) return [`${name} + ${weightOf(to)} of ${after}`];
    return [
      field === "mirrors"
        ? `mirror ${name} + ${show("percent", to?.["percent"])} %`
        : `${field} + ${show("url", name)}`,
    ];
  }
  if (to === undefined) {
    if (shares) return [`${name} ${weightOf(from)} of ${before} → gone`];
    return [`${field === "mirrors" ? "mirror" : field} − ${show("url", name)}`];
  }
  const rest = tellValues(name, without(from, "weight"), without(to, "weight"));
  if (isSame(from["weight"], to["weight"])) return rest;
  const of = before === after ? "" : ` of ${before}`;
  const line = shares
    ? `${name} ${weightOf(from)}${of} → ${weightOf(to)} of ${after}`
    : `${show("url", name)} weight ${show("weight", from["weight"])} → ${show("weight", to["weight"])}`;
  return [line, ...rest];
}

/** Members that are texts: which came, which went, and the order where it says more. */
function tellList(path: string, from: Value | undefined, to: Value | undefined): string[] {
  const old = isList(from) ? from : [];
  const next = isList(to) ? to : [];
  const added = minus(next, old);
  const gone = minus(old, next);
  const list = (values: readonly Value[]) => values.map((value) => show(path, value)).join(", ");
  if (added.length === 0 && gone.length === 0) return [`${path}: ${list(old)} → ${list(next)}`];
  const parts = [
    ...(added.length > 0 ? [`+ ${list(added)}`] : []),
    ...(gone.length > 0 ? [`− ${list(gone)}`] : []),
  ];
  const kept = minus(old, gone);
  const isAppended = isSame([...kept, ...added], [...next]);
  return [`${path} ${parts.join(" ")}${isAppended ? "" : ` (now ${list(next)})`}`];
}

function minus(values: readonly Value[], others: readonly Value[]): Value[] {
  const left = others.map((other) => JSON.stringify(plain(other)));
  return values.filter((value) => {
    const at = left.indexOf(JSON.stringify(plain(value)));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** Members by name or address; null where two share one. */
function byName(members: readonly Struct[]): Map<string, Struct> | null {
  const named = new Map(
    members.map((member) => [text(member["name"]) || text(member["url"]) || text(member["address"]), member]),
  );
  return named.size === members.length && !named.has("") ? named : null;
}

function totalOf(members: ReadonlyMap<string, Struct>): number {
  return [...members.values()].reduce((sum, member) => sum + weightOf(member), 0);
}

/** A service without a weight counts once. */
function weightOf(member: Struct | undefined): number {
  return Number(member?.["weight"] ?? 1);
}

function without(value: Struct, field: string): Struct {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
}

function isTextList(value: Value): boolean {
  return isList(value) && value.every((item) => typeof item !== "object");
}

function isStructList(value: Value | undefined): boolean {
  return value === undefined || (isList(value) && value.every(isStruct));
}
