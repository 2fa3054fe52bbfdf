import type { Diagnostic } from "../diagnostic.ts";
import { judgeDynamic, type Running } from "../traefik/check/judge.ts";
import { type ListedNames, listedNames } from "../traefik/check/listed.ts";
import type { DynamicConfiguration } from "../traefik/load/configuration.ts";
import { joinFiles } from "../traefik/load/load-dynamic.ts";
import { type Found, foundBy, isHarmless, isSound, type Subject } from "./judge-again.ts";
import type { Recollection } from "./memory.ts";
import { type Lens, type Sound, traitsOf } from "./traits.ts";

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
  let names: ListedNames | undefined;
  const namesOf = (running: Running): ListedNames => (names ??= listedNames(running));
  return {
    diagnostics: all,
    configuration,
    objects: checked && (() => namesOf(checked.running).all),
    running: checked && checked.running,
    remember: () => {
      if (!checked?.isCalm || !check.facts.known || !all.every(isHarmless)) return null;
      const sound = loaded.filter(isSound);
      if (sound.length < files.length) return null;
      return recollection(sound, {
        files,
        digestOf,
        found: foundBy(all, namesOf(checked.running)),
        lens: { facts: check.facts, version: load.version, readRule: checked.running.readRule },
      });
    },
  };
}

interface Recollecting extends Pick<Subject, "files" | "digestOf"> {
  readonly found: Found;
  readonly lens: Lens;
}

/** A function of its own: what was built of the files is free while they are gone through. */
function recollection(sound: readonly Sound[], by: Recollecting): Recollection["files"] {
  return {
    *[Symbol.iterator]() {
      for (const [index, one] of sound.entries()) {
        const file = by.files[index];
        if (file === undefined) return;
        // field by field: V8 takes its time to spread an object, and there may be thousands
        const { names, mentions, routed, contests, hosts, choosesOptions, isGlobal, isPlain } = traitsOf(
          one,
          by.lens,
        );
        const { listed, diagnostics } = by.found(file.path);
        yield [
          file.path,
          {
            names,
            mentions,
            routed,
            contests,
            hosts,
            choosesOptions,
            isGlobal,
            isPlain,
            content: by.digestOf(file),
            listed,
            diagnostics,
          },
        ] as const;
      }
    },
  };
}
