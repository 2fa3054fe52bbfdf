import type { Diagnostic } from "../../diagnostic.ts";
import type { TreeFile } from "../../environment/tree.ts";
import { loadStatic } from "../load/load-static.ts";
import type { StaticLoading } from "../load/loading.ts";
import type { TraefikVersion } from "../versions.ts";
import { removedOptions } from "./removed-options.ts";

/**
 * Loads a static file as Traefik 3 does: before it decodes it, it looks for options of Traefik 2, and ends when it
 * finds one.
 */
export function loadForV3(file: TreeFile, version: TraefikVersion): StaticLoading {
  const loading = loadStatic(file, version);
  const removed = removedOptions(loading.document);
  if (removed.length === 0) return loading;
  const others = loading.diagnostics.filter((found) => !removed.some((option) => isAt(found, option)));
  const text = "incompatible deprecated install configuration option found";
  return {
    document: loading.document,
    configuration: null,
    diagnostics: [...removed, ...others],
    refusal: { file: file.path, text, panics: false },
  };
}

/** What is gone is unknown to the decoder, too, and leaves its section empty: once is enough. */
function isAt(found: Diagnostic, option: Diagnostic): boolean {
  return found.line === option.line && found.column === option.column;
}
