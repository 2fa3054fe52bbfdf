import type { Span } from "../load/node.ts";

/**
 * A rule as Traefik keeps it: matchers joined by and/or, each with its own negation (Traefik pushes a `!` before a
 * group down to its matchers and swaps and/or on the way).
 *
 * All spans are UTF-16 offsets within the rule's text.
 */
export type Rule = Group | Matcher;

/** Two or more operands; `a || b || c` is one group, `a || (b || c)` holds another as its second operand. */
export interface Group extends Span {
  readonly kind: "and" | "or";
  readonly operands: readonly Rule[];
}

export interface Matcher extends Span {
  readonly kind: "matcher";
  /** in Traefik's spelling, whatever the rule's: `PathPrefix` for `pathprefix` */
  readonly name: string;
  /** the name as written */
  readonly nameSpan: Span;
  readonly args: readonly Argument[];
  readonly negated: boolean;
}

export interface Argument extends Span {
  /** a Go string (see go/utf8.ts), the span is that of the literal with its quotes */
  readonly value: string;
}

/** All matchers of a rule, from left to right. */
export function matchersOf(rule: Rule): readonly Matcher[] {
  const found: Matcher[] = [];
  collect(rule, found);
  return found;
}

function collect(rule: Rule, found: Matcher[]): void {
  if (rule.kind === "matcher") found.push(rule);
  else for (const operand of rule.operands) collect(operand, found);
}
