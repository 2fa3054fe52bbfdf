import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import type { Tree } from "../../environment/tree.ts";
import { OBJECT_KINDS, type DynamicConfiguration } from "./configuration.ts";
import { discover, type Place } from "./discover.ts";
import { loadFile, type LoadedFile } from "./load-file.ts";
import type { DynamicLoading, LoadOptions, Refusal } from "./loading.ts";
import { mergeFiles } from "./merge.ts";

/**
 * Loads the dynamic configuration of an environment as Traefik's file provider does: every file for itself, then all
 * merged. One refused file refuses all; still, the mistakes of all files are told.
 *
 * @param place what of the tree the file provider reads
 */
export function loadDynamic(tree: Tree, place: Place, options: LoadOptions): DynamicLoading {
  return joinFiles(
    discover(tree, place).map((file) => loadFile(file, options)),
    options,
  );
}

/** Joins what was loaded of each file, in Traefik's order of loading. */
export function joinFiles(files: readonly LoadedFile[], { version }: LoadOptions): DynamicLoading {
  const loaded = files.flatMap(({ document, configuration }) =>
    configuration ? [{ document, configuration }] : [],
  );
  const merged = mergeFiles(loaded, version);
  const deadly = files.flatMap((file) => inForce(file, merged.configuration));
  const diagnostics = files.flatMap((file) => file.diagnostics).concat(merged.diagnostics, deadly);
  const complete = loaded.length === files.length;
  if (complete && files.length > 0 && definesNothing(merged.configuration)) {
    diagnostics.push(
      diagnose("empty-configuration", {
        file: files[0]?.document.file ?? ".",
        range: FILE_START,
        message: "the dynamic configuration defines nothing: every route disappears",
      }),
    );
  }
  return {
    configuration: complete ? merged.configuration : null,
    documents: files.map(({ document }) => document),
    diagnostics,
    refusal: files.find(({ refusal }) => refusal !== null)?.refusal ?? deathOf(deadly),
    uncertain: files.flatMap(({ document, uncertain }) => (uncertain ? [document.file] : [])),
  };
}

/** Traefik copies only what it has merged: a second definition of a name harms nobody. */
function inForce({ document, ifUsed }: LoadedFile, { objects }: DynamicConfiguration): Diagnostic[] {
  return ifUsed.filter(({ object }) => {
    if (object === null) return true;
    const kind = OBJECT_KINDS.find((known) => object.startsWith(`${known}.`));
    return !kind || objects[kind].get(object.slice(kind.length + 1))?.document === document;
  });
}

function deathOf([first]: readonly Diagnostic[]): Refusal | null {
  return first ? { file: first.file, text: first.message, panics: true } : null;
}

function definesNothing({ objects, certificates }: DynamicConfiguration): boolean {
  return certificates.length === 0 && OBJECT_KINDS.every((kind) => objects[kind].size === 0);
}
