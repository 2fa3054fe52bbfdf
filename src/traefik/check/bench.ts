import { perKind, type DynamicConfiguration, type ObjectKind } from "../load/configuration.ts";
import type { Fault } from "./fault.ts";
import { NONE_YET, type Ledger, type Subject } from "./ledger.ts";
import type { MachineFiles } from "./machine-files.ts";
import { storedName } from "./names.ts";
import type { RuleReader } from "./rules/rule-reader.ts";
import type { StaticFacts } from "../static/facts.ts";
import type { TraefikVersion } from "../versions.ts";

/** Where Traefik rolls dice: the order of a map, the shuffled children of a load balancer. */
export interface Chance {
  /** true: nothing is left to chance; where Traefik stops at the first fault it meets, all are found */
  readonly every: boolean;
  /** one of the orders that Traefik may take */
  readonly order: <T>(items: readonly T[]) => readonly T[];
}

/** Every candidate, in the order of the files. */
export const EVERY: Chance = { every: true, order: (items) => items };

/** Everything one judgement works on. */
export interface Bench {
  readonly configuration: DynamicConfiguration;
  readonly facts: StaticFacts;
  readonly version: TraefikVersion;
  readonly chance: Chance;
  readonly files: MachineFiles;
  readonly readRule: RuleReader;
  readonly ledger: Ledger;
  /** what was spent on suggestions */
  readonly effort: { comparisons: number };
  /** by kind and stored name; HTTP routers are replaced by what the entry points make of them */
  readonly subjects: Readonly<Record<ObjectKind, Map<string, Subject>>>;
}

/** The objects of the files, each enabled so far. */
export function subjectsOf(configuration: DynamicConfiguration): Bench["subjects"] {
  return perKind((kind) => {
    const named = new Map<string, Subject>();
    for (const source of configuration.objects[kind].values()) {
      // the one name that is not qualified by its provider
      const name = kind.startsWith("tls.") && source.name === "default" ? "default" : storedName(source.name);
      named.set(name, { name, source, status: "enabled", texts: NONE_YET, causes: NONE_YET });
    }
    return named;
  });
}

/** Builds shuffled items until one fails: the first faults met, or those of all items. */
export function untilFault<T>(
  { chance }: Bench,
  items: readonly T[],
  build: (item: T) => readonly Fault[],
): readonly Fault[] {
  if (chance.every) return items.flatMap(build);
  for (const item of chance.order(items)) {
    const faults = build(item);
    if (faults.length > 0) return faults;
  }
  return [];
}

/** Does steps in their order until one fails. */
export function inOrder(...steps: readonly (() => readonly Fault[])[]): readonly Fault[] {
  for (const step of steps) {
    const faults = step();
    if (faults.length > 0) return faults;
  }
  return [];
}

/** Builds from the last to the first, as Traefik builds its chains of middlewares. */
export function lastFirst<T>(items: readonly T[], build: (item: T) => readonly Fault[]): readonly Fault[] {
  for (const item of items.toReversed()) {
    const faults = build(item);
    if (faults.length > 0) return faults;
  }
  return [];
}
