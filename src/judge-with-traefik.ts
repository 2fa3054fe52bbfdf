import type { Reading } from "./environment/read.ts";
import type { JudgedAndKept } from "./judge-commit.ts";
import { recallAcceptedStatic, rememberAcceptedStatic } from "./publish/accepted-static.ts";
import { staticContent } from "./publish/content.ts";
import type { Ports } from "./publish/ports.ts";
import type { SyncRequest } from "./sync.ts";
import { prepareTemplates } from "./traefik/load/template/prepare-templates.ts";
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
  const known = { judge: judgeName, statics: staticContent(reading.tree) };
  const staticConfiguration = recallAcceptedStatic(files, stateDir, known);
  const { variables } = judge;
  // that it cannot be begun is told when it is asked
  const early =
    staticConfiguration &&
    (await beginPreflight({ bin: traefik.bin, staticConfiguration, staticFile: null, variables }).catch(
      () => null,
    ));
  try {
    const { judgeBeside } = await import("./traefik/preflight/judge-beside.ts");
    await prepareTemplates(reading.tree);
    const { judgement, instance } = await judgeBeside(traefik, reading, judge, early);
    const isNew = instance !== null && staticConfiguration === null && !dryRun;
    return {
      judgement,
      keep: () => {
        if (isNew) rememberAcceptedStatic(files, stateDir, { ...known, instance }, `static.${self.pid}`);
      },
    };
  } finally {
    // nobody has to wait until it is gone
    void early?.end().catch(() => undefined);
  }
}
