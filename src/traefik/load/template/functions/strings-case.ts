import { encodeRune, mapRunes, runesOf, type Bytes } from "../bytes.ts";
import {
  isDigit,
  isLetter,
  isLower,
  isSpace,
  isTitle,
  isUpper,
  toLower,
  toTitle,
  toUpper,
} from "../characters.ts";
import { hasSmallCamels } from "../context.ts";
import { spendText } from "../run.ts";
import { camelCase, separatedCase } from "./words.ts";
import { define, type Functions, type GoFunction } from "./define.ts";

/** Functions that change the case of letters. */
export const STRINGS_CASE: Functions = {
  upper: onText((text) => mapRunes(text, toUpper)),
  lower: onText((text) => mapRunes(text, toLower)),
  title: onText((text) =>
    mapWithPrevious(text, (rune, previous) => (isSeparator(previous) ? toTitle(rune) : rune)),
  ),
  untitle: onText((text) =>
    mapWithPrevious(text, (rune, previous) => (isSpace(previous) ? toLower(rune) : rune)),
  ),
  swapcase: onText(swapCase),
  camelcase: define(["string"], ([text], run) => {
    spendText(run, text.length * 8);
    return camelCase(text, hasSmallCamels(run.context.version));
  }),
  snakecase: onText((text) => separatedCase(text, "_")),
  kebabcase: onText((text) => separatedCase(text, "-")),
};

function onText(change: (text: Bytes) => Bytes): GoFunction {
  return define(["string"], ([text], run) => {
    spendText(run, text.length * 8);
    return change(text);
  });
}

/** Replaces characters by what they are and what stood before them, a blank at the start. */
function mapWithPrevious(text: Bytes, replace: (rune: number, previous: number) => number): Bytes {
  let previous = 0x20;
  return mapRunes(text, (rune) => {
    const replaced = replace(rune, previous);
    previous = rune;
    return replaced;
  });
}

/** strings.Title's idea of a word's end: ASCII punctuation but `_`, and white space. */
function isSeparator(rune: number): boolean {
  if (rune < 0x80) return !(isLetter(rune) || isDigit(rune) || rune === 0x5f);
  return !isLetter(rune) && !isDigit(rune) && isSpace(rune);
}

/** Upper and title case become lower; lower becomes upper, at the start of a word title. */
function swapCase(text: Bytes): Bytes {
  let swapped = "";
  let afterSpace = true;
  for (const { rune } of runesOf(text)) {
    if (isUpper(rune) || isTitle(rune)) {
      swapped += encodeRune(toLower(rune));
      afterSpace = false;
    } else if (isLower(rune)) {
      swapped += encodeRune(afterSpace ? toTitle(rune) : toUpper(rune));
      afterSpace = false;
    } else {
      swapped += encodeRune(rune);
      afterSpace = isSpace(rune);
    }
  }
  return swapped;
}
