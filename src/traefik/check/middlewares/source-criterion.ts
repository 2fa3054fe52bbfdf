import type { Struct } from "../../load/configuration.ts";
import type { Fault } from "../fault.ts";
import { flagOf, structOf, textOf } from "../values.ts";
import { blame, type MiddlewareContext } from "./context.ts";
import { checkIpStrategy } from "./ip-strategy.ts";

/** By what requests are counted: one of ipStrategy, requestHeaderName and requestHost. */
export function checkSourceCriterion(
  config: Struct,
  context: MiddlewareContext,
  say: (text: string) => string,
): readonly Fault[] {
  const criterion = structOf(config, "sourceCriterion");
  if (!criterion) return [];
  const strategy = structOf(criterion, "ipStrategy");
  const header = textOf(criterion, "requestHeaderName") !== "";
  const host = flagOf(criterion, "requestHost");
  const conflict = (text: string, first: string, second: string): readonly Fault[] =>
    blame(context, say(text), {
      rule: "conflicting-options",
      at: [criterion, second],
      says: `${first} and ${second} exclude each other`,
      hint: "remove one of them",
    });
  if (strategy && header)
    return conflict(
      "iPStrategy and RequestHeaderName are mutually exclusive",
      "ipStrategy",
      "requestHeaderName",
    );
  if (strategy && host)
    return conflict("iPStrategy and RequestHost are mutually exclusive", "ipStrategy", "requestHost");
  if (header && host)
    return conflict(
      "requestHost and RequestHeaderName are mutually exclusive",
      "requestHeaderName",
      "requestHost",
    );
  return strategy ? checkIpStrategy(strategy, context, say) : [];
}
