import type { Diagnostic } from "../diagnostic.ts";
import { nearest } from "../nearest.ts";
import { infoOf, isRule, ruleIds, type RuleId } from "../rules.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Which findings count under `--only` and `--ignore`. That by which Traefik loads nothing, does not start or dies always
 * counts: a verdict without it would be a lie.
 */
export function ruleFilter(
  only: readonly string[],
  ignore: readonly string[],
): (found: Diagnostic) => boolean {
  const wanted = new Set(only.map((name) => knownRule(name, "--only")));
  const unwanted = new Set(ignore.map((name) => ignorable("--ignore", name)));
  return ({ rule, effect }) =>
    effect === "refused" ||
    effect === "crash" ||
    ((wanted.size === 0 || wanted.has(rule)) && !unwanted.has(rule));
}

function ignorable(flag: string, name: string): RuleId {
  const rule = knownRule(name, flag);
  const { effect } = infoOf(rule);
  if (effect === "refused" || effect === "crash") {
    throw new UsageError(
      `${flag}: ${rule} cannot be ignored: Traefik would ${effect === "crash" ? "die of it" : "load nothing"}`,
    );
  }
  return rule;
}

/**
 * A rule by its name.
 *
 * @param flag where the name was given
 * @throws UsageError where there is none of that name
 */
export function knownRule(name: string, flag?: string): RuleId {
  if (isRule(name)) return name;
  const meant = nearest(name, ruleIds());
  const question = meant === null ? "" : ` (did you mean ${meant}?)`;
  throw new UsageError(
    `${flag === undefined ? "" : `${flag}: `}there is no rule ${JSON.stringify(name)}${question}`,
  );
}
