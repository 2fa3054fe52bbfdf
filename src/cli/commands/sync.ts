import { nodePorts } from "../../publish/node-ports.ts";
import { publishedRevision } from "../../publish/state.ts";
import { sync, type SyncRequest } from "../../sync.ts";
import type { Run } from "../command.ts";
import { EXIT_OF, type ExitCode } from "../exit-code.ts";
import { reportFormat } from "../report-format.ts";
import { unknownVariables } from "../unknown-variables.ts";
import { judgeName } from "../judge-name.ts";
import { logOf } from "../log-of.ts";
import { logDiagnostics, logOutcome } from "../sync-log.ts";
import { publishSettings } from "../publish-settings.ts";
import { revisionOf } from "../revision.ts";
import { routeTester } from "../route-tester.ts";
import { settingOf, type Flags, type SettingName } from "../settings.ts";
import { syncReport } from "../report/sync.ts";
import { templateVariables } from "../template-variables.ts";
import { wantsColour, type Terminal } from "../terminal.ts";
import { placesOf, rememberUnchanged } from "../unchanged.ts";
import type { Places } from "../../unchanged/memory.ts";
import { writeMetrics } from "../write-metrics.ts";
import {
  findTraefik,
  identityOf,
  recallVersion,
  rememberVersion,
  type FoundTraefik,
} from "../find-traefik.ts";
import { UsageError } from "../usage-error.ts";
import { NEWEST } from "../../traefik/versions.ts";

/** `sync`: the hook. Its log goes to stderr, its report to stdout where somebody asks for it. */
export const runSync: Run = (_, flags, terminal) =>
  syncAt(Object.keys(flags).length === 0 ? placesOf(terminal) : null, flags, terminal);

/** @param places where it is to be remembered that there is nothing to do any more; null: nowhere */
export async function syncAt(places: Places | null, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const log = logOf(flags, terminal);
  const format = reportFormat(flags, terminal);
  const metricsFile = settingOf("metricsFile", flags, terminal.env);
  const traefik = findTraefik(flags, terminal);
  const request = await requestOf(flags, terminal, traefik);
  for (const line of unknownVariables(terminal.env)) log("warn", line);
  const ports = nodePorts(process, log);
  const start = ports.now().getTime();
  const done = await sync(request, ports);
  if (done.kind === "usage") throw new UsageError(done.message);
  const { result } = done;
  if (traefik !== null && result.outcome.outcome === "published") {
    rememberVersion(traefik, request.judge.traefikVersion, request.publish.stateDir);
  }
  if (result.outcome.outcome === "published" && result.reading !== null && places !== null) {
    rememberUnchanged(places, result.reading.tree, start);
  }
  const seconds = (ports.now().getTime() - start) / 1000;
  if (format !== "text") logDiagnostics(result, log);
  logOutcome(result, seconds, log);
  if (metricsFile !== undefined && !request.dryRun) {
    const { outcome, held } = result.outcome;
    const { stateDir } = request.publish;
    const revision = held ? publishedRevision(ports.files, stateDir) : result.revision;
    const facts = { outcome, revision, held, start: start / 1000, seconds };
    writeMetrics(terminal.at(metricsFile), facts, log);
  }
  if (format !== null)
    terminal.out.write(syncReport(result, format, wantsColour(terminal.out, terminal.env)));
  return EXIT_OF[result.outcome.outcome];
}

async function requestOf(
  flags: Flags,
  terminal: Terminal,
  traefik: FoundTraefik | null,
): Promise<SyncRequest> {
  const { env, at } = terminal;
  const setting = <N extends SettingName>(name: N) => settingOf(name, flags, env);
  const worktree = at(setting("worktree") ?? ".");
  const publish = publishSettings(flags, terminal);
  const revision = setting("revision");
  const found =
    traefik && setting("traefikVersion") === undefined
      ? await recallVersion(traefik, publish.stateDir)
      : null;
  const judge = {
    traefikVersion: setting("traefikVersion") ?? found ?? NEWEST,
    targetDir: publish.targetDir,
    failOn: setting("failOn") ?? "error",
    variables: templateVariables(env),
    allVariables: setting("sameEnv") ?? false,
    ...(await routeTester(flags, terminal)),
  } as const;
  return {
    worktree,
    configPath: setting("configPath"),
    revision: async () => revision ?? (await revisionOf(worktree)),
    judge,
    judgeName: `${judgeName(judge)} ${traefik === null ? "" : identityOf(traefik)}`,
    preflight: traefik,
    publish,
    dryRun: flags["dryRun"] === true,
  };
}
