import type { Judge } from "../support/judge.ts";
import { breakFiles, type Files } from "./breakage.ts";
import type { Material } from "./material.ts";
import { seeded } from "./random.ts";

/** A verdict in the form in which two judges are compared. */
export interface Verdict {
  readonly refused: boolean;
  /** objects that are not served, or served with an error in their status */
  readonly disabled: ReadonlySet<string>;
  /** why, for people */
  readonly says: string;
}

/** This project's verdict; `fatal` must not be shown to a real Traefik, `unknown` is left to it. */
export type OwnJudge = (files: Files) => Verdict & { readonly fatal: boolean; readonly unknown: boolean };

export interface Disagreement {
  readonly seed: number;
  readonly how: string;
  readonly files: Files;
  readonly ours: Verdict;
  readonly real: Verdict;
}

export interface Result {
  readonly cases: number;
  readonly refused: number;
  readonly disabled: number;
  /** not shown to the real Traefik, or left to it */
  readonly skipped: number;
  readonly disagreements: readonly Disagreement[];
}

/**
 * Breaks files of the material in `count` random ways and compares both judges. Every disagreement is made as small as it goes.
 *
 * @param seed the first case's; the others follow it
 */
export async function compare(
  material: Material,
  judge: Judge,
  own: OwnJudge,
  { count, seed, report }: { count: number; seed: number; report?: (found: Disagreement) => void },
): Promise<Result> {
  const disagreements: Disagreement[] = [];
  const counts = { refused: 0, disabled: 0, skipped: 0 };
  for (let at = 0; at < count; at++) {
    const random = seeded(seed + at);
    const { files, how } = breakFiles(material(random), random);
    const ours = own(files);
    if (ours.fatal || ours.unknown) {
      counts.skipped++;
      continue;
    }
    if (ours.refused) counts.refused++;
    else if (ours.disabled.size > 0) counts.disabled++;
    const agreed = await agree(files, judge, ours).catch((error: unknown) => {
      throw new Error(`seed ${seed + at} (${how}) has no answer`, { cause: error });
    });
    if (agreed) continue;
    const small = await minimise(files, async (smaller) => !(await agree(smaller, judge, own(smaller))));
    const found = { seed: seed + at, how, files: small, ours: own(small), real: await real(small, judge) };
    report?.(found);
    disagreements.push(found);
  }
  return { cases: count, ...counts, disagreements };
}

async function real(files: Files, judge: Judge): Promise<Verdict> {
  const { refused, objects } = await judge.ask(files);
  return {
    refused: refused !== null,
    disabled: new Set(Object.keys(objects).map(asWritten)),
    says: refused ?? Object.entries(objects).map(([name, { texts }]) => `${name}: ${texts.join("; ")}`).join("\n"),
  }; // prettier-ignore
}

/** Traefik takes a router with conflicting TLS options out of an entry point and adds it again under another name. */
function asWritten(object: string): string {
  return object.replace(/^http\.routers\.[^.]*?-conflicted-/, "http.routers.");
}

async function agree(files: Files, judge: Judge, ours: ReturnType<OwnJudge>): Promise<boolean> {
  if (ours.fatal || ours.unknown) return true;
  const first = await real(files, judge);
  if (first.refused !== ours.refused) return false;
  if (ours.refused || same(first.disabled, ours.disabled)) return true;
  return isChance(files, judge, ours.disabled);
}

/**
 * Traefik shuffles the children of some services, so that which of two broken ones it names is chance. We name all
 * candidates: ours must hold all that it always names and nothing that it never names.
 */
async function isChance(files: Files, judge: Judge, ours: ReadonlySet<string>): Promise<boolean> {
  const verdicts: ReadonlySet<string>[] = [];
  for (let again = 0; again < 16; again++) verdicts.push((await real(files, judge)).disabled);
  const ever = new Set(verdicts.flatMap((verdict) => [...verdict]));
  const always = [...ever].filter((name) => verdicts.every((verdict) => verdict.has(name)));
  return always.every((name) => ours.has(name)) && [...ours].every((name) => ever.has(name));
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}

/** Drops files, then ever smaller blocks of lines, as long as the disagreement stays. */
async function minimise(files: Files, disagrees: (files: Files) => Promise<boolean>): Promise<Files> {
  let smallest = files;
  for (const name of Object.keys(files)) {
    const { [name]: _, ...without } = smallest;
    if (Object.keys(without).length > 0 && (await disagrees(without))) smallest = without;
  }
  for (const name of Object.keys(smallest)) {
    for (let block = 32; block >= 1; block = Math.floor(block / 2)) {
      for (let at = 0; ;) {
        const lines = (smallest[name] ?? "").split("\n");
        if (at >= lines.length) break;
        const shorter = { ...smallest, [name]: lines.toSpliced(at, block).join("\n") };
        if (lines.length > block && (await disagrees(shorter))) smallest = shorter;
        else at += block;
      }
    }
  }
  return smallest;
}
