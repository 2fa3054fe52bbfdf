import type { Reading } from "./environment/read.ts";
import type { JudgedAndKept } from "./judge-commit.ts";
import { recallAcceptedStatic, rememberAcceptedStatic } from "./publish/accepted-static.ts";
import { staticContent } from "./publish/content.ts";
import type { Ports } from "./publish/ports.ts";
import type { SyncRequest } from "./sync.ts";
import { prepareToJudge } from "./prepare-to-judge.ts";
import { beginPreflight } from "./traefik/preflight/begin-preflight.ts";

/**
 * Judges what was read with the real Traefik's word. Where the static files are those of the last publication it is
 * started before the code is loaded that judges, and not asked about them again.
 */
export async function judgeWithTraefik(
  traefik: { readonly bin: string; readonly required: boolean },
  { judge, judgeName, publish: { stateDir }, dryRun }: SyncRequest,
  { files, self }: Ports,
  reading: Reading,
): Promise<JudgedAndKept> {
  const content = staticContent(reading.tree);
  const accepted = recallAcceptedStatic(files, stateDir, { judge: judgeName, content });
  const { variables } = judge;
  // that it cannot be begun is told when it is asked
  const early =
    accepted &&
    (await beginPreflight({
      bin: traefik.bin,
      staticConfiguration: accepted.instance,
      staticFile: null,
      variables,
    }).catch(() => null));
  try {
    const { judgeBeside } = await import("./traefik/preflight/judge-beside.ts");
    await prepareToJudge(reading.tree);
    const statics = accepted?.statics ?? null;
    const judged = await judgeBeside(traefik, reading, judge, early, statics);
    const isNew = accepted === null && !dryRun;
    return {
      judgement: judged.judgement,
      // the real Traefik takes the whole configuration: nothing of a file is worth keeping
      recollection: null,
      keep: () => {
        if (isNew && judged.accepted)
          rememberAcceptedStatic(
            files,
            stateDir,
            { judge: judgeName, ...judged.accepted },
            `static.${self.pid}`,
          );
      },
    };
  } finally {
    // nobody has to wait until it is gone
    void early?.end().catch(() => undefined);
  }
}
