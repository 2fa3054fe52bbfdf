import { quote } from "../../go/strconv.ts";
import { byteWidth } from "../../go/utf8.ts";
import { isAtLeast, NEWEST, type TraefikVersion } from "../../versions.ts";
import type { MapNode } from "../node.ts";
import type { Problem } from "../problem.ts";
import { shorten } from "../shorten.ts";
import { withoutValues } from "../without-values.ts";
import {
  CLOSE_BRACKET,
  END,
  fail,
  HASH,
  isBlank,
  isNewline,
  OPEN_BRACKET,
  peek,
  quoteCharacter,
  read,
  skipBlanks,
  skipComment,
  TomlFailure,
  type Cursor,
} from "./cursor.ts";
import { defineHeader, enterParents, lastKey, setType, setValue, type Definitions } from "./define.ts";
import { scanKey, scanTableName } from "./scan-key.ts";
import { newPath, newTable } from "./tables.ts";
import { readValue } from "./values.ts";

/** What a TOML text says, or what is wrong with it. */
export interface TomlReading {
  /** null: an empty text, or one that cannot be read */
  readonly root: MapNode | null;
  readonly problems: readonly Problem[];
  /** the error as Traefik logs it, null where Traefik accepts the text */
  readonly refusal: string | null;
}

/**
 * Reads a text as Traefik does: BurntSushi/toml 1.6 into a `map[string]interface{}`. Offsets are those of the text.
 * An integer is of type `int64`, any date or time of type `time`.
 *
 * @param version of Traefik: before 3.6 it knows TOML 1.0 only (BurntSushi/toml 1.5)
 */
export function parseToml(text: string, version: TraefikVersion = NEWEST): TomlReading {
  const dialect = isAtLeast(version, "3.6") ? "1.1" : "1.0";
  const cursor: Cursor = { text, version: dialect, offset: startOf(text), ended: false };
  const table = newTable({ start: 0, end: text.length });
  const root = { path: newPath(null, ""), table };
  const nothing = { parts: [], span: { start: 0, end: 0 } };
  const definitions: Definitions = { cursor, root, context: root, currentKey: "", key: nothing };
  try {
    checkStart(cursor);
    readTop(definitions);
    const { node } = table;
    return { root: node.entries.length === 0 ? null : node, problems: [], refusal: null };
  } catch (error) {
    if (!(error instanceof TomlFailure)) throw error;
    const key = lastKey(definitions);
    const place = key === "" ? `line ${error.line}` : `line ${error.line} (last key ${quote(key)})`;
    const message = `toml: ${place}: ${withoutValues(error.message)}`;
    const start = Math.min(error.start, text.length);
    const span = { start, end: Math.min(Math.max(error.end, start), text.length) };
    return {
      root: null,
      problems: [{ rule: error.rule, message: shorten(message), span }],
      refusal: `toml: ${place}: ${error.message}`,
    };
  }
}

/** Behind a byte order mark, also one of UTF-16, whose bytes are kept as such. */
function startOf(text: string): number {
  if (text.startsWith("\ufeff")) return 1;
  return text.startsWith("\udcff\udcfe") || text.startsWith("\udcfe\udcff") ? 2 : 0;
}

/** A NUL among the first six bytes has a message of its own. */
function checkStart(c: Cursor): void {
  let bytes = 0;
  for (let i = c.offset; i < c.text.length && bytes < 6; i++) {
    const code = c.text.codePointAt(i) ?? 0;
    if (code === 0) {
      const message = "files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8";
      throw new TomlFailure(message, i, i + 1, 1);
    }
    bytes += byteWidth(code);
    if (code > 0xffff) i++;
  }
}

function readTop(d: Definitions): void {
  const c = d.cursor;
  for (;;) {
    const code = peek(c);
    if (code === END) return;
    if (isBlank(code) || isNewline(code)) c.offset++;
    else if (code === HASH) skipComment(c);
    else {
      if (code === OPEN_BRACKET) readHeader(d);
      else readPair(d);
      readLineEnd(c);
    }
  }
}

function readHeader(d: Definitions): void {
  const c = d.cursor;
  const start = c.offset++;
  const isArray = peek(c) === OPEN_BRACKET;
  if (isArray) c.offset++;
  const key = scanTableName(c);
  if (isArray) {
    const at = c.offset;
    const code = read(c);
    if (code !== CLOSE_BRACKET) {
      const found = quoteCharacter(code);
      fail(c, `expected end of table array name delimiter ']', but got ${found} instead`, at);
    }
  }
  defineHeader(d, key, isArray, { start, end: c.offset });
}

function readPair(d: Definitions): void {
  const outer = d.context;
  const key = scanKey(d.cursor);
  enterParents(d, key);
  const item = readValue(d);
  const part = key.parts.at(-1);
  if (part !== undefined) {
    setValue(d, part, item);
    setType(d, part.name, item.node.kind === "list");
  }
  d.context = outer;
  d.currentKey = "";
}

function readLineEnd(c: Cursor): void {
  skipBlanks(c);
  const start = c.offset;
  if (peek(c) === HASH) return skipComment(c);
  const code = read(c);
  if (code === END || isNewline(code)) return;
  const found = quoteCharacter(code);
  fail(
    c,
    `expected a top-level item to end with a newline, comment, or EOF, but got ${found} instead`,
    start,
  );
}
