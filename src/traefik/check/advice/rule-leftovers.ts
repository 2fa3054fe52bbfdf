import type { LoadedObject } from "../../load/configuration.ts";
import { ruleSyntaxOf, type RuleFamily } from "../../rules/matcher-names.ts";
import { matchersOf, type Argument, type Matcher } from "../../rules/rule.ts";
import type { Bench } from "../bench.ts";
import { describe } from "../names.ts";
import { placeInText } from "../rules/place-in-text.ts";
import { textOf } from "../values.ts";

/** Habits of Traefik v2's rules that v3 takes, but understands otherwise: they match nothing that anybody sends. */
export function adviseLeftovers(bench: Bench): void {
  const { configuration, ledger } = bench;
  for (const family of ["http", "tcp"] as const) {
    for (const router of configuration.objects[`${family}.routers`].values()) {
      for (const { part, says, hint } of leftovers(bench, router, family)) {
        const rule = textOf(router.value, "rule");
        ledger.remark("v2-rule", {
          place: placeInText(router, [router.value, "rule"], rule, part),
          object: router,
          message: `${describe(router)}: ${says}`,
          hint,
        });
      }
    }
  }
}

interface Leftover {
  readonly part: Argument;
  readonly says: string;
  readonly hint: string;
}

/** Not what stands after `\\p` and `\\x` in a regular expression. */
const TEMPLATE = /(?<!\\[pPx])\{[A-Za-z_]\w*(?::[^{}]*(?:\{[^{}]*\}[^{}]*)*)?\}/;

function* leftovers(
  { readRule, facts }: Bench,
  router: LoadedObject,
  family: RuleFamily,
): Generator<Leftover> {
  const rule = textOf(router.value, "rule");
  if (ruleSyntaxOf(textOf(router.value, "ruleSyntax") || facts.defaultRuleSyntax) === "v2") return;
  const parsed = readRule(rule, family, "v3");
  if (!parsed.ok) return;
  for (const matcher of matchersOf(parsed.rule)) {
    const [first] = matcher.args;
    if (!first) continue;
    if (TEMPLATE.test(first.value) && TEMPLATED.has(matcher.name)) yield templated(matcher, first);
    else if (matcher.name === "Query" && matcher.args.length === 1 && first.value.includes("=")) {
      const [key, ...value] = first.value.split("=");
      yield {
        part: first,
        says: `Query takes name and value as two arguments since Traefik v3: this is the name "${first.value}"`,
        hint: `Query(\`${key}\`, \`${value.join("=")}\`)`,
      };
    }
  }
}

const TEMPLATED = new Set(["HostRegexp", "HostSNIRegexp", "PathRegexp", "Path", "PathPrefix", "Host"]);

function templated({ name }: Matcher, part: Argument): Leftover {
  const isPath = name.startsWith("Path");
  return {
    part,
    says: `{name:pattern} means nothing since Traefik v3: ${name} takes the braces as they are`,
    hint: isPath
      ? "write PathRegexp with a regular expression: PathRegexp(`^/products/[0-9]+$`)"
      : `write ${name === "Host" ? "HostRegexp" : name} with a regular expression: ^[a-z]+\\.example\\.com$`,
  };
}
