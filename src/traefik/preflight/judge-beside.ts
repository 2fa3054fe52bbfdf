import { staticFiles } from "../../environment/layout.ts";
import type { Reading } from "../../environment/read.ts";
import type { RememberedStatic } from "../../incremental/memory.ts";
import { staticContent } from "../../publish/content.ts";
import { judge, judgeKnowing, type JudgeOptions, type Judgement } from "../../validate.ts";
import { readStatic } from "../static/read-static.ts";
import { beginPreflight, type Begun } from "./begin-preflight.ts";
import { instanceOf } from "./instance.ts";
import { lastWord } from "./last-word.ts";
import { earlyQuestion } from "./preflight.ts";

export interface JudgedBeside {
  readonly judgement: Judgement;
  /** what the next preflight of the same static files can go on from; null where Traefik has not read them */
  readonly accepted: {
    readonly statics: RememberedStatic;
    readonly instance: Readonly<Record<string, unknown>>;
  } | null;
}

/**
 * Judges an environment by the built-in rules while the real Traefik comes up beside them, which then has the last
 * word; never about what would kill it.
 *
 * @param early one that was begun with what is remembered of the same static files; null: there is none. The caller ends it
 * @param known what those say, as it is remembered
 */
export async function judgeBeside(
  traefik: { readonly bin: string; readonly required: boolean },
  reading: Reading,
  options: JudgeOptions,
  early: Begun | null = null,
  known: RememberedStatic | null = null,
): Promise<JudgedBeside> {
  const { tree } = reading;
  const statics = known ?? readStatic(tree, options.traefikVersion);
  const { facts, diagnostics } = statics;
  const staticFile = staticFiles(tree)[0]?.path ?? null;
  const { variables } = options;
  const question = earlyQuestion({ bin: traefik.bin, tree, facts, staticFile, variables });
  // that it cannot be begun is told when it is asked
  const own = early === null ? await beginPreflight(question).catch(() => undefined) : undefined;
  try {
    const builtIn =
      "document" in statics ? judge(reading, options, statics) : judgeKnowing(reading, options, statics);
    const isDeadly = builtIn.diagnostics.some(({ effect }) => effect === "crash");
    if (isDeadly) return { judgement: builtIn, accepted: null };
    const judgement = await lastWord(traefik, reading, options, builtIn, early ?? own);
    // it has added nothing: neither that it could not be asked
    const isRead = judgement === builtIn && facts.known;
    const remembered = { content: staticContent(tree), facts, diagnostics };
    return { judgement, accepted: isRead ? { statics: remembered, instance: instanceOf(facts) } : null };
  } finally {
    // nobody has to wait until it is gone
    void own?.end().catch(() => undefined);
  }
}
