import type { Diagnostic } from "../diagnostic.ts";
import { judgeDynamic, originsOf, type Running } from "../traefik/check/judge.ts";
import type { DynamicConfiguration } from "../traefik/load/configuration.ts";
import { joinFiles } from "../traefik/load/load-dynamic.ts";
import { foundBy, isHarmless, isSound, type Subject } from "./judge-again.ts";
import type { Recollection } from "./memory.ts";
import { traitsOf } from "./traits.ts";

/** What came of judging all dynamic files of an environment. */
export interface Judged {
  readonly diagnostics: readonly Diagnostic[];
  /** null: Traefik would load nothing */
  readonly configuration: DynamicConfiguration | null;
  /** what Traefik's API would list; null where nothing is loaded */
  readonly objects: (() => readonly string[]) | null;
  /** the objects as Traefik runs them; null where nothing is loaded */
  readonly running: Running | null;
  /** by path what later runs can go on from; null where the next environment has to be judged whole as well */
  readonly remember: () => Recollection["files"] | null;
}

/** Judges dynamic files as Traefik does: every file is loaded, all are merged, and everything is built. */
export function judgeAll({ files, digestOf, load, loadFile, check }: Subject): Judged {
  const loaded = files.map((file) => loadFile(file, load));
  const { configuration, diagnostics } = joinFiles(loaded, load);
  const checked = configuration && judgeDynamic(configuration, check);
  const all = [...diagnostics, ...(checked?.diagnostics ?? [])];
  return {
    diagnostics: all,
    configuration,
    objects: checked && (() => [...checked.objects().keys()]),
    running: checked && checked.running,
    remember: () => {
      if (!checked?.isCalm || !check.facts.known || !all.every(isHarmless)) return null;
      const found = foundBy(all, originsOf(checked.running));
      const lens = { facts: check.facts, version: load.version, readRule: checked.running.readRule };
      const sound = loaded.filter(isSound);
      if (sound.length < files.length) return null;
      return {
        *[Symbol.iterator]() {
          for (const [index, { configuration, document }] of sound.entries()) {
            const file = files[index];
            if (file === undefined) return;
            const traits = traitsOf(configuration, document, lens);
            yield [file.path, { ...traits, content: digestOf(file), ...found(file.path) }] as const;
          }
        },
      };
    },
  };
}
