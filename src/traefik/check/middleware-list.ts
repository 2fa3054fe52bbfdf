import { lastFirst, type Bench } from "./bench.ts";
import type { Fault } from "./fault.ts";
import type { Holder, HttpBench, Path } from "./http/bench.ts";
import { unknownMiddleware } from "./http/unknown-middleware.ts";
import type { Reference } from "./references.ts";

/** Builds the HTTP middlewares that an object names. */
export function referToMiddlewares(
  bench: HttpBench,
  holder: Holder,
  references: readonly Reference[],
  path: Path,
): readonly Fault[] {
  return buildList(
    bench,
    references,
    (reference) => bench.referToMiddleware(bench, holder, reference, path),
    (reference) => unknownMiddleware(bench, holder, reference),
  );
}

/**
 * Builds the members of a list from the last to the first, as Traefik does, which stops at the first fault. What the
 * list names beside that and does not exist is told as well: each is a mistake of its own.
 */
export function buildList(
  { ledger }: Bench,
  references: readonly Reference[],
  build: (reference: Reference) => readonly Fault[],
  unknown: (reference: Reference) => Fault | null,
): readonly Fault[] {
  const faults = lastFirst(references, build);
  if (faults.length === 0) return faults;
  for (const reference of references) {
    const fault = reference.at && unknown(reference);
    if (fault) ledger.note(fault.cause);
  }
  return faults;
}
