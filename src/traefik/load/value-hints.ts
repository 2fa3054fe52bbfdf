import type { Node, ScalarNode } from "./node.ts";
import type { ScalarType } from "./type.ts";

const YES = /^(?:yes|y|on|enabled?|oui|ja|si)$/i;
const NO = /^(?:no|n|off|disabled?|none|nein)$/i;

/** What to write instead of a value that its field cannot take. */
export function valueHint({ kind }: ScalarType, source: Node): string | null {
  if (source.kind === "list") return "write one value, not a list";
  if (source.kind === "map") return null;
  const text = asWritten(source);
  const trimmed = text.trim();
  switch (kind) {
    case "bool":
      if (YES.test(trimmed) || trimmed.toLowerCase() === "true") return "write true";
      if (NO.test(trimmed) || trimmed.toLowerCase() === "false") return "write false";
      return "write true or false";
    case "duration":
    case "nanoseconds":
      return durationHint(trimmed);
    case "float64":
      return "write a number, such as 0.5";
    case "int32":
    case "int64":
      if (/^[+-]?\d+$/.test(trimmed) && trimmed !== text) return "write the number without blanks";
      return /^\d+[ _']?(?:[kmg]i?b?|%|s|ms)$/i.test(trimmed)
        ? "write the number alone, without a unit"
        : "write digits alone, such as 10";
    default:
      return null;
  }
}

function durationHint(text: string): string {
  const days = /^(\d{1,6}) ?(?:d|days?)$/i.exec(text)?.[1];
  if (days !== undefined) return `there is no unit for days: write ${Number(days) * 24}h`;
  const weeks = /^(\d{1,6}) ?(?:w|weeks?)$/i.exec(text)?.[1];
  if (weeks !== undefined) return `there is no unit for weeks: write ${Number(weeks) * 168}h`;
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([a-z\u00b5\u03bc]*)$/i.exec(text) ?? [];
  if (number !== undefined && unit !== undefined) {
    const known = unitMeant(unit.toLowerCase());
    if (known !== null) return `write ${number}${known}`;
  }
  return "write seconds as a number, or a duration such as 1m30s; units: ns us ms s m h";
}

function unitMeant(unit: string): string | null {
  if (/^(?:|s|secs?|seconds?)$/.test(unit)) return "s";
  if (/^(?:m|mins?|minutes?)$/.test(unit)) return "m";
  if (/^(?:h|hrs?|hours?)$/.test(unit)) return "h";
  return /^(?:ms|millis?|milliseconds?)$/.test(unit) ? "ms" : null;
}

/** Traefik's decoder sees 1.500000 where people write 1.5. */
export function asWritten({ type, text }: ScalarNode): string {
  return type === "float64" && text.includes(".") ? text.replace(/0+$/, "") : text;
}
