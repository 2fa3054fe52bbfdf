import type { Diagnostic } from "../diagnostic.ts";
import type { StaticFacts } from "../traefik/static/facts.ts";
import { bareName, nameIn, type Traits } from "./traits.ts";

/** What is known of one file: its traits, and what was found in it. */
export interface Known extends Traits {
  readonly diagnostics: readonly Diagnostic[];
}

/** The kinds of objects of which it is told that nobody uses them: see `adviseUnused`. */
const CAN_BE_UNUSED = /^[a-z]+\.(?:services|middlewares)\./;

/** An environment as it was judged, and as it is now; all by path. */
export interface Change {
  readonly before: ReadonlyMap<string, Known>;
  /** the changed files, new ones and those that are gone included */
  readonly changed: ReadonlySet<string>;
  /** the traits of all files that there are now */
  readonly now: ReadonlyMap<string, Traits>;
  readonly facts: StaticFacts;
}

/** Which files have to be judged anew, and by the side of which. */
export interface Affected {
  /** files whose findings may be others now */
  readonly judged: ReadonlySet<string>;
  /** files that are needed for that, whose findings stay as they are */
  readonly context: ReadonlySet<string>;
}

/**
 * Finds the files whose findings a change may have changed, in an environment in whose objects there was no fault.
 * When in doubt a file is among them. Whoever leads to a changed object is built anew with it; whoever competes with a
 * changed router is compared anew; what a changed file has ceased or begun to name may have fallen out of use, or into
 * it. All that these lead to is built with them.
 *
 * @returns null when the change is of a kind that may matter to every file
 */
export function affectedBy({ before, changed, now, facts }: Change): Affected | null {
  const judged = new Set<string>();
  /** bare names of what the judged files define */
  const names = new Set<string>();
  const contests = new Set<string>();
  /** bare names of what may have fallen out of use, or come into it */
  const touched = new Set<string>();
  const add = (path: string): void => {
    judged.add(path);
    for (const traits of [before.get(path), now.get(path)]) {
      for (const name of traits?.names ?? []) names.add(bareName(name));
      for (const contest of traits?.contests ?? []) contests.add(contest);
      for (const name of traits?.mentions ?? []) touched.add(name);
    }
  };

  for (const path of changed) {
    if (before.get(path)?.isGlobal || now.get(path)?.isGlobal) return null;
    add(path);
  }
  const ofStatic = staticNames(facts);
  const routed = new Set<string>();
  for (const traits of now.values()) for (const name of traits.routed) routed.add(name);
  const unused = new Set<string | null>();
  for (const { diagnostics } of before.values())
    for (const { rule, object } of diagnostics) if (rule.startsWith("unused-")) unused.add(object);
  // what was in use is so still where a router leads to it
  const mayBeUnused = (name: string): boolean =>
    CAN_BE_UNUSED.test(name) && (unused.has(name) || !routed.has(name));
  for (let size = -1; size < judged.size;) {
    size = judged.size;
    for (const [path, traits] of now) {
      if (judged.has(path)) continue;
      const isHit =
        traits.mentions.some((name) => names.has(name)) ||
        traits.contests.some((contest) => contests.has(contest)) ||
        traits.names.some((name) => touched.has(bareName(name)) && mayBeUnused(name));
      if (isHit) add(path);
    }
  }
  for (const name of ofStatic) if (names.has(name)) return null;
  return { judged, context: contextOf(judged, names, ofStatic, now, facts) };
}

/** All that the judged files lead to, that could clash with them, or that matters to every file. */
function contextOf(
  judged: ReadonlySet<string>,
  names: ReadonlySet<string>,
  ofStatic: ReadonlySet<string>,
  now: ReadonlyMap<string, Traits>,
  facts: StaticFacts,
): Set<string> {
  const context = new Set<string>();
  const wanted = new Set([...names, ...ofStatic]);
  const hosts = new Set<string>();
  const matterHosts = areOptionsChosen(now, facts);
  for (const path of judged) {
    const traits = now.get(path);
    for (const name of traits?.mentions ?? []) wanted.add(name);
    for (const host of matterHosts ? (traits?.hosts ?? []) : []) hosts.add(host);
  }
  for (let size = -1; size < context.size;) {
    size = context.size;
    for (const [path, traits] of now) {
      if (judged.has(path) || context.has(path)) continue;
      const isNeeded =
        traits.isGlobal ||
        traits.names.some((name) => wanted.has(bareName(name))) ||
        traits.hosts.some((host) => hosts.has(host));
      if (!isNeeded) continue;
      context.add(path);
      for (const name of traits.mentions) wanted.add(name);
    }
  }
  return context;
}

/** Names of the files' objects that the static configuration gives to every router of an entry point. */
function staticNames({ entryPoints }: StaticFacts): Set<string> {
  const texts = [...entryPoints.values()].flatMap(({ middlewares, tls }) => [
    ...middlewares,
    tls?.options ?? "",
  ]);
  return new Set(texts.flatMap((text) => nameIn(text) ?? []));
}

function areOptionsChosen(now: ReadonlyMap<string, Traits>, { entryPoints }: StaticFacts): boolean {
  if ([...entryPoints.values()].some(({ tls }) => (tls?.options ?? "") !== "")) return true;
  for (const { choosesOptions } of now.values()) if (choosesOptions) return true;
  return false;
}
