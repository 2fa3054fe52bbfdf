import type { Diagnostic } from "../diagnostic.ts";
import type { PublishOutcome } from "../publish/types.ts";
import type { SyncResult } from "../sync.ts";
import type { Level, Log } from "./log.ts";

/** No log is flooded: a report has them all. */
const MOST_LINES = 50;

const LEVEL: Record<Diagnostic["severity"], Level> = { error: "error", warning: "warn", info: "info" };

/** A line for each finding; none for those of a commit that git-sync tries again and again. */
export function logDiagnostics({ diagnostics, remembered, path }: SyncResult, log: Log): void {
  if (remembered) return;
  for (const { severity, message, hint, file, line, column, rule, object, effect } of diagnostics.slice(
    0,
    MOST_LINES,
  )) {
    const text = hint === null ? message : `${message} (${hint})`;
    log(LEVEL[severity], text, { path, file, line, column, rule, object, effect });
  }
  const more = diagnostics.length - MOST_LINES;
  if (more > 0)
    log("warn", `${more} more findings; \`gateway-hook-configsync validate\` shows them all`, { path });
}

/** The line that tells how the run ended, and what the live Traefik says. */
export function logOutcome(result: SyncResult, seconds: number, log: Log): void {
  const { outcome, path, revision, remembered, diagnostics } = result;
  const { plan, reload } = outcome;
  for (const { object, status } of outcome.live)
    log("warn", `the live Traefik has ${object} as ${status}`, { path, object });
  for (const { file, kind } of outcome.drift)
    log("warn", `${file} was ${kind} in the target by somebody else`, { path, file });
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  const again = remembered && outcome.outcome === "rejected";
  log(levelOf(result), again ? `${outcome.message} (as before)` : outcome.message, {
    outcome: outcome.outcome,
    path,
    revision,
    ...(again && first ? { file: first.file, line: first.line, rule: first.rule } : {}),
    ...changesOf(outcome),
    unchanged: plan.unchanged,
    reload: reload?.method ?? "none",
    confirmed: reload?.confirmed ?? null,
    restartRequired: outcome.restartRequired,
    ms: Math.round(seconds * 1000),
  });
}

/** How many files of the target were changed, and stay so. */
export function changesOf({ plan, isDone }: PublishOutcome): { written: number; deleted: number } {
  return isDone ? { written: plan.write.length, deleted: plan.delete.length } : { written: 0, deleted: 0 };
}

function levelOf({ outcome }: SyncResult): Level {
  switch (outcome.outcome) {
    case "published":
    case "unchanged":
    case "dry-run":
      return outcome.restartRequired ? "warn" : "info";
    case "busy":
      return "warn";
    case "rejected":
    case "failed":
    case "rolled-back":
      return "error";
  }
}
