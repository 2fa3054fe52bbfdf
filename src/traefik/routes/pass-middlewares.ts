import type { MiddlewareType } from "../check/middlewares/registry.ts";
import type { Gateway, Middleware, PartKey } from "../model/gateway.ts";
import type { Effect } from "./effects/effect.ts";
import type { InFlight } from "./effects/in-flight.ts";
import { EFFECTS } from "./effects/registry.ts";
import { answered, type OwnAnswer, type Step } from "./journey.ts";

/** What a request passes, and where it ends if one of the middlewares answers it. */
export interface Passage {
  readonly steps: readonly Step[];
  readonly end: OwnAnswer | null;
}

/** Deeper chains are not followed. */
const MAX_DEPTH = 50;

/** Sends a request through middlewares, which change it; a chain is its members. */
export function passMiddlewares(gateway: Gateway, keys: readonly PartKey[], request: InFlight): Passage {
  const steps: Step[] = [];
  const end = passAll(keys, null, 0);
  return { steps, end };

  function passAll(names: readonly PartKey[], chain: Middleware | null, depth: number): OwnAnswer | null {
    for (const key of names) {
      const middleware = gateway.middlewares.get(key);
      if (middleware === undefined) continue;
      const ending =
        middleware.type === "chain" && depth < MAX_DEPTH
          ? passAll(middleware.members, middleware, depth + 1)
          : pass(middleware, chain);
      if (ending) return ending;
    }
    return null;
  }

  function pass(middleware: Middleware, chain: Middleware | null): OwnAnswer | null {
    const effect = effectOf(gateway, middleware, request);
    steps.push({ middleware, chain, effect });
    const { says, answer } = effect;
    if (answer === undefined) return null;
    return answered(answer.status, `middleware ${middleware.label} ${says}`, answer.location);
  }
}

function effectOf({ version }: Gateway, middleware: Middleware, request: InFlight): Effect {
  const { type, config } = middleware;
  return type !== null && isKnown(type) ? EFFECTS[type](request, config, version) : unknownEffect(middleware);
}

/** What is said of a middleware of which nothing more is known. */
export function unknownEffect({ origin }: Middleware): Effect {
  return {
    says:
      origin === "elsewhere"
        ? "is another provider's: what it does is not known here"
        : "does nothing known here",
  };
}

function isKnown(type: string): type is Exclude<MiddlewareType, "chain"> {
  return Object.hasOwn(EFFECTS, type);
}
