import { byteEscape, unescape } from "./url.ts";
import { toBytes } from "./utf8.ts";

/** The path of a URL as Go's url.URL holds it. */
export interface UrlPath {
  /** decoded */
  readonly path: string;
  /** as it was encoded, where that is not what Go would make of `path`; else empty */
  readonly rawPath: string;
}

/** url.URL.setPath; null: an escape is broken. */
export function urlPathOf(encoded: string): UrlPath | null {
  const path = unescape(encoded, "path");
  if (!path.ok) return null;
  return { path: path.value, rawPath: escapePath(path.value) === encoded ? "" : encoded };
}

/** url.URL.EscapedPath. */
export function escapedPath({ path, rawPath }: UrlPath): string {
  if (rawPath !== "" && isValidEncoding(rawPath)) {
    const decoded = unescape(rawPath, "path");
    if (decoded.ok && decoded.value === path) return rawPath;
  }
  return path === "*" ? "*" : escapePath(path);
}

/** Whether every character of an encoded path may stand there as it is. */
export function isValidEncoding(encoded: string): boolean {
  return !/[^A-Za-z\d\-_.~$&+,/:;=@!'()*[\]%]/.test(encoded);
}

/** net/url's escape of a path. */
export function escapePath(path: string): string {
  if (/^[A-Za-z\d\-_.~$&+,/:;=@]*$/.test(path)) return path;
  return toBytes(path)
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /^[A-Za-z\d\-_.~$&+,/:;=@]$/.test(character) ? character : byteEscape(byte);
    })
    .join("");
}

/** url.URL.JoinPath of nothing: `//`, `/./` and `/../` are removed; null: the path could not be set. */
export function joinPath(url: UrlPath): UrlPath | null {
  return urlPathOf(cleanPath(escapedPath(url)));
}

/** path.Clean of an absolute path, which keeps its last slash. */
export function cleanPath(path: string): string {
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
