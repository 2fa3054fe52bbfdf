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
    return faultOf(pattern) === undefined && matches(run, pattern, text, 1n).length > 0;
  }),
  mustRegexMatch: define(["string", "string"], ([pattern, text], run) => {
    refuse(pattern, true);
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
    replaceAll(run, pattern, text, (match) => expand(textOf(replacement), match)),
  ),
  ...both("regexReplaceAllLiteral", ["string", "string", "string"], ([pattern, text, replacement], run) =>
    replaceAll(run, pattern, text, () => textOf(replacement)),
  ),
  ...both("regexSplit", ["string", "string", "int"], ([pattern, text, count], run) =>
    split(run, pattern, text, count),
  ),
  regexQuoteMeta: define(["string"], ([text]) => text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`)),
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
      refuse(args[0] as Bytes, must);
      return body(args as unknown as Strings, run);
    });
  return { [name]: twin(false), [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`]: twin(true) };
}

function faultOf(pattern: Bytes): Bytes | undefined {
  const fault = regexpFault(textOf(pattern));
  return fault === undefined ? undefined : bytesOf(fault.text);
}

function refuse(pattern: Bytes, must: boolean): void {
  const fault = faultOf(pattern);
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

/** Go's FindAll: an empty match right after another one does not count. */
function matches(run: Run, pattern: Bytes, bytes: Bytes, count: bigint): Match[] {
  const text = textOf(bytes);
  const regex = compile(run, pattern);
  spend(run, 1 + (text.length * regex.programSize()) / 500);
  const matcher = regex.matcher(text);
  const names = regex.namedGroups();
  const found: Match[] = [];
  let previousEnd = -1;
  for (let at = 0; at <= text.length && (count < 0n || BigInt(found.length) < count) && matcher.find(at);) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (end > start || start !== previousEnd) {
      const groups = Array.from(
        { length: regex.groupCount() + 1 },
        (_, group) => matcher.group(group) ?? undefined,
      );
      found.push({ start, end, groups, names });
      spend(run, 1);
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

function replaceAll(run: Run, pattern: Bytes, bytes: Bytes, replacement: (match: Match) => string): Bytes {
  const text = textOf(bytes);
  const pieces: string[] = [];
  let end = 0;
  for (const match of matches(run, pattern, bytes, -1n)) {
    const piece = replacement(match);
    spendText(run, piece.length);
    pieces.push(text.slice(end, match.start), piece);
    end = match.end;
  }
  return bytesOf(pieces.join("") + text.slice(end));
}

/** `$1`, `${1}`, `$name`, `${name}` and `$$` in a replacement. The longest name counts: `$1x` is the group `1x`. */
function expand(template: string, { groups, names }: Match): string {
  const reference = /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;
  return template.replace(reference, (_reference, dollar?: string, bare?: string, braced?: string) => {
    if (dollar !== undefined) return "$";
    const name = bare ?? braced ?? "";
    const number = /^(?:0|[1-9]\d*)$/.test(name)
      ? Number(name)
      : Object.hasOwn(names, name)
        ? names[name]
        : undefined;
    return (number === undefined ? undefined : groups[number]) ?? "";
  });
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
