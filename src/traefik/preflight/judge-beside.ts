import { staticFiles } from "../../environment/layout.ts";
import type { Reading } from "../../environment/read.ts";
import { judge, type JudgeOptions, type Judgement } from "../../validate.ts";
import { readStatic } from "../static/read-static.ts";
import { lastWord } from "./last-word.ts";
import { beginPreflight } from "./preflight.ts";

/**
 * Judges an environment by the built-in rules while the real Traefik comes up beside them, which then has the last
 * word; never about what would kill it.
 */
export async function judgeBeside(
  traefik: { readonly bin: string; readonly required: boolean },
  reading: Reading,
  options: JudgeOptions,
): Promise<Judgement> {
  const { tree } = reading;
  const statics = readStatic(tree, options.traefikVersion);
  const begun = await beginPreflight({
    bin: traefik.bin,
    tree,
    facts: statics.facts,
    staticFile: staticFiles(tree)[0]?.path ?? null,
    variables: options.variables,
  });
  try {
    const builtIn = judge(reading, options, statics);
    const isDeadly = builtIn.diagnostics.some(({ effect }) => effect === "crash");
    return isDeadly ? builtIn : await lastWord(traefik, reading, options, builtIn, begun);
  } finally {
    await begun.end();
  }
}
