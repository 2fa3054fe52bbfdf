import { encodeRune, runesOf, type Bytes } from "../bytes.ts";
import { isLetter, isNumber } from "../characters.ts";
import { printf } from "../printf.ts";
import { quote } from "../quote.ts";
import { CallError } from "../errors.ts";
import { meterOf, spend, spendText, type Run } from "../run.ts";
import { exactList, list, type Dict } from "../values.ts";
import { toText, toTexts } from "./convert.ts";
import { define, variadic, type Functions } from "./define.ts";
import { wrap } from "./wrap.ts";

/** Functions that search, split, join and lay out texts; `normalize` and `split` are Traefik's own. */
export const STRINGS: Functions = {
  hello: define([], () => "Hello!"),
  normalize: define(["string"], ([text], run) => {
    spendText(run, text.length * 8);
    return normalize(text);
  }),

  contains: define(["string", "string"], ([part, text]) => text.includes(part)),
  hasPrefix: define(["string", "string"], ([prefix, text]) => text.startsWith(prefix)),
  hasSuffix: define(["string", "string"], ([suffix, text]) => text.endsWith(suffix)),

  split: define(["string", "string"], ([text, separator], run) =>
    exactList(split(run, text, separator), "[]string"),
  ),
  splitList: define(["string", "string"], ([separator, text], run) =>
    exactList(split(run, text, separator), "[]string"),
  ),
  splitn: define(["string", "int", "string"], ([separator, count, text], run) =>
    numbered(splitAtMost(run, text, separator, count)),
  ),
  join: define(["string", "interface {}"], ([separator, value], run) => {
    const texts = toTexts(run, value);
    spendText(
      run,
      texts.reduce((size, text) => size + text.length + separator.length, 0),
    );
    return texts.join(separator);
  }),
  replace: define(["string", "string", "string"], ([old, replacement, text], run) =>
    replace(run, text, old, replacement),
  ),
  repeat: define(["int", "string"], ([count, text], run) => repeat(run, text, count)),

  quote: variadic([], "interface {}", (values, run) =>
    values
      .filter((value) => value !== null)
      .map((value) => quote(toText(run, value)))
      .join(" "),
  ),
  squote: variadic([], "interface {}", (values, run) =>
    values
      .filter((value) => value !== null)
      .map((value) => printf("'%v'", [value], meterOf(run)))
      .join(" "),
  ),
  cat: variadic([], "interface {}", (values, run) =>
    values
      .filter((value) => value !== null)
      .map((value) => printf("%v", [value], meterOf(run)))
      .join(" "),
  ),
  toString: define(["interface {}"], ([value], run) => toText(run, value)),
  toStrings: define(["interface {}"], ([value], run) => {
    if (typeof value === "object" && value?.kind === "list" && value.type === "[]string") return value;
    return list(toTexts(run, value), "[]string");
  }),
  plural: define(["string", "string", "int"], ([one, many, count]) => (count === 1n ? one : many)),

  indent: define(["int", "string"], ([spaces, text], run) => indent(run, spaces, text)),
  nindent: define(["int", "string"], ([spaces, text], run) => `\n${indent(run, spaces, text)}`),
  wrap: define(["int", "string"], ([width, text], run) => {
    spendText(run, text.length);
    return wrap(text, Number(width), "", false);
  }),
  wrapWith: define(["int", "string", "string"], ([width, newline, text], run) => {
    spendText(run, text.length * (newline.length + 1));
    return wrap(text, Number(width), newline, true);
  }),
};

/** Traefik's provider.Normalize: the runs of letters and numbers, joined by dashes. */
function normalize(name: Bytes): Bytes {
  const words: Bytes[] = [];
  let word = "";
  for (const { rune } of runesOf(name)) {
    if (isLetter(rune) || isNumber(rune)) {
      word += encodeRune(rune);
    } else {
      if (word !== "") words.push(word);
      word = "";
    }
  }
  if (word !== "") words.push(word);
  return words.join("-");
}

/** strings.Split: without a separator into characters. */
function split(run: Run, text: Bytes, separator: Bytes): Bytes[] {
  const parts = separator === "" ? characters(text) : text.split(separator);
  spend(run, parts.length / 4);
  return parts;
}

function characters(text: Bytes): Bytes[] {
  return Array.from(runesOf(text), ({ at, width }) => text.slice(at, at + width));
}

/** strings.SplitN: the last part is the rest; a negative count means all. */
function splitAtMost(run: Run, text: Bytes, separator: Bytes, count: bigint): Bytes[] {
  const parts = split(run, text, separator);
  if (count < 0n || count >= BigInt(parts.length)) return parts;
  if (count === 0n) return [];
  const kept = Number(count) - 1;
  return [...parts.slice(0, kept), parts.slice(kept).join(separator)];
}

function numbered(parts: readonly Bytes[]): Dict {
  const entries = new Map(parts.map((part, index) => [`_${index}`, part]));
  return { kind: "dict", type: "map[string]string", entries, nil: false };
}

function replace(run: Run, text: Bytes, old: Bytes, replacement: Bytes): Bytes {
  if (old === "") {
    spendText(run, text.length + (text.length + 1) * replacement.length);
    return (
      replacement +
      characters(text)
        .map((character) => character + replacement)
        .join("")
    );
  }
  const parts = text.split(old);
  spendText(run, text.length + parts.length * replacement.length);
  return parts.join(replacement);
}

function repeat(run: Run, text: Bytes, count: bigint): Bytes {
  if (count < 0n) throw new CallError("strings: negative Repeat count");
  if (count * BigInt(text.length) >= 1n << 63n) {
    throw new CallError("strings: Repeat output length overflow");
  }
  spendText(run, Number(count) * text.length);
  return text === "" ? "" : text.repeat(Number(count));
}

function indent(run: Run, spaces: bigint, text: Bytes): Bytes {
  const pad = repeat(run, " ", spaces);
  return pad + replace(run, text, "\n", `\n${pad}`);
}
