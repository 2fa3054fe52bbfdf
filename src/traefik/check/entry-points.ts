import { quote } from "../go/strconv.ts";
import { listOf, textsOf } from "./values.ts";
import type { Bench } from "./bench.ts";
import { fault, type Fault } from "./fault.ts";
import type { Subject } from "./ledger.ts";
import { describe } from "./names.ts";
import { nearest } from "../../nearest.ts";
import type { StaticFacts } from "../static/facts.ts";

/** Traefik's own entry point, which is nobody's default. */
export const INTERNAL_ENTRY_POINT = "traefik";

/** Asked for every router anew. */
const named = new WeakMap<StaticFacts, Readonly<Record<"tcp" | "udp", readonly string[]>>>();

/** The names of the entry points of a protocol. */
export function entryPointsOf(facts: StaticFacts, protocol: "tcp" | "udp"): readonly string[] {
  const known = named.get(facts) ?? { tcp: namesOf(facts, "tcp"), udp: namesOf(facts, "udp") };
  named.set(facts, known);
  return known[protocol];
}

function namesOf(facts: StaticFacts, protocol: "tcp" | "udp"): readonly string[] {
  return [...facts.entryPoints].filter(([, point]) => point.protocol === protocol).map(([name]) => name);
}

/**
 * What HTTP and TCP routers without entry points get: those flagged `asDefault` where any is, else all, but never UDP
 * ones nor Traefik's own. There may be none.
 */
export function defaultEntryPoints(facts: StaticFacts): readonly string[] {
  const some = [...facts.entryPoints.values()].some(({ asDefault }) => asDefault);
  return entryPointsOf(facts, "tcp").filter(
    (name) => name !== INTERNAL_ENTRY_POINT && (!some || facts.entryPoints.get(name)?.asDefault),
  );
}

/**
 * The entry points among those a router names that exist, in its order, each as often as it is named.
 * Tells the router of the others, and of having none.
 *
 * @param needsOne false for a router that is reached through its parent
 */
export function resolveEntryPoints(
  { ledger, facts }: Bench,
  router: Subject,
  named: readonly string[],
  existing: readonly string[],
  needsOne = true,
): readonly string[] {
  const found = named.filter((name) => existing.includes(name));
  if (found.length === named.length && found.length > 0) return found;
  const lost = needsOne && found.length === 0;
  for (const name of new Set(named)) {
    if (existing.includes(name)) continue;
    const unknown = unknownEntryPoint(facts, router, name, existing, lost);
    if (unknown) ledger.warn(router, unknown);
  }
  if (!lost) return found;
  const { source } = router;
  if (source === null) return found;
  const text = "no valid entryPoint for this router";
  const first = named.find((name) => !existing.includes(name));
  const cause =
    first === undefined ? undefined : unknownEntryPoint(facts, router, first, existing, true)?.cause;
  if (cause) ledger.fail(router, { text, cause });
  else
    ledger.fail(
      router,
      fault(text, { rule: "no-entry-point", owner: source, says: "no entry point is its default" }),
    );
  return found;
}

function unknownEntryPoint(
  facts: StaticFacts,
  { source }: Subject,
  name: string,
  existing: readonly string[],
  lost: boolean,
): Fault | undefined {
  if (source === null) return undefined;
  const named = textsOf(source.value, "entryPoints");
  const index = named.indexOf(name);
  const alone = lost && !named.some((other) => existing.includes(other));
  const point = facts.entryPoints.get(name);
  const kind = describe(source).startsWith("UDP") ? "UDP" : "TCP";
  const what =
    point === undefined
      ? `entry point "${name}" does not exist`
      : `entry point "${name}" is for ${point.protocol.toUpperCase()}, this router needs one for ${kind}`;
  const near = nearest(name, existing);
  return fault(`entryPoint ${quote(name)} doesn't exist`, {
    rule: lost ? "no-entry-point" : "unknown-entry-point",
    owner: source,
    at: index < 0 ? undefined : [listOf(source.value, "entryPoints"), index],
    says: alone ? `${what}, and no other is named` : what,
    hint: near === null ? `there are: ${existing.toSorted().join(", ")}` : `did you mean "${near}"?`,
  });
}
