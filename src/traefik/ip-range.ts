import { parseCidr, parseIp } from "./go/net.ts";

/** What Traefik says of what is neither an address nor a CIDR range, else null. */
export function rangeError(range: string): string | null {
  if (parseIp(range) !== undefined) return null;
  const network = parseCidr(range);
  return network.ok ? null : `parsing CIDR trusted IPs <nil>: ${network.error}`;
}

/** What a range that is none was probably meant to be. */
export function rangeHint(range: string): string {
  const short = /^(\d{1,3}(?:\.\d{1,3}){0,2})\/(\d{1,2})$/.exec(range);
  if (short)
    return `all four parts are needed: ${[...short[1]!.split("."), "0", "0", "0"].slice(0, 4).join(".")}/${short[2]}`;
  if (/^[\d.]+\/\d+\.\d+\.\d+\.\d+$/.test(range)) return "the mask is a number of bits, as in 10.0.0.0/8";
  if (/(?:^|\.)0\d/.test(range)) return "no leading zeros";
  if (range.trim() !== range) return "no blanks around it";
  if (/^\[.*\]/.test(range)) return "no brackets around it";
  return "10.0.0.0/8, 192.168.1.7, fd00::/8 …";
}
