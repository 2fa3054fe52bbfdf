import { rangeError, rangeHint } from "../ip-range.ts";
import type { LoadedObject, Struct } from "../load/configuration.ts";
import { fault, type Blame, type Fault } from "./fault.ts";
import { listOf, textsOf } from "./values.ts";

/** A list of addresses and CIDR ranges: the first that is neither. */
export function checkIpRanges(
  owner: LoadedObject,
  holder: Struct,
  field: string,
  say: (text: string) => string,
): readonly Fault[] {
  for (const [index, range] of textsOf(holder, field).entries()) {
    const faults = checkIpRange(owner, [listOf(holder, field), index], range, say);
    if (faults.length > 0) return faults;
  }
  return [];
}

/** An address or a CIDR range as Go's net package reads it. */
export function checkIpRange(
  owner: LoadedObject,
  at: Blame["at"],
  range: string,
  say: (text: string) => string,
): readonly Fault[] {
  const wrong = rangeError(range);
  if (wrong === null) return [];
  return [
    fault(say(wrong), {
      rule: "invalid-cidr",
      owner,
      at,
      says: `"${range}" is neither an IP address nor a CIDR range`,
      hint: rangeHint(range),
    }),
  ];
}
