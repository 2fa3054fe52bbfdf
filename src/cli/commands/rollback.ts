import { changesBetween } from "../../changes-between.ts";
import { judgeReload } from "../../judge-reload.ts";
import { namesIn } from "../../names-in.ts";
import { nodePorts } from "../../publish/node-ports.ts";
import { orNull } from "../../publish/or-null.ts";
import { rollback } from "../../publish/rollback.ts";
import { readState } from "../../publish/state.ts";
import { ASSUMED_FACTS } from "../../traefik/static/facts.ts";
import { NEWEST } from "../../traefik/versions.ts";
import type { JudgeOptions } from "../../validate.ts";
import type { Run } from "../command.ts";
import { EXIT_OF } from "../exit-code.ts";
import { logOf } from "../log-of.ts";
import { publishSettings, targetOf } from "../publish-settings.ts";
import { reportFormat } from "../report-format.ts";
import { syncReport } from "../report/sync.ts";
import { changesOf } from "../sync-log.ts";
import { type Flags, settingOf } from "../settings.ts";
import { templateVariables } from "../template-variables.ts";
import { type Terminal, wantsColour } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { writeMetrics } from "../write-metrics.ts";

/** `rollback [REVISION]`: publishes an earlier revision again; the source is held off until it changes. */
export const runRollback: Run = async ([to = null], flags, terminal) => {
  const log = logOf(flags, terminal);
  const format = reportFormat(flags, terminal);
  const { reload, ...settings } = publishSettings(flags, terminal);
  const options = optionsOf(flags, terminal);
  const comparison = reload.apiUrl === null ? {} : { changedObjects: await changesBetween(options) };
  const request = {
    ...settings,
    reload: { ...reload, static: ASSUMED_FACTS.file, ...judgeReload(options), namesIn: namesIn(options) },
    to,
    ...comparison,
  };
  const ports = nodePorts(process, log);
  const start = ports.now().getTime();
  const outcome = await rollback(request, ports);
  if (outcome.isUnknown) throw new UsageError(outcome.message);
  const seconds = (ports.now().getTime() - start) / 1000;
  const { message, reload: woken } = outcome;
  const published = orNull(() => readState(ports.files, settings.stateDir).manifest);
  const { path = "", revision = null } = published ?? {};
  for (const { file, kind } of outcome.drift)
    log("warn", `${file} was ${kind} in the target by somebody else`, { path, file });
  log(EXIT_OF[outcome.outcome] === 0 ? "info" : "error", message, {
    outcome: outcome.outcome,
    path,
    revision,
    ...changesOf(outcome),
    reload: woken?.method ?? "none",
    confirmed: woken?.confirmed ?? null,
    restartRequired: outcome.restartRequired,
  });
  const metricsFile = settingOf("metricsFile", flags, terminal.env);
  if (metricsFile !== undefined && outcome.outcome === "published") {
    const held = published?.held != null;
    const facts = { outcome: outcome.outcome, revision, held, start: start / 1000, seconds };
    writeMetrics(terminal.at(metricsFile), facts, log);
  }
  if (format !== null) {
    const about = { path, revision, verdict: "accepted", diagnostics: [], reading: null } as const;
    const result = { ...about, outcome, remembered: false };
    terminal.out.write(syncReport(result, format, wantsColour(terminal.out, terminal.env)));
  }
  return EXIT_OF[outcome.outcome];
};

/** What was published was accepted once: it is read to know what Traefik has to show. */
function optionsOf(flags: Flags, terminal: Terminal): JudgeOptions {
  return {
    traefikVersion: settingOf("traefikVersion", flags, terminal.env) ?? NEWEST,
    targetDir: targetOf(flags, terminal),
    failOn: "error",
    variables: templateVariables(terminal.env),
    allVariables: settingOf("sameEnv", flags, terminal.env) ?? false,
    advice: false,
  };
}
