import { nodePorts } from "../../publish/node-ports.ts";
import { rollback } from "../../publish/rollback.ts";
import { readState } from "../../publish/state.ts";
import { ASSUMED_FACTS } from "../../traefik/static/facts.ts";
import type { Run } from "../command.ts";
import { EXIT_OF } from "../exit-code.ts";
import { logOf } from "../log-of.ts";
import { publishSettings } from "../publish-settings.ts";
import { reportFormat } from "../report-format.ts";
import { syncReport } from "../report/sync.ts";
import { wantsColour } from "../terminal.ts";

/** `rollback [REVISION]`: publishes an earlier revision again; the source is held off until it changes. */
export const runRollback: Run = async ([to = null], flags, terminal) => {
  const log = logOf(flags, terminal);
  const format = reportFormat(flags, terminal);
  const { reload, ...settings } = publishSettings(flags, terminal);
  const request = { ...settings, reload: { ...reload, static: ASSUMED_FACTS.file }, to };
  const ports = nodePorts(process, log);
  const outcome = await rollback(request, ports);
  const { plan, message, reload: woken } = outcome;
  log(EXIT_OF[outcome.outcome] === 0 ? "info" : "error", message, {
    outcome: outcome.outcome,
    written: plan.write.length,
    deleted: plan.delete.length,
    reload: woken?.method ?? "none",
    confirmed: woken?.confirmed ?? null,
    restartRequired: outcome.restartRequired,
  });
  if (format !== null) {
    const { manifest } = readState(ports.files, settings.stateDir);
    const { path = "", revision = null } = manifest ?? {};
    const about = { path, revision, verdict: "accepted", diagnostics: [], reading: null } as const;
    const result = { ...about, outcome, remembered: false };
    terminal.out.write(syncReport(result, format, wantsColour(terminal.out, terminal.env)));
  }
  return EXIT_OF[outcome.outcome];
};
