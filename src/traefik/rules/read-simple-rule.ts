import type { Argument, Matcher, Rule } from "./rule.ts";

/** A regular expression needs memory for each character that it could give back. */
const MAX_LENGTH = 2000;

const TERM = / *((?:! *)?)([A-Za-z]+)( *\()/y;
const ARGUMENT = / *(`[ -_a-~]*`|"[ !#-[\]-~]*")( *)([,)])/y;
const OPERATOR = / *(?:(&&|\|\|)|$)/y;

/**
 * Reads what most rules are: matchers with texts in backquotes or quotes, each negated or not, joined by `&&` and `||`
 * without parentheses. It costs a fraction of what going token by token does.
 *
 * @param names Traefik's spelling of each name that a matcher may be called by
 * @returns null for any other rule, and for any mistake
 */
export function readSimpleRule(text: string, names: ReadonlyMap<string, string>): Rule | null {
  if (text.length > MAX_LENGTH) return null;
  const alternatives: Rule[] = [];
  let together: Matcher[] = [];
  /** where the first alternative, and the one that is being read, start: at their `!` if there is one */
  let outset = 0;
  let start = 0;
  for (let at = 0; ;) {
    TERM.lastIndex = at;
    const [, not = "", written = "", opening = ""] = TERM.exec(text) ?? [];
    const name = names.get(written);
    if (name === undefined) return null;
    const nameEnd = TERM.lastIndex - opening.length;
    const nameStart = nameEnd - written.length;
    if (together.length === 0) start = nameStart - not.length;
    if (together.length + alternatives.length === 0) outset = start;
    const args = readArguments(text, TERM.lastIndex);
    if (args === null) return null;
    const end = ARGUMENT.lastIndex;
    const nameSpan = { start: nameStart, end: nameEnd };
    together.push({ kind: "matcher", name, nameSpan, args, negated: not !== "", start: nameStart, end });
    OPERATOR.lastIndex = end;
    const found = OPERATOR.exec(text);
    if (found === null) return null;
    at = OPERATOR.lastIndex;
    if (found[1] === "&&") continue;
    alternatives.push(joined("and", together, start, end));
    if (found[1] === undefined) return joined("or", alternatives, outset, end);
    together = [];
  }
}

/** Up to the parenthesis, behind which the regular expression then is. */
function readArguments(text: string, from: number): readonly Argument[] | null {
  const args: Argument[] = [];
  ARGUMENT.lastIndex = from;
  for (;;) {
    const [, literal, gap = "", next = ""] = ARGUMENT.exec(text) ?? [];
    if (literal === undefined) return null;
    const end = ARGUMENT.lastIndex - next.length - gap.length;
    args.push({ value: literal.slice(1, -1), start: end - literal.length, end });
    if (next === ")") return args;
  }
}

function joined(kind: "and" | "or", operands: readonly Rule[], start: number, end: number): Rule {
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : { kind, operands, start, end };
}
