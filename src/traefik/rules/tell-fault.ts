import { withoutValues } from "../load/without-values.ts";
import type { Fault } from "./fault.ts";
import { hintFor } from "./hints.ts";
import type { MatcherFault } from "./matcher-check.ts";
import type { RuleFamily, RuleSyntax } from "./matcher-names.ts";
import { takesSecrets, veilRule } from "./veil-rule.ts";

/** A mistake in a rule's syntax, told without values that may be secrets, and what to write instead. */
export function tellSyntax(fault: Fault, rule: string, family: RuleFamily, syntax: RuleSyntax): Fault {
  const { told, ...rest } = fault;
  const veiled = veilRule(rule);
  const hint = hintIn(veiled.text, fault, family, syntax);
  return {
    ...rest,
    ...(told !== undefined && veiled.hides(fault.span) && { told }),
    ...(hint !== undefined && { hint }),
  };
}

/** The same for what is wrong with the arguments of a matcher. */
export function tellMatcher(
  fault: MatcherFault,
  matcher: string,
  rule: string,
  family: RuleFamily,
  syntax: RuleSyntax,
): MatcherFault {
  const says = takesSecrets(matcher) ? withoutArguments(fault.says) : fault.says;
  const hint = hintIn(veilRule(rule).text, fault, family, syntax);
  return { ...fault, says: `${matcher} in its rule: ${says}`, ...(hint !== undefined && { hint }) };
}

/** Go quotes a part of a regular expression in backquotes, as it is; everything else as a Go string. */
function withoutArguments(says: string): string {
  return withoutValues(says.replace(/: `.*$/s, ""));
}

function hintIn(veiled: string, fault: Fault, family: RuleFamily, syntax: RuleSyntax): string | undefined {
  return hintFor(fault, veiled, family, syntax)?.replace(/\u2026[\u2026\s]*\u2026/g, "…");
}
