import { nodePorts } from "../../publish/node-ports.ts";
import { rollback } from "../../publish/rollback.ts";
import type { Run } from "../command.ts";
import { EXIT_OF } from "../exit-code.ts";
import { logOf } from "../log-of.ts";
import { ASSUMED_FACTS } from "../../traefik/static/facts.ts";
import { publishSettings } from "../publish-settings.ts";

/** `rollback [REVISION]`: publishes an earlier revision again; the source is held off until it changes. */
export const runRollback: Run = async ([to = null], flags, terminal) => {
  const log = logOf(flags, terminal);
  const { reload, ...settings } = publishSettings(flags, terminal);
  const request = { ...settings, reload: { ...reload, static: ASSUMED_FACTS.file }, to };
  const outcome = await rollback(request, nodePorts(process, log));
  const { plan, message, reload: woken } = outcome;
  log(EXIT_OF[outcome.outcome] === 0 ? "info" : "error", message, {
    outcome: outcome.outcome,
    written: plan.write.length,
    deleted: plan.delete.length,
    reload: woken?.method ?? "none",
    confirmed: woken?.confirmed ?? null,
    restartRequired: outcome.restartRequired,
  });
  return EXIT_OF[outcome.outcome];
};
