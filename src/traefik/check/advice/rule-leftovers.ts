import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import { suspicionsOf } from "../../rules/suspicions.ts";
import type { Bench } from "../bench.ts";
import { describe } from "../names.ts";
import { placeInText } from "../rules/place-in-text.ts";
import { textOf } from "../values.ts";

/**
 * Habits of Traefik v2's rules, and of patterns and shells, that v3 takes, but understands otherwise: they match nothing
 * that anybody sends.
 */
export function adviseLeftovers({ configuration, facts, ledger, readRule }: Bench): void {
  for (const family of ["http", "tcp"] as const) {
    for (const router of configuration.objects[`${family}.routers`].values()) {
      const rule = textOf(router.value, "rule");
      if (ruleSyntaxOf(textOf(router.value, "ruleSyntax") || facts.defaultRuleSyntax) === "v2") continue;
      const parsed = readRule(rule, family, "v3");
      if (!parsed.ok) continue;
      for (const { rule: id, span, message, hint } of suspicionsOf(parsed.rule)) {
        ledger.remark(id, {
          place: placeInText(router, [router.value, "rule"], rule, span),
          object: router,
          message: `${describe(router)}: ${message}`,
          hint,
        });
      }
    }
  }
}
