import { compareBytes } from "../environment/byte-order.ts";
import { LISTED_KINDS, type LiveObject, type LiveObjects, readLiveObjects } from "../traefik/api.ts";
import { holdsNamesAlone } from "../traefik/names-alone.ts";
import type { Ports } from "./ports.ts";
import type { LiveProblem } from "./types.ts";

/** What the live Traefik shall show. */
export interface Expectation {
  /** objects that have to be there, as `http.routers.shop`; null: not known. Others' files may define more. */
  readonly objects: readonly string[] | null;
  /** objects that were published, and have to have gone */
  readonly gone: readonly string[];
  /** shown ones whose definition differs from what was published before; null: not known */
  readonly changed: readonly string[] | null;
}

/** What Traefik showed before anything was changed. */
export interface Before {
  readonly objects: LiveObjects;
  /** names of those that were in error before the publication began, which may be an earlier run's */
  readonly inError: readonly string[];
}

/**
 * - `live`: Traefik shows the publication
 * - `late`: it did not within the time limit
 * - `broken`: it shows it, with objects in error that were not before, for reasons that are the publication's own
 * - `gone`: its API answered before and does not any more
 */
export type Verdict = "live" | "late" | "broken" | "gone";

export interface Confirmation {
  readonly verdict: Verdict;
  /** what Traefik disabled or has an error for, whoever's fault it is */
  readonly problems: readonly LiveProblem[];
  /** names that are expected and missing, or shown and not expected; for a `late` one */
  readonly differences: readonly string[];
}

/** a reload takes longer, and each question takes some of the processor from it */
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 200;
const FEWEST_ASKS = 20;

/** How long to wait, and for what. */
export interface Patience {
  /** milliseconds in all */
  readonly withinMs: number;
  /** Traefik is told once more whenever so many milliseconds have passed in vain */
  readonly againMs: number;
  readonly again: () => void;
}

/**
 * Asks the live Traefik until it shows the publication: the names that are expected, none of those that have to have
 * gone, and another definition than before of something that has changed. So nothing of ours has to be put into the configuration to recognise it.
 */
export async function confirm(
  ports: Ports,
  apiUrl: string,
  before: Before,
  expected: Expectation,
  { withinMs, againMs, again }: Patience,
): Promise<Confirmation> {
  const began = ports.now().getTime();
  const deadline = began + withinMs;
  let nextTime = began + againMs;
  let asks = 0;
  let pause = FIRST_PAUSE_MS;
  let last: LiveObjects | null = null;
  if (withinMs > 0) await ports.wait(pause);
  for (;;) {
    const left = deadline - ports.now().getTime();
    last = await readLiveObjects(ports.getJson, apiUrl, Math.max(left, LONGEST_PAUSE_MS)).catch(() => null);
    const differences = last === null ? [] : differencesOf(last, before.objects, expected);
    if (last !== null && differences.length === 0) return judge(last, before);
    asks++;
    // a machine that stood still must not be taken for a Traefik that does nothing
    if (left <= pause && (asks >= FEWEST_ASKS || withinMs === 0)) {
      return {
        verdict: last === null ? "gone" : "late",
        problems: problemsOf(last ?? new Map()),
        differences,
      };
    }
    if (ports.now().getTime() >= nextTime) {
      again();
      nextTime += againMs;
    }
    await ports.wait(pause);
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
  }
}

/** What is not as expected, sorted. */
function differencesOf(live: LiveObjects, before: LiveObjects, expected: Expectation): string[] {
  const { changed } = expected;
  const missing = listed(expected.objects ?? []).filter((name) => !live.has(name));
  const differences = [...missing, ...expected.gone.filter((name) => live.has(name))];
  // Traefik takes all of a configuration or nothing, so one that is seen to have changed speaks for the others
  const same = (changed ?? []).filter((name) => before.get(name)?.definition === live.get(name)?.definition);
  if (same.length === changed?.length) differences.push(...same);
  return differences.toSorted(compareBytes);
}

function listed(objects: readonly string[]): string[] {
  return objects.filter((object) => LISTED_KINDS.has(object.split(".", 2).join(".")));
}

function judge(live: LiveObjects, { inError }: Before): Confirmation {
  const broken = [...live].some(([name, object]) => isOurFault(object) && !inError.includes(name));
  return { verdict: broken ? "broken" : "live", problems: problemsOf(live), differences: [] };
}

/** Traefik's words about what another provider is to bring: `the service "shop@docker" does not exist`. */
const IS_OF_ANOTHER_PROVIDER =
  /"[^"]*@(?!(?:file|internal)")[\w-]+" does not exist|not found \S+@(?!(?:file|internal)$)[\w-]+$/;

/** A service of docker's that is missing may come yet. */
function isOurFault({ status, errors }: LiveObject): boolean {
  return status !== "enabled" && !errors.every((error) => IS_OF_ANOTHER_PROVIDER.test(error));
}

/** The names of those in error. */
export function inErrorOf(live: LiveObjects): string[] {
  return problemsOf(live).map(({ object }) => object.slice(0, -"@file".length));
}

/** Whether a change of these can be told from Traefik's answers at all: certificates for example are not listed. */
export function isVisible(before: LiveObjects, { objects, gone, changed }: Expectation): boolean {
  return (
    listed(objects ?? []).some((name) => !before.has(name)) ||
    [...gone, ...(changed ?? [])].some((name) => before.has(name))
  );
}

function told(error: string): string {
  return holdsNamesAlone(error) ? error : "Traefik's log says why";
}

function problemsOf(live: LiveObjects): LiveProblem[] {
  return [...live]
    .filter(([, { status, errors }]) => status !== "enabled" || errors.length > 0)
    .map(([name, { status, errors }]) => ({
      object: `${name}@file`,
      status,
      error: [...new Set(errors.map(told))].join("; "),
    }))
    .toSorted((a, b) => compareBytes(a.object, b.object));
}
