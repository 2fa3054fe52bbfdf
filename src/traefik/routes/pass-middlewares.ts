import type { MiddlewareType } from "../check/middlewares/registry.ts";
import type { Gateway, Middleware, PartKey } from "../model/gateway.ts";
import type { Effect } from "./effects/effect.ts";
import type { InFlight } from "./effects/in-flight.ts";
import { EFFECTS } from "./effects/registry.ts";
import { answered, type OwnAnswer, type Step, type Unknown } from "./journey.ts";

/** What a request passes, and where it ends if one of the middlewares answers it, or if they are too many to follow. */
export interface MiddlewarePassage {
  readonly steps: readonly Step[];
  readonly end: OwnAnswer | Unknown | null;
}

/** Pays for middlewares: chains can be within each other so often that nobody could count them. */
export interface Purse {
  left: number;
}

/** Deeper chains are not followed, as when they are judged. */
const MAX_DEPTH = 400;
/** That many middlewares, or fewer of those that make a request longer and longer. */
const MOST_WORK = 10_000;
/** Characters of a request, and values of headers, that cost as much as a middleware. */
const FREE_SIZE = 100;

/**
 * Sends a request through middlewares, which change it; a chain is its members.
 *
 * @param purse what they may cost
 */
export function passMiddlewares(
  gateway: Gateway,
  keys: readonly PartKey[],
  request: InFlight,
  purse: Purse = { left: MOST_WORK },
): MiddlewarePassage {
  const steps: Step[] = [];
  const end = passAll(keys, null, 0);
  return { steps, end };

  function passAll(
    names: readonly PartKey[],
    chain: Middleware | null,
    depth: number,
  ): OwnAnswer | Unknown | null {
    if (depth > MAX_DEPTH) return unknown("its chains are nested too deep to be followed here");
    for (const key of names) {
      const middleware = gateway.middlewares.get(key);
      if (middleware === undefined) continue;
      purse.left -= 1 + sizeOf(request) / FREE_SIZE;
      if (purse.left < 0)
        return unknown(
          `it passes too many middlewares to follow them further than the first ${steps.length}`,
        );
      const ending =
        middleware.type === "chain"
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

function unknown(says: string): Unknown {
  return { kind: "unknown", says };
}

function sizeOf({ uri, headers }: InFlight): number {
  let size = uri.length;
  for (const values of headers.values()) size += values.length;
  return size;
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
