/** A block of a PEM text. */
export interface PemBlock {
  readonly type: string;
  /** whether it has headers, as encrypted keys of old have */
  readonly headers: boolean;
  readonly der: Buffer;
}

const BEGIN = /^-----BEGIN (.*)-----[ \t]*\r?$/;
const END = "\n-----END ";

/**
 * The well-formed blocks of a text, as Go's encoding/pem finds them; what is not well-formed is skipped. Takes time
 * in proportion to the text, whatever it holds.
 */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let end = -1;
  for (let at = lineStart(text, 0); at >= 0;) {
    const begin = lineAt(text, at);
    const type = BEGIN.exec(begin.text)?.[1];
    const body = skipHeaders(text, begin.next);
    // an end that lies ahead serves all beginnings before it
    if (end < body.from - 1) end = text.indexOf(END, body.from - 1);
    if (end < 0) break;
    const following = lineStart(text, begin.next);
    // no content has dashes in it: what begins before this ends is no block
    const isCut = following >= 0 && following < end;
    const trailer = lineAt(text, end + END.length);
    const isClosed = type !== undefined && !isCut && trailer.text.trimEnd() === `${type}-----`;
    const der = isClosed ? fromBase64(text, body.from, end) : null;
    if (type !== undefined && der) blocks.push({ type, headers: body.from > begin.next, der });
    at = der ? lineStart(text, trailer.next) : following;
  }
  return blocks;
}

/** Where the next line that opens a block begins; -1: nowhere. */
function lineStart(text: string, from: number): number {
  if (text.startsWith("-----BEGIN ", from) && (from === 0 || text[from - 1] === "\n")) return from;
  const found = text.indexOf("\n-----BEGIN ", from);
  return found < 0 ? -1 : found + 1;
}

function lineAt(text: string, from: number): { readonly text: string; readonly next: number } {
  const feed = text.indexOf("\n", from);
  const end = feed < 0 ? text.length : feed;
  return { text: text.slice(from, end), next: feed < 0 ? text.length : feed + 1 };
}

function skipHeaders(text: string, start: number): { readonly from: number } {
  let from = start;
  while (from < text.length) {
    const line = lineAt(text, from);
    if (!line.text.includes(":") || line.text.startsWith("-----")) break;
    from = line.next;
  }
  return { from };
}

function fromBase64(text: string, from: number, to: number): Buffer | null {
  const base64 = text.slice(from, Math.max(from, to)).replace(/[\r\n \t]/g, "");
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null;
  return Buffer.from(base64, "base64");
}
