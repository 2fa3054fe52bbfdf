import { parseAddr } from "./netip.ts";
import { failure, success, type GoResult } from "./result.ts";
import { quote } from "./strconv.ts";
import { fromBytes, toBytes } from "./utf8.ts";
import { NEWEST_GO, type GoVersion } from "./version.ts";

/** What Go's url.URL keeps of a URL. Texts are Go strings (see utf8.ts). */
export interface GoUrl {
  /** in lower case */
  readonly scheme: string;
  /** what follows the scheme when that is no slash: `mailto:` and friends */
  readonly opaque: string;
  /** host and port, unescaped */
  readonly host: string;
  /** unescaped */
  readonly path: string;
  /** as written */
  readonly writtenPath: string;
  readonly rawQuery: string;
  /** unescaped */
  readonly fragment: string;
}

/**
 * Go's url.Parse.
 *
 * @returns the parts, or `parse "URL": first path segment in URL cannot contain colon`
 */
export function parseUrl(text: string, go: GoVersion = NEWEST_GO): GoResult<GoUrl> {
  const [, main = "", fragment = ""] = /^([^#]*)#?(.*)$/s.exec(text) ?? [];
  const parsed = parseMain(main, go);
  if (!parsed.ok) return failure(`parse ${quote(main)}: ${parsed.error}`);
  const unescaped = unescape(fragment, "fragment");
  if (!unescaped.ok) return failure(`parse ${quote(text)}: ${unescaped.error}`);
  return success({ ...parsed.value, fragment: unescaped.value });
}

function parseMain(text: string, go: GoVersion): GoResult<GoUrl> {
  const nothing = { scheme: "", opaque: "", host: "", path: "", writtenPath: "", rawQuery: "", fragment: "" };
  if (/[\0-\x1f\x7f]/.test(text)) return failure("net/url: invalid control character in URL");
  if (text === "*") return success({ ...nothing, path: "*", writtenPath: "*" });
  if (text.startsWith(":")) return failure("missing protocol scheme");
  const [, scheme = ""] = /^([A-Za-z][A-Za-z\d+.-]*):/.exec(text) ?? [];
  const afterScheme = scheme === "" ? text : text.slice(scheme.length + 1);
  const [, beforeQuery = "", rawQuery = ""] = /^([^?]*)\??(.*)$/s.exec(afterScheme) ?? [];
  const url = { ...nothing, scheme: scheme.toLowerCase(), rawQuery };
  if (!beforeQuery.startsWith("/")) {
    if (scheme !== "") return success({ ...url, opaque: beforeQuery });
    if (/^[^/]*:/.test(beforeQuery)) return failure("first path segment in URL cannot contain colon");
  }
  const hasAuthority = beforeQuery.startsWith("//") && (scheme !== "" || !beforeQuery.startsWith("///"));
  const [, authority = "", writtenPath = ""] = hasAuthority
    ? (/^\/\/([^/]*)(.*)$/s.exec(beforeQuery) ?? [])
    : ["", "", beforeQuery];
  const host = hasAuthority ? parseAuthority(url.scheme, authority, go) : success("");
  if (!host.ok) return host;
  const path = unescape(writtenPath, "path");
  if (!path.ok) return path;
  return success({ ...url, host: host.value, path: path.value, writtenPath });
}

/** @returns the host, unescaped */
function parseAuthority(scheme: string, authority: string, go: GoVersion): GoResult<string> {
  const at = authority.lastIndexOf("@");
  const host = parseHost(scheme, authority.slice(at + 1), go);
  if (!host.ok || at < 0) return host;
  const user = authority.slice(0, at);
  if (!/^[A-Za-z\d\-._:~!$&'()*+,;=%@]*$/.test(user)) return failure("net/url: invalid userinfo");
  const [, name = "", password = ""] = /^([^:]*):?(.*)$/s.exec(user) ?? [];
  for (const part of [name, password]) {
    const unescaped = unescape(part, "user");
    if (!unescaped.ok) return unescaped;
  }
  return host;
}

function parseHost(scheme: string, host: string, go: GoVersion): GoResult<string> {
  if (go < 25 ? host.startsWith("[") : host.includes("[")) return parseBracketed(host, go);
  // Go 1.26 is strict where the web is: no second colon, except in lists of hosts of other schemes
  const strict = go >= 26 && /^https?$/.test(scheme);
  const colon = strict ? host.indexOf(":") : host.lastIndexOf(":");
  const port = colon < 0 ? "" : host.slice(colon);
  return isOptionalPort(port) ? unescape(host, "host") : failure(`invalid port ${quote(port)} after host`);
}

/** `[IPv6%25zone]:port`; before Go 1.25 anything may stand in the brackets. */
function parseBracketed(host: string, go: GoVersion): GoResult<string> {
  if (host.lastIndexOf("[") > 0 && go >= 25) return failure("invalid IP-literal");
  const close = host.lastIndexOf("]");
  if (close < 0) return failure("missing ']' in host");
  const port = host.slice(close + 1);
  if (!isOptionalPort(port)) return failure(`invalid port ${quote(port)} after host`);
  const [start, end] = go < 25 ? [0, host.length] : [1, close];
  const zone = host.slice(0, close).indexOf("%25");
  const name = unescape(host.slice(start, zone < 0 ? end : zone), "host");
  if (!name.ok) return name;
  const scope = unescape(zone < 0 ? "" : host.slice(zone, close), "zone");
  if (!scope.ok) return scope;
  const inside = name.value + scope.value;
  if (go < 25) return success(zone < 0 ? inside : `${inside}${host.slice(close)}`);
  const address = parseAddr(inside);
  if (!address.ok) return failure(`invalid host: ${address.error}`);
  return address.value.isV4 ? failure("invalid IP-literal") : success(`[${inside}]${port}`);
}

function isOptionalPort(port: string): boolean {
  return /^(?::\d*)?$/.test(port);
}

type Component = "host" | "zone" | "user" | "path" | "fragment" | "query";
/** What may stand in a host as it is, below 0x80. */
export const HOST_CHARACTER = /[A-Za-z\d\-._~!$&'()*+,;=:[\]<>"]/;

/** A host as most are: nothing in it is wrong, and nothing changes. */
const PLAIN_HOST = new RegExp(`^(?:${HOST_CHARACTER.source}|[^\0-\x7f])*$`);

/** Go's unescape: `%hh` to bytes, and `+` to a blank in a query; each component has its own idea of what may stand. */
export function unescape(text: string, component: Component): GoResult<string> {
  const isHost = component === "host" || component === "zone";
  const isQuery = component === "query";
  if (isHost && PLAIN_HOST.test(text)) return success(text);
  // nothing in it can be wrong, and nothing changes
  if (!isHost && !text.includes("%")) return success(isQuery ? text.replaceAll("+", " ") : text);
  const piece = /%([\da-fA-F]{2})?|[^%]/gsu;
  for (const [character, hex] of text.matchAll(piece)) {
    if (character.startsWith("%")) {
      if (hex === undefined) return failure(`invalid URL escape ${quote(escapeAt(text))}`);
      const byte = Number.parseInt(hex, 16);
      const refused =
        (component === "host" && byte < 0x80 && byte !== 0x25) ||
        (component === "zone" && byte !== 0x25 && byte !== 0x20 && !isHostByte(byte));
      if (refused) return failure(`invalid URL escape ${quote(character)}`);
    } else if (isHost && character < "\x80" && !HOST_CHARACTER.test(character))
      return failure(`invalid character ${quote(character)} in host name`);
  }
  if (!text.includes("%")) return success(isQuery ? text.replaceAll("+", " ") : text);
  const bytes: number[] = [];
  for (const [character, hex] of text.matchAll(piece)) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else bytes.push(...toBytes(isQuery && character === "+" ? " " : character));
  }
  return success(fromBytes(bytes));
}

/** `%2F` for 47 */
export function byteEscape(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

function isHostByte(byte: number): boolean {
  return byte < 0x80 && HOST_CHARACTER.test(String.fromCharCode(byte));
}

/** The first broken escape, three bytes of it. */
function escapeAt(text: string): string {
  const start = text.search(/%(?![\da-fA-F]{2})/);
  return fromBytes(toBytes(text.slice(start, start + 3)).slice(0, 3));
}
