import type { RuleFamily, RuleSyntax } from "../../rules/matcher-names.ts";
import { parseRule, type ParsedRule } from "../../rules/parse-rule.ts";

/** Parses a rule; a second time it only remembers, for Traefik looks at rules again and again. */
export type RuleReader = (text: string, family: RuleFamily, syntax: RuleSyntax | "any") => ParsedRule;

/** A reader that has read nothing yet. */
export function createRuleReader(): RuleReader {
  const known = { http: nothingRead(), tcp: nothingRead() };
  const read: RuleReader = (text, family, syntax) => {
    const rules = known[family][syntax];
    const before = rules.get(text);
    if (before) return before;
    const parsed = syntax === "any" ? parseAny(text, family) : parseRule(text, family, syntax);
    rules.set(text, parsed);
    return parsed;
  };
  /** The names of both syntaxes are those of v3 and more: what v3 understands means the same. */
  const parseAny = (text: string, family: RuleFamily): ParsedRule => {
    const parsed = read(text, family, "v3");
    return parsed.ok ? parsed : parseRule(text, family, "any");
  };
  return read;
}

function nothingRead(): Record<RuleSyntax | "any", Map<string, ParsedRule>> {
  return { v2: new Map(), v3: new Map(), any: new Map() };
}
