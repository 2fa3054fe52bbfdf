/** A block of a PEM text. */
export interface PemBlock {
  readonly type: string;
  /** whether it has headers, as encrypted keys of old have */
  readonly headers: boolean;
  readonly der: Buffer;
}

const BLOCK = /^-----BEGIN ([^\r\n]*)-----[ \t]*\r?\n([^]*?)^-----END \1-----[ \t]*(?:\r?\n|$)/gm;
const HEADER = /^[^:\r\n]+:[^\r\n]*\r?\n/;

/** The well-formed blocks of a text, as Go's encoding/pem finds them; all else is skipped. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const [, type = "", body = ""] of text.matchAll(BLOCK)) {
    let content = body;
    for (let header = HEADER.exec(content); header; header = HEADER.exec(content))
      content = content.slice(header[0].length);
    const base64 = content.replace(/[\r\n \t]/g, "");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) continue;
    blocks.push({ type, headers: content !== body, der: Buffer.from(base64, "base64") });
  }
  return blocks;
}
