import { TomlFailure } from "./failure.ts";

/** A place in the text that moves forward, and what the text's dialect allows. */
export interface Cursor {
  readonly text: string;
  /** TOML 1.1: newlines in inline tables, `\e`, `\xHH`, times without seconds. Traefik has it since 3.6. */
  readonly v11: boolean;
  at: number;
}

/** The character here; empty at the end. */
export function peek({ text, at }: Cursor): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

export function skipBlanks(cursor: Cursor): void {
  while (cursor.text[cursor.at] === " " || cursor.text[cursor.at] === "\t") cursor.at++;
}

/** Skips blanks, newlines and comments. */
export function skipSpace(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (cursor.text[cursor.at] === "#") skipComment(cursor);
    else if (!skipNewline(cursor)) return;
  }
}

/** `\n` or `\r\n`. */
export function skipNewline(cursor: Cursor): boolean {
  const { text, at } = cursor;
  const width = text[at] === "\n" ? 1 : text.startsWith("\r\n", at) ? 2 : 0;
  cursor.at += width;
  return width > 0;
}

/** From `#` to the end of the line, the newline excluded. */
export function skipComment(cursor: Cursor): void {
  while (
    cursor.at < cursor.text.length &&
    cursor.text[cursor.at] !== "\n" &&
    !cursor.text.startsWith("\r\n", cursor.at)
  ) {
    refuseControl(cursor);
    cursor.at++;
  }
}

/** @throws for a control character here; a tab is none */
export function refuseControl(cursor: Cursor): void {
  const code = cursor.text.charCodeAt(cursor.at);
  if ((code < 0x20 && code !== 0x09) || code === 0x7f) {
    const hex = code.toString(16).padStart(2, "0");
    throw failHere(cursor, `TOML files cannot contain control characters: '0x${hex}'`);
  }
}

/** A failure at the character here. */
export function failHere(cursor: Cursor, message: string): TomlFailure {
  return new TomlFailure(message, { start: cursor.at, end: cursor.at + Math.max(1, peek(cursor).length) });
}

/** A character as Go's %q prints a rune, in the reader's messages; `EOF` at the end. */
export function shown(cursor: Cursor): string {
  const character = peek(cursor);
  const named: Readonly<Record<string, string>> = { "": "EOF", "\n": "'\\n'", "\r": "'\\r'", "\t": "'\\t'" };
  return named[character] ?? `'${character}'`;
}
