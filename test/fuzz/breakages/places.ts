import type { Random } from "../random.ts";

/** The places in a text of YAML or TOML that breakages look for; the second group is what is replaced. */
export const KEY_PLACE = /(^|[{,\n]\s*(?:- )?|- )([A-Za-z][A-Za-z0-9-]*)(?=\s*[:=])/g;
export const VALUE_PLACE = /([:=][ \t]+)([^\n{}[\]|>&*]+?)(?=[ \t]*(?:\n|[,}\]]|$))/g;
export const REFERENCE_PLACE =
  /((?:service|name|fallback|serversTransport|options|resolver|certResolver|middlewares|entryPoints|parentRefs)\s*[:=]\s*\[?\s*"?|\n\s+- )([A-Za-z0-9@-]+)/g;
export const RULE_PLACE =
  /((?:rule|expression|Expression|regex)\s*[:=]\s*>?-?\s*)([^\n]+(?:\n\s+[^\n:]*(?:&&|\|\|)[^\n]*)*)/g;

/** Replaces what stands at one of the places; null where there is none. */
export function replaceOne(
  text: string,
  place: RegExp,
  random: Random,
  change: (found: string) => string,
): string | null {
  const found = [...text.matchAll(place)];
  if (found.length === 0) return null;
  const match = random.pick(found);
  const start = match.index + (match[1] ?? "").length;
  const old = match[2] ?? "";
  return text.slice(0, start) + change(old) + text.slice(start + old.length);
}

/** The lines from one on that belong to it by their indentation: where its block ends. */
export function blockEnd(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at]);
  let end = at + 1;
  while (end < lines.length && indentOf(lines[end]) > indent) end++;
  return end;
}

export function indentOf(line: string | undefined): number {
  return /^ */.exec(line ?? "")?.[0].length ?? 0;
}
