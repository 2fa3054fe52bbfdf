import type { Span } from "../load/node.ts";
import type { Argument, Rule } from "./rule.ts";

/** A regular expression needs memory for each character that it could give back. */
const MAX_LENGTH = 2000;
const MAX_DEPTH = 20;

const MATCHER = / *((?:! *)?)([A-Za-z]+)( *\()/y;
const ARGUMENT = / *(`[ -_a-~]*`|"[ !#-[\]-~]*")( *)([,)])/y;
const AND = / *&&/y;
const OR = / *\|\|/y;
const OPEN = / *\(/y;
const CLOSE = / *\)/y;
const END = / *$/y;

interface Reader {
  readonly text: string;
  readonly names: ReadonlyMap<string, string>;
  at: number;
}

/** A part of the text, with its negation or parentheses if it has any, and what it says. */
interface Operand extends Span {
  readonly rule: Rule;
}

/**
 * Reads what most rules are: matchers with texts in backquotes or quotes, each negated or not, joined by `&&`, `||` and
 * parentheses. It costs a fraction of what going token by token does.
 *
 * @param names Traefik's spelling of each name that a matcher may be called by
 * @returns null for any other rule, and for any mistake
 */
export function readSimpleRule(text: string, names: ReadonlyMap<string, string>): Rule | null {
  if (text.length > MAX_LENGTH) return null;
  const r: Reader = { text, names, at: 0 };
  const read = readAlternatives(r, 0);
  return read !== null && take(r, END) ? read.rule : null;
}

function readAlternatives(r: Reader, depth: number): Operand | null {
  return readChain(r, "or", OR, () => readChain(r, "and", AND, () => readOperand(r, depth)));
}

/** What an operator joins, or a single operand. */
function readChain(
  r: Reader,
  kind: "and" | "or",
  operator: RegExp,
  readNext: () => Operand | null,
): Operand | null {
  const first = readNext();
  if (first === null || !take(r, operator)) return first;
  const operands = [first];
  do {
    const next = readNext();
    if (next === null) return null;
    operands.push(next);
  } while (take(r, operator));
  return joined(kind, first, operands);
}

function readOperand(r: Reader, depth: number): Operand | null {
  if (!take(r, OPEN)) return readMatcher(r);
  const start = r.at - 1;
  const inner = depth < MAX_DEPTH ? readAlternatives(r, depth + 1) : null;
  return inner !== null && take(r, CLOSE) ? { rule: inner.rule, start, end: r.at } : null;
}

/** A chain leans to the left: what its first operand joins in parentheses belongs to it. */
function joined(kind: "and" | "or", first: Operand, all: readonly Operand[]): Operand {
  const { start } = first;
  const end = all.at(-1)?.end ?? start;
  const rules = all.map(({ rule }) => rule);
  const operands = first.rule.kind === kind ? [...first.rule.operands, ...rules.slice(1)] : rules;
  return { rule: { kind, operands, start, end }, start, end };
}

function readMatcher(r: Reader): Operand | null {
  MATCHER.lastIndex = r.at;
  const [, not = "", written = "", opening = ""] = MATCHER.exec(r.text) ?? [];
  const name = r.names.get(written);
  if (name === undefined) return null;
  const nameEnd = MATCHER.lastIndex - opening.length;
  const start = nameEnd - written.length;
  const args = readArguments(r, MATCHER.lastIndex);
  if (args === null) return null;
  const nameSpan = { start, end: nameEnd };
  const rule: Rule = { kind: "matcher", name, nameSpan, args, negated: not !== "", start, end: r.at };
  return { rule, start: start - not.length, end: r.at };
}

function readArguments(r: Reader, from: number): readonly Argument[] | null {
  let args: Argument[] | undefined;
  ARGUMENT.lastIndex = from;
  for (;;) {
    const [, literal, gap = "", next = ""] = ARGUMENT.exec(r.text) ?? [];
    if (literal === undefined) return null;
    r.at = ARGUMENT.lastIndex;
    const end = r.at - next.length - gap.length;
    const arg = { value: literal.slice(1, -1), start: end - literal.length, end };
    // most matchers have one, and a list that grows takes room for many more
    if (args === undefined) args = [arg];
    else args.push(arg);
    if (next === ")") return args;
  }
}

function take(r: Reader, what: RegExp): boolean {
  what.lastIndex = r.at;
  if (!what.test(r.text)) return false;
  r.at = what.lastIndex;
  return true;
}
