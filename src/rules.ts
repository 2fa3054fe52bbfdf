import { ADVICE_RULES } from "./rules/advice.ts";
import { BUILDING_RULES } from "./rules/building.ts";
import { FILE_RULES } from "./rules/files.ts";
import { LOADING_RULES } from "./rules/loading.ts";
import { PREFLIGHT_RULES } from "./rules/preflight.ts";
import { REFERENCE_RULES } from "./rules/references.ts";
import { ROUTE_TEST_RULES } from "./rules/route-tests.ts";
import { STATIC_RULES } from "./rules/static.ts";
import type { RuleInfo } from "./rules/rule-info.ts";

/**
 * Every rule there is, in the order in which documents name them. A new one is an entry in one of these, its check, a
 * fixture and a page in docs/rules.
 */
export const RULES = {
  ...PREFLIGHT_RULES,
  ...ROUTE_TEST_RULES,
  ...FILE_RULES,
  ...LOADING_RULES,
  ...STATIC_RULES,
  ...REFERENCE_RULES,
  ...BUILDING_RULES,
  ...ADVICE_RULES,
} as const satisfies Record<string, RuleInfo>;

export type RuleId = keyof typeof RULES;

/** What a rule stands for. */
export function infoOf(rule: RuleId): RuleInfo {
  return RULES[rule];
}

/** Whether there is a rule of this name. */
export function isRule(name: string): name is RuleId {
  return Object.hasOwn(RULES, name);
}

/** All rules, in the order in which documents name them. */
export function ruleIds(): RuleId[] {
  return Object.keys(RULES).filter(isRule);
}
