import { parseCidr, parseIp } from "../go/net.ts";
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
      hint: cidrHint(range),
    }),
  ];
}

/** What Traefik says of what is neither an address nor a CIDR range, else null. */
export function rangeError(range: string): string | null {
  if (parseIp(range) !== undefined) return null;
  const network = parseCidr(range);
  return network.ok ? null : `parsing CIDR trusted IPs <nil>: ${network.error}`;
}

/** What a range that is none was probably meant to be. */
export function cidrHint(range: string): string | null {
  const short = /^(\d{1,3}(?:\.\d{1,3}){0,2})\/(\d{1,2})$/.exec(range);
  if (short)
    return `all four parts are needed: ${[...short[1]!.split("."), "0", "0", "0"].slice(0, 4).join(".")}/${short[2]}`;
  if (/^[\d.]+\/\d+\.\d+\.\d+\.\d+$/.test(range)) return "the mask is a number of bits, as in 10.0.0.0/8";
  if (/(?:^|\.)0\d/.test(range)) return "no leading zeros";
  if (range.trim() !== range) return "no blanks around it";
  return "10.0.0.0/8, 192.168.1.7, fd00::/8 …";
}
