import { optionalIntegerOf, textsOf } from "../check/values.ts";
import type { Gateway, Middleware, PartKey } from "../model/gateway.ts";
import type { Effect } from "./effects/effect.ts";
import { ipChecker } from "./ip-match.ts";
import type { Passage, Step } from "./journey.ts";
import { unknownEffect } from "./pass-middlewares.ts";

/** Sends a connection through the middlewares of its TCP router: the first that refuses it cuts it off. */
export function passConnection(
  gateway: Gateway,
  keys: readonly PartKey[],
  clientIp: string,
  behind: Omit<Passage, "steps">,
): Passage {
  const steps: Step[] = [];
  for (const key of keys) {
    const middleware = gateway.middlewares.get(key);
    if (middleware === undefined) continue;
    const { isRefused, ...effect } = effectOf(middleware, clientIp);
    steps.push({ middleware, chain: null, effect });
    if (!isRefused) continue;
    const says = `middleware ${middleware.label} ${effect.says}`;
    return { steps, end: { kind: "closed", says }, destinations: [], passed: [] };
  }
  return { steps, ...behind };
}

function effectOf(middleware: Middleware, clientIp: string): Effect & { readonly isRefused?: boolean } {
  const { type, config } = middleware;
  switch (type) {
    case "ipAllowList":
    case "ipWhiteList":
      return ipChecker(textsOf(config, "sourceRange"))(clientIp)
        ? { says: `lets ${clientIp} in` }
        : { says: `refuses ${clientIp}`, isRefused: true };
    case "inFlightConn":
      return Number(optionalIntegerOf(config, "amount") ?? 0) > 0
        ? { says: "limits how many are open at once" }
        : { says: "lets none be open: its amount is 0", isRefused: true };
    default:
      return unknownEffect(middleware);
  }
}
