import type { RE2JS } from "re2js";
import { regexpFault } from "../../../go/regexp.ts";
import { bytesOf, isUtf8, textOf, type Bytes } from "../bytes.ts";
import { CallError, Unknowable } from "../errors.ts";
import { quote } from "../quote.ts";
import { spend, spendText, type Run } from "../run.ts";
import { list, nilList, type List } from "../values.ts";
import { define, type Functions, type GoFunction, type ParameterType } from "./define.ts";

let engine: typeof RE2JS | undefined;

/** Loads the regular expression engine, which is larger than all the rest. Without it no result is known. */
export async function loadRegex(): Promise<void> {
  engine ??= (await import("re2js")).RE2JS;
}

/** Gives the engine where it is there already, for those who cannot wait. */
export function useRegex(given: typeof RE2JS): void {
  engine ??= given;
}

/** Go's regular expressions, matched by RE2 so that no pattern takes more than linear time. */
export const REGEX: Functions = {
  regexMatch: define(["string", "string"], ([pattern, text], run) => {
    return faultOf(run, pattern) === undefined && matches(run, pattern, text, 1n).length > 0;
  }),
  mustRegexMatch: define(["string", "string"], ([pattern, text], run) => {
    refuse(run, pattern, true);
    return matches(run, pattern, text, 1n).length > 0;
  }),
  ...both("regexFindAll", ["string", "string", "int"], ([pattern, text, count], run) => {
    const found = count === 0n ? [] : matches(run, pattern, text, count).map(({ groups }) => groups[0] ?? "");
    return found.length === 0 ? nilList("[]string") : texts(run, found);
  }),
  ...both("regexFind", ["string", "string"], ([pattern, text], run) =>
    bytesOf(matches(run, pattern, text, 1n)[0]?.groups[0] ?? ""),
  ),
  ...both("regexReplaceAll", ["string", "string", "string"], ([pattern, text, replacement], run) =>
    replaceAll(run, pattern, text, expander(run, textOf(replacement))),
  ),
  ...both("regexReplaceAllLiteral", ["string", "string", "string"], ([pattern, text, replacement], run) => {
    const literal = textOf(replacement);
    return replaceAll(run, pattern, text, () => [literal]);
  }),
  ...both("regexSplit", ["string", "string", "int"], ([pattern, text, count], run) =>
    split(run, pattern, text, count),
  ),
  regexQuoteMeta: define(["string"], ([text], run) => {
    spendText(run, text.length * 2);
    return text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
  }),
};

type Strings = [Bytes, Bytes, Bytes] & [Bytes, Bytes, bigint];

/** `regexX`, which panics over a bad pattern, and `mustRegexX`, which returns the error. */
function both(
  name: string,
  parameters: readonly ParameterType[],
  body: (args: Strings, run: Run) => Bytes | List,
): Functions {
  const twin = (must: boolean): GoFunction =>
    define(parameters, (args, run) => {
      refuse(run, args[0] as Bytes, must);
      return body(args as unknown as Strings, run);
    });
  return { [name]: twin(false), [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`]: twin(true) };
}

function faultOf(run: Run, pattern: Bytes): Bytes | undefined {
  spend(run, pattern.length / 4);
  const fault = regexpFault(textOf(pattern));
  return fault === undefined ? undefined : bytesOf(fault.text);
}

function refuse(run: Run, pattern: Bytes, must: boolean): void {
  const fault = faultOf(run, pattern);
  if (fault === undefined) return;
  const shown =
    /[\0-\x08\x0a-\x1f\x7f`]/.test(pattern) || !isUtf8(pattern) ? quote(pattern) : `\`${pattern}\``;
  throw new CallError(must ? fault : `regexp: Compile(${shown}): ${fault}`);
}

/** A match in the text (UTF-16 offsets); a group that took no part is undefined. */
interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, number>>;
}

/** What it takes to look at a character: a unit is as many steps of the program, of which some are for the character. */
const STEPS = 250;
const STEPS_OF_CHARACTER = 12;

