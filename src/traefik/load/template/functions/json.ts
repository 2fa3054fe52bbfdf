import { encodeRune, REPLACEMENT_RUNE, runeAt, type Bytes } from "../bytes.ts";
import { CallError, Unknowable } from "../errors.ts";
import { formatFloat } from "../format-float.ts";
import { spend, spendText, type Run } from "../run.ts";
import { sortedKeys, typeOf, type Concrete } from "../values.ts";
import { versionText } from "../version.ts";
import { descend } from "./deep.ts";
import { define, returningAny, type Functions } from "./define.ts";
import { readJson } from "./json-reader.ts";

/** JSON as Go's encoding/json reads and writes it. Without `must` an error is silent: no value, or empty text. */
export const JSON_FUNCTIONS: Functions = {
  fromJson: returningAny(
    define(["string"], ([text], run) => {
      const read = readJson(run, text);
      return read.ok ? read.value : null;
    }),
  ),
  mustFromJson: returningAny(
    define(["string"], ([text], run) => {
      const read = readJson(run, text);
      if (!read.ok) throw new CallError(read.error);
      return read.value;
    }),
  ),
  toJson: define(["interface {}"], ([value], run) =>
    orEmpty(() => encode(value, { run, html: true, indent: false })),
  ),
  mustToJson: define(["interface {}"], ([value], run) => encode(value, { run, html: true, indent: false })),
  toPrettyJson: define(["interface {}"], ([value], run) =>
    orEmpty(() => encode(value, { run, html: true, indent: true })),
  ),
  mustToPrettyJson: define(["interface {}"], ([value], run) =>
    encode(value, { run, html: true, indent: true }),
  ),
  toRawJson: define(["interface {}"], ([value], run) => encode(value, { run, html: false, indent: false })),
  mustToRawJson: define(["interface {}"], ([value], run) =>
    encode(value, { run, html: false, indent: false }),
  ),
};

function orEmpty(encode: () => Bytes): Bytes {
  try {
    return encode();
  } catch (error) {
    if (error instanceof CallError) return "";
    throw error;
  }
}

interface Style {
  readonly run: Run;
  /** `<`, `>` and `&` as escapes */
  readonly html: boolean;
  /** two blanks a level */
  readonly indent: boolean;
}

function encode(value: Concrete, style: Style, depth = 0): Bytes {
  const deeper = descend(style.run, depth);
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "number":
      return number(value);
    case "string":
      spendText(style.run, value.length * 4);
      return string(value, style.html);
    default:
      break;
  }
  if (value === null) return "null";
  switch (value.kind) {
    case "integer":
      return String(value.value);
    case "complex":
      throw new CallError(`json: unsupported type: ${typeOf(value)}`);
    case "version":
      return string(versionText(value), style.html);
    case "opaque":
      throw new Unknowable(`a ${value.type}`);
    case "list": {
      if (value.nil) return "null";
      const items = value.items.map((item) => encode(item, style, deeper));
      return enclose("[", items, "]", style, depth);
    }
    case "dict": {
      if (value.nil) return "null";
      const members = sortedKeys(value).map((key) => {
        const member = encode(value.entries.get(key) ?? null, style, deeper);
        return `${string(key, style.html)}:${style.indent ? " " : ""}${member}`;
      });
      return enclose("{", members, "}", style, depth);
    }
  }
}

function enclose(open: string, items: readonly Bytes[], close: string, style: Style, depth: number): Bytes {
  if (!style.indent || items.length === 0) return open + items.join(",") + close;
  const inner = `\n${"  ".repeat(depth + 1)}`;
  spend(style.run, items.length);
  return `${open}${inner}${items.join(`,${inner}`)}\n${"  ".repeat(depth)}${close}`;
}

/** As ECMAScript writes numbers, but for the negative zero. */
function number(value: number): Bytes {
  if (!Number.isFinite(value)) throw new CallError(`json: unsupported value: ${formatFloat(value, "g")}`);
  return Object.is(value, -0) ? "-0" : String(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function string(text: Bytes, html: boolean): Bytes {
  let encoded = "";
  for (let at = 0; at < text.length;) {
    const { rune, width } = runeAt(text, at);
    encoded += character(rune, width, html);
    at += width;
  }
  return `"${encoded}"`;
}

function character(rune: number, width: number, html: boolean): Bytes {
  const plain = encodeRune(rune);
  const escaped =
    rune < 0x20 ||
    (html && (plain === "<" || plain === ">" || plain === "&")) ||
    rune === 0x2028 ||
    rune === 0x2029 ||
    (rune === REPLACEMENT_RUNE && width === 1);
  return ESCAPES[plain] ?? (escaped ? `\\u${rune.toString(16).padStart(4, "0")}` : plain);
}
