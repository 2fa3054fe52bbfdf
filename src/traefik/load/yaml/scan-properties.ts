import { fromBytes } from "../../go/utf8.ts";
import { hexDigit, isNameCharacter, isSpaceOrEnd, PERCENT } from "./characters.ts";
import { fail, token, type Scanner, type Token } from "./scanner.ts";

const EXCLAMATION = 0x21;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Scans `&name` or `*name`. */
export function scanAnchor(s: Scanner, kind: "anchor" | "alias"): Token {
  const start = s.offset++;
  while (isNameCharacter(s.text.charCodeAt(s.offset))) s.offset++;
  const next = s.text.charCodeAt(s.offset);
  if (s.offset === start + 1 || !(isSpaceOrEnd(next) || "?:,]}%@`".includes(s.text.charAt(s.offset))))
    fail("did not find expected alphabetic or numeric character", start, s.offset + 1, start, s.offset);
  return token(kind, start, s.offset, s.text.slice(start + 1, s.offset));
}

/** Scans `!suffix`, `!handle!suffix` or `!<uri>`. */
export function scanTag(s: Scanner): Token {
  const start = s.offset;
  const [handle, suffix] = s.text.charCodeAt(start + 1) === LESS ? scanVerbatim(s) : scanShorthand(s);
  if (!isSpaceOrEnd(s.text.charCodeAt(s.offset)))
    failTag(s, start, "did not find expected whitespace or line break");
  return token("tag", start, s.offset, handle, suffix);
}

function failTag(s: Scanner, start: number, message: string): never {
  fail(message, start, Math.max(s.offset, start + 1), start, s.offset);
}

function scanVerbatim(s: Scanner): [handle: string, suffix: string] {
  const start = s.offset;
  s.offset += 2;
  const uri = scanUri(s, start, "");
  if (s.text.charCodeAt(s.offset) !== GREATER) failTag(s, start, "did not find the expected '>'");
  s.offset++;
  return ["", uri];
}

function scanShorthand(s: Scanner): [handle: string, suffix: string] {
  const start = s.offset;
  const handle = scanHandle(s, start, false);
  if (handle.length > 1 && handle.endsWith("!")) return [handle, scanUri(s, start, "")];
  const suffix = scanUri(s, start, handle);
  return suffix === "" ? ["", "!"] : ["!", suffix];
}

/** Scans `!`, `!!` or `!name!`; a tag directive takes no `!name`. */
export function scanHandle(s: Scanner, start: number, directive: boolean): string {
  const first = s.offset;
  if (s.text.charCodeAt(first) !== EXCLAMATION) failTag(s, start, "did not find expected '!'");
  s.offset++;
  while (isNameCharacter(s.text.charCodeAt(s.offset))) s.offset++;
  if (s.text.charCodeAt(s.offset) === EXCLAMATION) s.offset++;
  else if (directive && s.offset > first + 1) failTag(s, start, "did not find expected '!'");
  return s.text.slice(first, s.offset);
}

/**
 * Scans the characters of a URI, decoding `%XX`.
 *
 * @param head what was scanned before and turned out to be no handle; its `!` is not part of the URI
 */
export function scanUri(s: Scanner, start: number, head: string): string {
  let uri = head.slice(1);
  const first = s.offset;
  for (;;) {
    const code = s.text.charCodeAt(s.offset);
    if (code === PERCENT) uri += scanEscapes(s, start);
    else if (isUriCharacter(s.text, s.offset)) uri += s.text.charAt(s.offset++);
    else break;
  }
  if (head === "" && s.offset === first) failTag(s, start, "did not find expected tag URI");
  return uri;
}

function isUriCharacter(text: string, offset: number): boolean {
  if (isNameCharacter(text.charCodeAt(offset))) return true;
  return offset < text.length && ";/?:@&=+$,.!~*'()[]".includes(text.charAt(offset));
}

/** Scans the escaped bytes of one character. */
function scanEscapes(s: Scanner, start: number): string {
  const bytes: number[] = [];
  let width = 1;
  while (bytes.length < width) {
    const high = hexDigit(s.text.charCodeAt(s.offset + 1));
    const low = hexDigit(s.text.charCodeAt(s.offset + 2));
    if (s.text.charCodeAt(s.offset) !== PERCENT || high < 0 || low < 0)
      failTag(s, start, "did not find URI escaped octet");
    const byte = high * 16 + low;
    if (bytes.length === 0) {
      width = sequenceWidth(byte);
      if (width === 0) failTag(s, start, "found an incorrect leading UTF-8 octet");
    } else if ((byte & 0xc0) !== 0x80) failTag(s, start, "found an incorrect trailing UTF-8 octet");
    bytes.push(byte);
    s.offset += 3;
  }
  return width === 1 ? String.fromCharCode(...bytes) : fromBytes(bytes);
}

function sequenceWidth(leading: number): number {
  if (leading < 0x80) return 1;
  if (leading < 0xc0) return 0;
  return leading < 0xe0 ? 2 : leading < 0xf0 ? 3 : leading < 0xf8 ? 4 : 0;
}
