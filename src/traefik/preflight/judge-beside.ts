import { staticFiles } from "../../environment/layout.ts";
import type { Reading } from "../../environment/read.ts";
import { judge, type JudgeOptions, type Judgement } from "../../validate.ts";
import { readStatic } from "../static/read-static.ts";
import { beginPreflight, type Begun } from "./begin-preflight.ts";
import { instanceOf } from "./instance.ts";
import { lastWord } from "./last-word.ts";
import { earlyQuestion } from "./preflight.ts";

export interface JudgedBeside {
  readonly judgement: Judgement;
  /** what the next preflight of the same static files can be begun with; null where Traefik has not read them */
  readonly instance: Readonly<Record<string, unknown>> | null;
}

/**
 * Judges an environment by the built-in rules while the real Traefik comes up beside them, which then has the last
 * word; never about what would kill it.
 *
 * @param early one that was begun with what is remembered of the same static files; null: there is none. The caller ends it
 */
export async function judgeBeside(
  traefik: { readonly bin: string; readonly required: boolean },
  reading: Reading,
  options: JudgeOptions,
  early: Begun | null = null,
): Promise<JudgedBeside> {
  const { tree } = reading;
  const statics = readStatic(tree, options.traefikVersion);
  const { facts } = statics;
  const staticFile = staticFiles(tree)[0]?.path ?? null;
  const { variables } = options;
  const question = earlyQuestion({ bin: traefik.bin, tree, facts, staticFile, variables });
  // that it cannot be begun is told when it is asked
  const own = early === null ? await beginPreflight(question).catch(() => undefined) : undefined;
  try {
    const builtIn = judge(reading, options, statics);
    const isDeadly = builtIn.diagnostics.some(({ effect }) => effect === "crash");
    if (isDeadly) return { judgement: builtIn, instance: null };
    const judgement = await lastWord(traefik, reading, options, builtIn, early ?? own);
    // it has added nothing: neither that it could not be asked
    const isRead = judgement === builtIn && facts.known;
    return { judgement, instance: isRead ? instanceOf(facts) : null };
  } finally {
    // nobody has to wait until it is gone
    void own?.end().catch(() => undefined);
  }
}
