import { atoi } from "../go/strconv.ts";
import type { LoadedObject, Struct } from "../load/configuration.ts";
import { fault, type Fault } from "./fault.ts";
import { listOf, textsOf } from "./values.ts";

/**
 * Status codes and ranges of them, `500-599`. What follows a second dash is not read; order and size of the
 * numbers do not matter.
 */
export function checkStatusRanges(
  owner: LoadedObject,
  holder: Struct,
  field: string,
  say: (text: string) => string,
): readonly Fault[] {
  for (const [index, range] of textsOf(holder, field).entries()) {
    const reason = rangeError(range);
    if (reason !== null) return [statusFault(owner, [listOf(holder, field), index], range, say(reason))];
  }
  return [];
}

/** What Go says of a status code or range that is none, else null. */
export function rangeError(range: string): string | null {
  const parts = range.split("-", 2);
  for (const part of parts) {
    const number = atoi(part);
    if (!number.ok) return number.error;
  }
  return null;
}

/** A status code or range that is none. */
export function statusFault(
  owner: LoadedObject,
  at: readonly [object, string | number],
  range: string,
  text: string,
): Fault {
  return fault(text, {
    rule: "invalid-status-code",
    owner,
    at,
    says: `"${range}" is neither a status code nor a range of them`,
    hint: /^\dxx$/i.test(range) ? `write "${range[0]}00-${range[0]}99"` : "write 503 or 500-599",
  });
}
