/** Marks what JSON has no form for; no member of the facts has a name like it. */
const MARK = "$";

/** What JSON can hold, for data with maps, sets and large integers in it. */
export function toPlain(value: unknown): unknown {
  if (typeof value === "bigint") return { [MARK]: "integer", of: String(value) };
  if (value instanceof Map)
    return { [MARK]: "map", of: [...value].map(([key, member]) => [key, toPlain(member)]) };
  if (value instanceof Set) return { [MARK]: "set", of: [...value].map(toPlain) };
  if (Array.isArray(value)) return value.map(toPlain);
  return isObject(value) ? mapValues(value, toPlain) : value;
}

/** Undoes `toPlain`. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (!isObject(value)) return value;
  const { of } = value;
  switch (value[MARK]) {
    case "integer":
      return BigInt(String(of));
    case "map":
      return new Map((of as [unknown, unknown][]).map(([key, member]) => [key, fromPlain(member)]));
    case "set":
      return new Set((of as unknown[]).map(fromPlain));
    default:
      return mapValues(value, fromPlain);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function mapValues(value: Readonly<Record<string, unknown>>, change: (member: unknown) => unknown) {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}
