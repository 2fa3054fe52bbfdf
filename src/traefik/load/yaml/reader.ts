import { byteWidth, toBytes } from "../../go/utf8.ts";
import { YamlFailure } from "./failure.ts";

/** All but tab, LF, CR, U+0085 and the printable characters of YAML 1.1; also bytes that are no UTF-8. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** yaml.v3 decodes its input in pieces of this many bytes. */
const PIECE = 512;

/** Offset of the first character that YAML does not allow anywhere, -1 for none. */
export function findForbidden(text: string): number {
  return text.search(FORBIDDEN);
}

const INCOMPLETE = "incomplete UTF-8 octet sequence";

/**
 * The failure that a forbidden character causes if the reader gets to it.
 *
 * @param forbidden its offset
 * @param reach how far the scanner has looked: the reader has decoded all pieces up to there
 */
export function readerFailure(text: string, forbidden: number, reach: number): YamlFailure | null {
  const message = words(text, forbidden);
  // the reader waits for the rest of a character until it knows that nothing follows
  const isDecoded = forbidden < reach || (message !== INCOMPLETE && forbidden < endOfPiece(text, reach));
  if (!isDecoded) return null;
  return new YamlFailure("reader", message, { start: forbidden, end: forbidden + 1 });
}

/** Where the piece ends that holds the character before an offset. */
function endOfPiece(text: string, reach: number): number {
  let bytes = 0;
  let offset = 0;
  for (const character of text) {
    const width = byteWidth(character.codePointAt(0) ?? 0);
    if (bytes + width > PIECE) {
      if (offset >= reach) return offset;
      bytes = 0;
    }
    bytes += width;
    offset += character.length;
  }
  return offset;
}

function words(text: string, forbidden: number): string {
  const code = text.charCodeAt(forbidden);
  if (code < 0xd800 || code > 0xdfff) return "control characters are not allowed";
  if (code < 0xdc00) return "expected low surrogate area";
  if (code < 0xdc80 || code > 0xdcff) return "unexpected low surrogate area";
  const bytes = toBytes(text.slice(forbidden, forbidden + 4));
  const first = bytes[0] ?? 0;
  const width = first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  if (width === 0) return "invalid leading UTF-8 octet";
  if (forbidden + 4 > text.length && bytes.length < width) return INCOMPLETE;
  if (bytes.slice(1, width).some((byte) => (byte & 0xc0) !== 0x80)) return "invalid trailing UTF-8 octet";
  const value = bytes
    .slice(1, width)
    .reduce((sum, byte) => sum * 64 + (byte & 0x3f), first & (0xff >> (width + 1)));
  const least = width === 2 ? 0x80 : width === 3 ? 0x800 : 0x10000;
  return value < least ? "invalid length of a UTF-8 sequence" : "invalid Unicode character";
}
