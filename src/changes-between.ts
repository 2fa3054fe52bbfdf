import type { Tree } from "./environment/tree.ts";
import type { JudgeOptions } from "./validate.ts";

/**
 * Compares two states of an environment by what the live Traefik shows of them; see `liveChanges`. All that it takes is
 * loaded before anybody waits for an answer.
 *
 * @returns null where Traefik would load nothing of one of them
 */
export async function changesBetween(
  options: JudgeOptions,
): Promise<(before: Tree, after: Tree) => readonly string[] | null> {
  const { judge } = await import("./validate.ts");
  const { liveChanges } = await import("./traefik/live-changes.ts");
  return (before, after) => {
    const old = judge({ tree: before, diagnostics: [] }, options).configuration;
    const next = judge({ tree: after, diagnostics: [] }, options).configuration;
    return old === null || next === null ? null : liveChanges(old, next);
  };
}
