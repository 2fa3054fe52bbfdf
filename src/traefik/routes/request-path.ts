import { byteEscape, unescape } from "../go/url.ts";
import { toBytes } from "../go/utf8.ts";

/** How an entry point treats the path of a request. */
export interface PathHandling {
  /** remove `//`, `/./` and `/../` */
  readonly sanitize: boolean;
  /** match the path decoded but for reserved characters (since 3.4.1), or decoded altogether */
  readonly decode: boolean;
}

/**
 * The path that matchers see of a request's target (without its query and control characters), as Go's server and Traefik's entry point
 * make it.
 *
 * @returns null: the request is answered with 400
 */
export function receivePath(target: string, { sanitize, decode }: PathHandling): string | null {
  if (target.includes("#")) return null;
  const written = target === "" ? "/" : target;
  if (!written.startsWith("/") && written !== "*") return null;
  if (!unescape(written, "path").ok) return null;
  const normal = normalise(written);
  const sane = sanitize ? clean(normal) : normal;
  return decode ? decodeUnreserved(sane) : decoded(sane);
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
  if (/[^A-Za-z\d\-_.~$&+,/:;=@!'()*[\]%]/.test(path)) return escapePath(decoded(path));
  return path.replace(/%[\da-fA-F]{2}/g, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /^[A-Za-z\d\-._~]$/.test(character) ? character : escape.toUpperCase();
  });
}

/** net/url's escape of a path. */
function escapePath(path: string): string {
  return toBytes(path)
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /^[A-Za-z\d\-_.~$&+,/:;=@]$/.test(character) ? character : byteEscape(byte);
    })
    .join("");
}

/** path.Clean of an absolute path, which keeps its last slash. */
function clean(path: string): string {
  const rooted = path.startsWith("/") ? path : `/${path}`;
  const kept: string[] = [];
  for (const segment of rooted.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const cleaned = `/${kept.join("/")}`;
  const result = path.startsWith("/") ? cleaned : cleaned.slice(1);
  return rooted.endsWith("/") && !result.endsWith("/") ? `${result}/` : result;
}

const RESERVED: ReadonlySet<string> = new Set(":/?#[]@!$&'()*+,;=%");

/** Undoes the escapes of all but reserved characters, so that rules can be written with what people read. */
function decodeUnreserved(path: string): string {
  const escapes = path.replace(/%[\dA-F]{2}/g, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    // a percent sign that stays is protected from the decoding below
    return RESERVED.has(character) ? `%25${escape.slice(1)}` : escape;
  });
  return decoded(escapes);
}
