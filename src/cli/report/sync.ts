import type { SyncResult } from "../../sync.ts";
import { painter, type Paint } from "../colour.ts";
import { sourceOf } from "./source-of.ts";
import { describeFinding } from "./text.ts";
import { jsonText, printable } from "../../printable.ts";

/** The report of `sync`, ending with a newline. */
export function syncReport(result: SyncResult, format: "text" | "json", colour: boolean): string {
  return format === "json" ? `${jsonText(documentOf(result), 2)}\n` : textOf(result, painter(colour));
}

/** The document of `sync --format json`. */
function documentOf({ path, revision, verdict, outcome, diagnostics }: SyncResult): object {
  const { method = "none", confirmed = null, ms = null } = outcome.reload ?? {};
  return {
    version: 1,
    path,
    revision,
    verdict,
    // a run that another one kept from its work has failed, for now
    outcome: outcome.outcome === "busy" ? "failed" : outcome.outcome,
    plan: outcome.plan,
    reload: { method, confirmed, ms },
    restartRequired: outcome.restartRequired,
    message: outcome.message,
    recovered: outcome.recovered,
    held: outcome.held,
    drift: outcome.drift,
    live: outcome.live,
    diagnostics,
  };
}

function textOf(result: SyncResult, paint: Paint): string {
  const { outcome, path, diagnostics, reading } = result;
  const { plan } = outcome;
  const source = sourceOf(reading);
  const changes = [
    ...plan.write.map((file) => paint("green", `  + ${printable(file)}`)),
    ...plan.delete.map((file) => paint("red", `  - ${printable(file)}`)),
  ];
  const counts = `${plan.write.length} to write, ${plan.delete.length} to delete, ${plan.unchanged} unchanged`;
  const lines = [
    ...diagnostics.map((found) => describeFinding(path, found, source(found.file), paint)),
    ...changes,
    ...(outcome.outcome === "dry-run" ? [counts] : []),
    `${paint("bold", printable(path))}: ${printable(outcome.message)}`,
    ...(outcome.restartRequired
      ? ["Traefik has to be restarted: it reads some of what is published only when it starts."]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}
