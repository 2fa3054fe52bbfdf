import type { Struct } from "../../load/configuration.ts";
import type { Fault } from "../fault.ts";
import { checkIpRanges } from "../ip-ranges.ts";
import { integerOf, optionalIntegerOf, textsOf } from "../values.ts";
import { blame, type MiddlewareContext } from "./context.ts";

/** How the client's address is found: by depth, else by exclusion, else the connection's. */
export function checkIpStrategy(
  strategy: Struct,
  context: MiddlewareContext,
  say: (text: string) => string = (text) => text,
): readonly Fault[] {
  const byExclusion = integerOf(strategy, "depth") <= 0 && textsOf(strategy, "excludedIPs").length > 0;
  if (byExclusion) return checkIpRanges(context.owner, strategy, "excludedIPs", say);
  const subnet = optionalIntegerOf(strategy, "ipv6Subnet");
  if (subnet === undefined || (subnet > 0 && subnet <= 128)) return [];
  const text = `invalid IPv6 subnet ${subnet} value, should be greater to 0 and lower or equal to 128`;
  return blame(context, say(text), {
    rule: "out-of-range",
    at: [strategy, "ipv6Subnet"],
    says: `ipv6Subnet must be between 1 and 128, not ${subnet}`,
  });
}
