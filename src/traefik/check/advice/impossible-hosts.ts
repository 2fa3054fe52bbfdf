import type { LoadedObject } from "../../load/configuration.ts";
import type { RuleId } from "../../../rules.ts";
import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import { matchersOf } from "../../rules/rule.ts";
import type { Bench } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import type { HttpRouter } from "../http/router.ts";
import { describe } from "../names.ts";
import { impossibleHost } from "../rules/impossible-host.ts";
import { placeInText } from "../rules/place-in-text.ts";
import { textOf } from "../values.ts";

/**
 * Hosts in HTTP rules that no request can have: Traefik takes them all, and compares them letter by letter. A rule that
 * it refuses has another mistake.
 */
export function adviseImpossibleHosts(bench: Bench, routers: ReadonlyMap<string, HttpRouter>): void {
  const takesWildcards = behaves(bench.version, "wildcardHosts");
  const refused = new Set<LoadedObject>();
  for (const { source, causes } of routers.values())
    if (source && causes.some(({ rule }) => REFUSED.has(rule))) refused.add(source);
  for (const router of bench.configuration.objects["http.routers"].values()) {
    if (refused.has(router)) continue;
    const rule = textOf(router.value, "rule");
    const syntax = ruleSyntaxOf(textOf(router.value, "ruleSyntax") || bench.facts.defaultRuleSyntax);
    const wildcards = takesWildcards && syntax === "v3";
    const parsed = bench.readRule(rule, "http", syntax);
    if (!parsed.ok) continue;
    for (const { name, args } of matchersOf(parsed.rule)) {
      if (name !== "Host" && name !== "HostHeader") continue;
      for (const argument of args) {
        const found = USUAL.test(argument.value)
          ? null
          : impossibleHost(argument.value, { wildcards, syntax });
        if (found) report(bench, router, rule, argument, found);
      }
    }
  }
}

/** Nothing but a name or an IPv4 address; all others need a closer look. */
const USUAL = /^\w[\w.-]*$/;

const REFUSED: ReadonlySet<RuleId> = new Set([
  "rule-syntax",
  "rule-matcher",
  "invalid-regexp",
  "invalid-cidr",
]);

function report(
  { ledger }: Bench,
  router: LoadedObject,
  rule: string,
  part: { readonly value: string; readonly start: number; readonly end: number },
  { says, hint }: { readonly says: string; readonly hint: string },
): void {
  ledger.remark("host-never-matches", {
    place: placeInText(router, [router.value, "rule"], rule, part),
    object: router,
    message: `${describe(router)}: no request has the host "${part.value}": ${says}`,
    hint,
  });
}
