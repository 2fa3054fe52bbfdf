import { parseAddr, type Address } from "./netip.ts";
import { failure, success, type GoResult } from "./result.ts";

/** A network as net.ParseCIDR gives it. */
export interface Network {
  /** 16 bytes with the host bits cleared */
  readonly base: readonly number[];
  /** leading bits that count, of the 128 */
  readonly prefix: number;
}

/** net.ParseIP: an address without a zone. */
export function parseIp(text: string): Address | undefined {
  const address = parseAddr(text);
  return address.ok && address.value.zone === "" ? address.value : undefined;
}

/** net.ParseCIDR; host bits may be set, the mask is a decimal number that may have leading zeros. */
export function parseCidr(text: string): GoResult<Network> {
  const invalid = failure(`invalid CIDR address: ${text}`);
  const slash = text.indexOf("/");
  const address = slash < 0 ? undefined : parseIp(text.slice(0, slash));
  const mask = text.slice(slash + 1);
  if (address === undefined || !/^\d+$/.test(mask)) return invalid;
  const bits = Number(mask);
  if (bits > (address.isV4 ? 32 : 128)) return invalid;
  const prefix = address.isV4 ? bits + 96 : bits;
  return success({ base: address.bytes.map((byte, i) => byte & maskByte(prefix, i)), prefix });
}

/**
 * net.IPNet.Contains: an IPv4 address and the same one mapped into IPv6 are one, but an IPv6 network wider than
 * ::ffff:0:0/96 holds no IPv4 address.
 */
export function networkContains({ base, prefix }: Network, address: Address): boolean {
  if (isMapped(base) !== isMapped(address.bytes)) return false;
  return address.bytes.every((byte, i) => (byte & maskByte(prefix, i)) === (base[i] ?? 0));
}

/** net.IP.Equal. */
export function sameAddress(a: Address, b: Address): boolean {
  return a.bytes.every((byte, i) => byte === b.bytes[i]);
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => i > 11 || byte === (i > 9 ? 0xff : 0));
}

function maskByte(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - 8 * index));
  return 0xff & (0xff << (8 - bits));
}

/**
 * net.SplitHostPort: `host:port` or `[host]:port`; what host and port are is not looked at.
 *
 * @returns both parts, or the bare reason (`missing port in address`), which net.AddrError prefixes with
 *   `address ADDRESS: `
 */
export function splitHostPort(text: string): GoResult<{ readonly host: string; readonly port: string }> {
  const colon = text.lastIndexOf(":");
  if (colon < 0) return failure("missing port in address");
  const bracketed = text.startsWith("[");
  const close = bracketed ? text.indexOf("]") : -1;
  if (bracketed && close < 0) return failure("missing ']' in address");
  if (bracketed && close + 1 !== colon)
    return failure(text.charAt(close + 1) === ":" ? "too many colons in address" : "missing port in address");
  const host = bracketed ? text.slice(1, close) : text.slice(0, colon);
  if (!bracketed && host.includes(":")) return failure("too many colons in address");
  if (text.includes("[", bracketed ? 1 : 0)) return failure("unexpected '[' in address");
  if (text.includes("]", close + 1)) return failure("unexpected ']' in address");
  return success({ host, port: text.slice(colon + 1) });
}
