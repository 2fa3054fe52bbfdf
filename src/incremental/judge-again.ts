import type { Diagnostic } from "../diagnostic.ts";
import type { TreeFile } from "../environment/tree.ts";
import { judgeDynamic, type JudgeOptions } from "../traefik/check/judge.ts";
import { LISTED_KINDS, type ListedNames, listedNames } from "../traefik/check/listed.ts";
import { createRuleReader } from "../traefik/check/rules/rule-reader.ts";
import { joinFiles } from "../traefik/load/load-dynamic.ts";
import type { loadFile, LoadedFile } from "../traefik/load/load-file.ts";
import type { LoadOptions } from "../traefik/load/loading.ts";
import { affectedBy } from "./affected.ts";
import type { Memory, Remembered } from "./memory.ts";
import { traitsOf, type Lens, type Sound, type Traits } from "./traits.ts";

/** What is judged: the dynamic files in their order of loading, with the digests of their bytes. */
export interface Subject {
  readonly files: readonly TreeFile[];
  readonly digestOf: (file: TreeFile) => string;
  readonly load: LoadOptions;
  /** loads one of them */
  readonly loadFile: typeof loadFile;
  readonly check: JudgeOptions;
}

/**
 * Judges an environment by what is remembered of it: only changed files are parsed, those that a change may matter to,
 * and what these lead to. It comes to what judging all would; where that is not certain it gives up.
 *
 * @param most the part of the files beyond which it gives up
 * @returns the memory of the environment as it is now, which holds all that was found; null: it has to be judged whole
 */
export function judgeAgain(
  { files, digestOf, load, loadFile, check }: Subject,
  memory: Memory,
  most: number,
): Memory | null {
  const before = memory.files;
  const present = new Set(files.map(({ path }) => path));
  const altered = files.filter((file) => before.get(file.path)?.content !== digestOf(file));
  const gone = [...before.keys()].filter((path) => !present.has(path));
  if (altered.length > files.length * most) return null;

  const lens: Lens = { facts: check.facts, version: load.version, readRule: createRuleReader() };
  const loaded = new Map<string, LoadedFile>();
  const traits = new Map<string, Traits>();
  for (const file of altered) {
    const one = loadFile(file, load);
    if (!isSound(one)) return null;
    loaded.set(file.path, one);
    traits.set(file.path, traitsOf(one, lens));
  }
  const now = new Map<string, Traits>();
  for (const { path } of files) {
    const known = traits.get(path) ?? before.get(path);
    if (known) now.set(path, known);
  }
  const changed = new Set([...traits.keys(), ...gone]);
  const affected = affectedBy({ before, changed, now, facts: check.facts });
  if (affected === null) return null;

  const { judged, context } = affected;
  const chosen = files.filter(({ path }) => judged.has(path) || context.has(path));
  if (chosen.length > files.length * most) return null;
  const together = chosen.map((file) => loaded.get(file.path) ?? loadFile(file, load));
  if (!together.every(isSound)) return null;
  const found = together.length === 0 ? NOTHING : judgeSound(together, load, check);
  if (found === null) return null;
  const after = new Map<string, Remembered>();
  for (const file of files) {
    const { path } = file;
    const known = now.get(path);
    const old = before.get(path);
    if (!judged.has(path) && old) after.set(path, old);
    else if (known) after.set(path, { ...known, content: digestOf(file), ...found(path) });
  }
  // that nothing at all is defined is told of all files together
  if (![...after.values()].some(({ names }) => names.length > 0)) return null;
  return { ...memory, files: after };
}

/** What was found in each file. */
export type Found = (path: string) => Pick<Remembered, "listed" | "diagnostics">;

const NOTHING: Found = () => ({ listed: [], diagnostics: [] });

/** Judges files that were loaded without an error; null unless they are built without a fault. */
function judgeSound(files: readonly LoadedFile[], load: LoadOptions, check: JudgeOptions): Found | null {
  const { configuration, diagnostics, refusal } = joinFiles(files, load);
  if (configuration === null || refusal !== null) return null;
  const checked = judgeDynamic(configuration, check);
  const all = [...diagnostics, ...checked.diagnostics];
  return checked.isCalm && all.every(isHarmless) ? foundBy(all, listedNames(checked.running)) : null;
}

/** Sorts what was found by files. */
export function foundBy(diagnostics: readonly Diagnostic[], { of }: ListedNames): Found {
  const findings = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const found = findings.get(diagnostic.file);
    if (found) found.push(diagnostic);
    else findings.set(diagnostic.file, [diagnostic]);
  }
  return (path) => ({ listed: of(path), diagnostics: findings.get(path) ?? [] });
}

/** Whether a file was loaded without an error, and without a guess. */
export function isSound(file: LoadedFile): file is LoadedFile & Sound {
  const { configuration, refusal, uncertain, ifUsed, diagnostics } = file;
  return (
    configuration !== null &&
    refusal === null &&
    !uncertain &&
    ifUsed.length === 0 &&
    diagnostics.every(isHarmless)
  );
}

/** A finding about one file that changes nothing for any other. */
export function isHarmless({ severity, rule }: Diagnostic): boolean {
  return severity !== "error" && rule !== "empty-configuration" && rule !== "duplicate-certificate";
}

/** What the API would list of an environment, in the order in which judging all of it tells. */
export function listedBy({ files }: Memory): string[] {
  const byKind = new Map<string, string[]>(LISTED_KINDS.map((kind) => [kind, []]));
  for (const { listed } of files.values()) {
    for (const object of listed)
      byKind.get(object.slice(0, object.indexOf(".", object.indexOf(".") + 1)))?.push(object);
  }
  return [...byKind.values()].flat();
}
