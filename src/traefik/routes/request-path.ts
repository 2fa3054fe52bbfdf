import { byteEscape, unescape } from "../go/url.ts";
import { cleanPath, escapePath, isValidEncoding } from "../go/url-path.ts";

/** How an entry point treats the path of a request. */
export interface PathHandling {
  /** remove `//`, `/./` and `/../` */
  readonly sanitize: boolean;
  /** match the path decoded but for reserved characters (since 3.4.1), or decoded altogether */
  readonly decode: boolean;
}

export interface ReceivedPath {
  /** encoded, as it goes on to the service if nothing changes it */
  readonly escaped: string;
  /** what matchers see */
  readonly routed: string;
}

/** Nothing in such a path can be wrong, and nothing changes: no escape, no `//`, no segment that begins with a dot. */
const PLAIN = /^(?:\/[\w\-~][\w\-.~]*)+\/?$/;

/**
 * The path of a request's target (without its query and control characters), as Go's server and Traefik's entry point
 * make it.
 *
 * @returns null: the request is answered with 400
 */
export function receivePath(target: string, { sanitize, decode }: PathHandling): ReceivedPath | null {
  if (PLAIN.test(target)) return { escaped: target, routed: target };
  if (target.includes("#")) return null;
  const written = target === "" ? "/" : target;
  if (!written.startsWith("/") && written !== "*") return null;
  if (!unescape(written, "path").ok) return null;
  const normal = normalise(written);
  const escaped = sanitize ? cleanPath(normal) : normal;
  return { escaped, routed: decode ? routingPath(escaped) : decoded(escaped) };
}

function decoded(path: string): string {
  const unescaped = unescape(path, "path");
  return unescaped.ok ? unescaped.value : path;
}

/**
 * url.URL.EscapedPath after Traefik's normalisation: escapes of unreserved characters are undone, others are in upper
 * case. A path with a character that should have been escaped is escaped anew, from its decoded form.
 */
function normalise(path: string): string {
  if (!isValidEncoding(path)) return escapePath(decoded(path));
  return path.replace(/%[\da-fA-F]{2}/g, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /^[A-Za-z\d\-._~]$/.test(character) ? character : escape.toUpperCase();
  });
}

/** The escapes of reserved characters. */
const STAYS: ReadonlySet<string> = new Set(
  Array.from(":/?#[]@!$&'()*+,;=%", (character) => byteEscape(character.charCodeAt(0))),
);

/**
 * What matchers see of an encoded path: the escapes of all but reserved characters are undone, so that rules can be
 * written with what people read. Of a middleware's path an escape may be in lower case, and is undone whatever it is.
 */
export function routingPath(path: string): string {
  if (!path.includes("%")) return path;
  // a percent sign that stays is protected from the decoding below
  return decoded(
    path.replace(/%[\dA-F]{2}/gi, (escape) => (STAYS.has(escape) ? `%25${escape.slice(1)}` : escape)),
  );
}