/** Go's FindAll: an empty match right after another one does not count. */
function matches(run: Run, pattern: Bytes, bytes: Bytes, count: bigint): Match[] {
  const text = textOf(bytes);
  const regex = compile(run, pattern);
  const size = regex.programSize();
  const look = (size + STEPS_OF_CHARACTER) / STEPS;
  spend(run, 1 + text.length * look);
  // what repeats without end may be followed to the end of the text for every match
  const reach = /[*+]|,\}/.test(pattern) ? text.length : size;
  const groupCount = regex.groupCount() + 1;
  const matcher = regex.matcher(text);
  const names = regex.namedGroups();
  const found: Match[] = [];
  let previousEnd = -1;
  for (let at = 0; at <= text.length && (count < 0n || BigInt(found.length) < count) && matcher.find(at);) {
    const [start, end] = [matcher.start(), matcher.end()];
    const scanned = Math.min(text.length, end + reach) - at;
    spend(run, groupCount + (found.length === 0 ? 0 : scanned * look));
    if (end > start || start !== previousEnd) {
      const groups = Array.from({ length: groupCount }, (_, group) => matcher.group(group) ?? undefined);
      found.push({ start, end, groups, names });
    }
    previousEnd = end;
    at = end > at ? end : at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }
  return found;
}

function compile(run: Run, pattern: Bytes): RE2JS {
  // a repetition multiplies what is compiled
  spend(run, pattern.length * (pattern.includes("{") ? 50 : 1));
  if (engine === undefined) throw new Unknowable("the regular expression engine is not loaded");
  try {
    return engine.compile(textOf(pattern));
  } catch {
    throw new Unknowable("a pattern that only Go compiles");
  }
}

function texts(run: Run, items: readonly string[]): List {
  spend(run, items.length / 4);
  return list(
    items.map((item) => bytesOf(item)),
    "[]string",
  );
}

/** @param replacement the pieces that take the place of a match */
function replaceAll(
  run: Run,
  pattern: Bytes,
  bytes: Bytes,
  replacement: (match: Match) => readonly string[],
): Bytes {
  const text = textOf(bytes);
  const pieces: string[] = [];
  let end = 0;
  for (const match of matches(run, pattern, bytes, -1n)) {
    const parts = replacement(match);
    spendText(
      run,
      parts.reduce((size, part) => size + part.length, 0),
    );
    pieces.push(text.slice(end, match.start), parts.join(""));
    end = match.end;
  }
  return bytesOf(pieces.join("") + text.slice(end));
}

/**
 * Puts groups into a replacement: `$1`, `${1}`, `$name`, `${name}`; `$$` is a dollar. The longest name counts: `$1x` is
 * the group `1x`. What is between them stays as it is.
 */
function expander(run: Run, template: string): (match: Match) => readonly string[] {
  spendText(run, template.length * 8);
  const pieces: { readonly text: string; readonly name?: string }[] = [];
  let end = 0;
  for (const found of template.matchAll(/\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu)) {
    const [reference, dollar, bare, braced] = found;
    pieces.push({ text: template.slice(end, found.index) });
    pieces.push(dollar === undefined ? { text: "", name: bare ?? braced ?? "" } : { text: dollar });
    end = found.index + reference.length;
  }
  pieces.push({ text: template.slice(end) });
  return (match) => {
    spend(run, pieces.length / 4);
    return pieces.map(({ text, name }) => (name === undefined ? text : groupOf(match, name)));
  };
}

function groupOf({ groups, names }: Match, name: string): string {
  const number = /^(?:0|[1-9]\d*)$/.test(name)
    ? Number(name)
    : Object.hasOwn(names, name)
      ? names[name]
      : undefined;
  return (number === undefined ? undefined : groups[number]) ?? "";
}

/** Regexp.Split. */
function split(run: Run, pattern: Bytes, bytes: Bytes, count: bigint): List {
  if (count === 0n) return nilList("[]string");
  if (pattern !== "" && bytes === "") return texts(run, [""]);
  const text = textOf(bytes);
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  for (const match of matches(run, pattern, bytes, count)) {
    if (count > 0n && BigInt(parts.length) >= count - 1n) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(start, end));
    start = match.end;
  }
  if (end !== text.length) parts.push(text.slice(start));
  return texts(run, parts);
}
