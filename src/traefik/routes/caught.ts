import type { Catches, Middleware } from "../model/gateway.ts";
import { isWithin } from "./endings.ts";
import { answered, type OwnAnswer, type Step, type Unknown } from "./journey.ts";

/** The `errors` middlewares among what a request has passed: its answer comes back through them. */
export function catchersOf(steps: readonly Step[]): readonly Middleware[] {
  return steps.map(({ middleware }) => middleware).filter(({ catches }) => catches !== null);
}

/**
 * What becomes of an answer of Traefik's own on its way back. Of one that is caught nothing is left: page and headers are
 * those of the page's service, and the status is never the page's.
 *
 * @param catchers in the order in which the request has passed them
 */
export function caught(answer: OwnAnswer | Unknown, catchers: readonly Middleware[]): OwnAnswer | Unknown {
  return catchers.reduceRight<OwnAnswer | Unknown>((now, catcher) => caughtBy(catcher, now), answer);
}

/** The same for the status alone; null: not known, or none of Traefik's own. */
export function statusCaught(status: number | null, catchers: readonly Middleware[]): number | null {
  return catchers.reduceRight<number | null>(
    (now, { catches }) => (now !== null && catches !== null ? rewritten(now, catches) : now),
    status,
  );
}

function caughtBy({ label, catches }: Middleware, answer: OwnAnswer | Unknown): OwnAnswer | Unknown {
  if (answer.kind === "unknown" || catches === null || !isWithin(catches.statuses, answer.status))
    return answer;
  const { status: before, says } = answer;
  const status = rewritten(before, catches);
  if (status === null)
    return { kind: "unknown", says: `which status middleware ${label} makes of ${before} is not known here` };
  const instead = `middleware ${label} answers instead, with a page of service ${catches.page} (${status})`;
  return answered(status, `${says}; ${instead}`);
}

/** Where several rewrites are for a status it is chance which one Traefik finds; what it cannot send is another matter. */
function rewritten(status: number, { statuses, rewrites }: Catches): number | null {
  if (!isWithin(statuses, status)) return status;
  const [to = status, ...others] = new Set(
    rewrites.filter(({ from }) => isWithin(from, status)).map((rewrite) => rewrite.to),
  );
  return others.length === 0 && to >= 200 && to <= 999 ? to : null;
}
