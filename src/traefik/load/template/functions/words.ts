import { encodeRune, mapRunes, REPLACEMENT_RUNE, runesOf, type Bytes } from "../bytes.ts";
import { isLetter, isNumber, isPunctuation, isSpace, isUpper, toLower, toUpper } from "../characters.ts";

/** The words in an identifier, as the library xstrings finds them for camel, snake and kebab case. */

function isConnector(rune: number): boolean {
  return rune === 0x2d || rune === 0x5f || isSpace(rune);
}

/** A letter of a script that separates words; Chinese characters do not. */
function isAlphabet(rune: number): boolean {
  if (!isLetter(rune)) return false;
  const ideograph =
    (rune >= 0x4e00 && rune <= 0x9fcc) ||
    (rune >= 0x3400 && rune <= 0x4d85) ||
    (rune >= 0x20000 && rune <= 0x2b81d);
  return !ideograph;
}

/**
 * Words joined, each but the first with a capital. Connectors at the start stay, of several in a row all but one.
 *
 * @param small the first word starts with a small letter, and words in capitals become lower case (xstrings 1.5);
 *   else it starts with a capital, and capitals stay
 */
export function camelCase(text: Bytes, small: boolean): Bytes {
  const runes = Array.from(runesOf(text), ({ rune }) => rune);
  const start = runes.findIndex((rune) => !isConnector(rune));
  // nothing but connectors: the library writes the last one twice
  if (start < 0) return [...runes, ...runes.slice(-1)].map((rune) => encodeRune(rune)).join("");
  const first = runes[start] ?? 0;
  const camel = runes.slice(0, start);
  let inCapitals = small && isUpper(first);
  let previous = small ? toLower(first) : toUpper(first);
  for (const rune of runes.slice(start + 1)) {
    let current = rune;
    if (isConnector(previous)) {
      if (isConnector(rune)) {
        camel.push(previous);
        previous = rune;
        continue;
      }
      inCapitals = small && isUpper(rune);
      current = toUpper(rune);
    } else {
      if (inCapitals && isUpper(rune)) current = toLower(rune);
      else inCapitals = false;
      camel.push(previous);
    }
    previous = current;
  }
  camel.push(inCapitals ? toLower(previous) : previous);
  return camel.map((rune) => encodeRune(rune)).join("");
}

type WordType = "number" | "upper" | "alphabet" | "connector" | "punctuation" | "other" | "invalid" | "none";

interface Word {
  readonly type: WordType;
  readonly text: Bytes;
}

/** Words in lower case with a separator between them, `HTTP2xx` being `http_2xx` and `Bld4Floor` `bld4_floor`. */
export function separatedCase(text: Bytes, separator: "_" | "-"): Bytes {
  const words = wordsOf(text);
  const written: Bytes[] = [];
  let at = 0;
  const word = (index: number): Word => words[index] ?? { type: "none", text: "" };
  const write = (index: number, type = word(index).type): void => {
    written.push(lowered(word(index).text, type, separator));
  };
  /** words that belong to a number: `2xx3` */
  const writeWithNumber = (): void => {
    for (; word(at).type === "alphabet" || word(at).type === "number"; at++) write(at);
  };
  while (at < words.length - 1) {
    const { type } = word(at);
    write(at);
    at += 1;
    const next = word(at).type;
    if (type === "number") {
      writeWithNumber();
      if (startsWord(word(at).type)) written.push(separator);
    } else if (type !== "connector" && type !== "punctuation") {
      if (next !== "number") {
        if (next !== "connector" && next !== "punctuation") written.push(separator);
      } else if (at < words.length - 1) {
        if (word(at + 1).type === "alphabet") {
          written.push(separator);
          write(at, "number");
          at += 1;
          writeWithNumber();
          if (startsWord(word(at).type)) written.push(separator);
        } else {
          write(at, "number");
          at += 1;
          if (word(at).type !== "connector" && word(at).type !== "punctuation") written.push(separator);
        }
      }
    }
  }
  if (at < words.length) write(at);
  return written.join("");
}

function startsWord(type: WordType): boolean {
  return type !== "none" && type !== "invalid" && type !== "punctuation" && type !== "connector";
}

function lowered(text: Bytes, type: WordType, separator: string): Bytes {
  if (type === "connector") return separator.repeat(Array.from(runesOf(text)).length);
  return type === "upper" ? mapRunes(text, (rune) => (isUpper(rune) ? toLower(rune) : rune)) : text;
}

/** A character with the broken bytes around it. */
interface Character {
  readonly rune: number;
  readonly text: Bytes;
}

/** Broken bytes belong to the character that follows, at the end to the last one. */
function charactersOf(text: Bytes): Character[] {
  const characters: Character[] = [];
  let broken = "";
  for (const { rune, at, width } of runesOf(text)) {
    const piece = broken + text.slice(at, at + width);
    broken = rune === REPLACEMENT_RUNE ? piece : "";
    if (broken === "") characters.push({ rune, text: piece });
  }
  if (broken === "") return characters;
  const last = characters.pop() ?? { rune: REPLACEMENT_RUNE, text: "" };
  return [...characters, { rune: last.rune, text: last.text + broken }];
}

function wordsOf(text: Bytes): Word[] {
  const characters = charactersOf(text);
  const words: Word[] = [];
  for (let at = 0; at < characters.length;) {
    const type = wordType(characters[at]?.rune ?? 0);
    const end = type === "upper" ? upperEnd(characters, at) : runEnd(characters, at, MEMBERS[type]);
    words.push({
      type,
      text: characters
        .slice(at, end)
        .map((character) => character.text)
        .join(""),
    });
    at = end;
  }
  return words;
}

function wordType(rune: number): Exclude<WordType, "none"> {
  if (rune === REPLACEMENT_RUNE) return "invalid";
  if (isConnector(rune)) return "connector";
  if (isPunctuation(rune)) return "punctuation";
  if (isUpper(rune)) return "upper";
  if (isAlphabet(rune)) return "alphabet";
  return isNumber(rune) ? "number" : "other";
}

/** What goes on with a word of each type; a character that is none goes on with any. */
const MEMBERS: Readonly<Record<Exclude<WordType, "none" | "upper">, (rune: number) => boolean>> = {
  connector: isConnector,
  punctuation: isPunctuation,
  alphabet: (rune) => isAlphabet(rune) && !isUpper(rune),
  number: isNumber,
  other: (rune) => !isConnector(rune) && !isAlphabet(rune) && !isNumber(rune) && !isPunctuation(rune),
  invalid: () => false,
};

function runEnd(characters: readonly Character[], at: number, belongs: (rune: number) => boolean): number {
  let end = at + 1;
  while (end < characters.length && belongs(characters[end]?.rune ?? 0)) end += 1;
  return end;
}

/** Capitals, of which the last one starts the next word where a small letter follows: `HTTP` and `Status`. */
function upperEnd(characters: readonly Character[], at: number): number {
  const capitals = runEnd(characters, at, isUpper);
  const following = characters[capitals]?.rune;
  const small = following !== undefined && isAlphabet(following);
  if (capitals > at + 1) return small ? capitals - 1 : capitals;
  return small ? runEnd(characters, at, MEMBERS.alphabet) : capitals;
}
