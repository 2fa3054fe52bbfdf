/** Code units that YAML gives a meaning to. */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const PERCENT = 0x25;
export const APOSTROPHE = 0x27;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const COLON = 0x3a;
export const QUESTION = 0x3f;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const NEXT_LINE = 0x85;
export const LINE_SEPARATOR = 0x2028;
export const PARAGRAPH_SEPARATOR = 0x2029;
export const BYTE_ORDER_MARK = 0xfeff;

/** A space or a tab. `charCodeAt` gives NaN behind the end, which is none of these. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** YAML 1.1's line breaks: besides LF and CR also U+0085, U+2028 and U+2029. */
export function isBreak(code: number): boolean {
  return (
    code === LF ||
    code === CR ||
    (code >= NEXT_LINE && (code === NEXT_LINE || code === LINE_SEPARATOR || code === PARAGRAPH_SEPARATOR))
  );
}

/** A line break or the end of the text. */
export function isBreakOrEnd(code: number): boolean {
  return isBreak(code) || Number.isNaN(code);
}

/** A blank, a line break or the end of the text. */
export function isSpaceOrEnd(code: number): boolean {
  return code === SPACE || code === TAB || isBreak(code) || Number.isNaN(code);
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** What the names of anchors, tag handles and directives are made of. */
export function isNameCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    isDigit(code) ||
    code === 0x5f ||
    code === DASH
  );
}

/** The value of a hexadecimal digit, -1 for any other character. */
export function hexDigit(code: number): number {
  if (isDigit(code)) return code - 0x30;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  return -1;
}

/** How many code units the line break at an offset takes: two for CR LF. */
export function breakWidth(text: string, offset: number): number {
  return text.charCodeAt(offset) === CR && text.charCodeAt(offset + 1) === LF ? 2 : 1;
}

/** What a line break inside a scalar becomes: U+2028 and U+2029 stay, the others are LF. */
export function breakText(code: number): string {
  return code === LINE_SEPARATOR ? "\u2028" : code === PARAGRAPH_SEPARATOR ? "\u2029" : "\n";
}

/** A single line break is a space, further ones stay; U+2028 and U+2029 always do. */
export function foldBreaks(leading: string, trailing: string): string {
  if (leading !== "\n") return leading + trailing;
  return trailing === "" ? " " : trailing;
}

/** Whether `---` or `...` with a blank, a line break or nothing behind it stands here; `code` is its character. */
export function isMarker(text: string, offset: number, code: number): boolean {
  return (
    text.charCodeAt(offset + 1) === code &&
    text.charCodeAt(offset + 2) === code &&
    isSpaceOrEnd(text.charCodeAt(offset + 3))
  );
}
