import { compareBytes } from "../environment/byte-order.ts";
import type { OutcomeKind } from "../publish/types.ts";

/** What the metrics tell of one run. */
export interface RunFacts {
  readonly outcome: OutcomeKind | "usage";
  /** seconds since 1970 */
  readonly at: number;
  /** the newest commit whose content is live after the run; null: unknown, or as before */
  readonly revision: string | null;
  /** a rollback keeps the newest commit from being published */
  readonly held: boolean;
  /** from the start of the run to its end, in seconds; null when nothing was published */
  readonly publishSeconds: number | null;
}

const SUCCESSES = new Set(["published", "unchanged"]);
const PREFIX = "gateway_configsync_";

/**
 * The metrics after a run, in Prometheus' text format: what is counted goes on from the text before, so that the file
 * is all the memory there is. A text that cannot be understood counts as none.
 */
export function metricsAfter(
  before: string,
  { outcome, at, revision, held, publishSeconds }: RunFacts,
): string {
  const old = parse(before);
  const success = SUCCESSES.has(outcome);
  const runs = new Map(old.runs);
  runs.set(outcome, (runs.get(outcome) ?? 0) + 1);
  // to the millisecond: no clock is read finer
  const lastSuccess = success && !held ? Math.round(at * 1000) / 1000 : old.lastSuccess;
  const info = (success && revision) || old.revision;
  return [
    gauge(
      "last_success_timestamp_seconds",
      "When a run last ended with the newest commit published.",
      lastSuccess,
    ),
    gauge(
      "last_run_success",
      "Whether the last run ended so, or as a rollback wants it: 1 or 0.",
      success ? 1 : 0,
    ),
    family("runs_total", "counter", "Runs since the file began, by how they ended."),
    ...[...runs]
      .toSorted(([a], [b]) => compareBytes(a, b))
      .map(([name, count]) => `${PREFIX}runs_total{outcome="${escapeLabel(name)}"} ${count}\n`),
    family("revision_info", "gauge", "The newest commit whose content is live."),
    info === null ? "" : `${PREFIX}revision_info{revision="${escapeLabel(info)}"} 1\n`,
    gauge("publish_seconds", "How long the last publication took.", publishSeconds ?? old.publishSeconds),
  ].join("");
}

function gauge(name: string, help: string, value: number | null): string {
  return value === null ? "" : `${family(name, "gauge", help)}${PREFIX}${name} ${value}\n`;
}

function family(name: string, type: "gauge" | "counter", help: string): string {
  return `# HELP ${PREFIX}${name} ${help}\n# TYPE ${PREFIX}${name} ${type}\n`;
}

interface Old {
  readonly lastSuccess: number | null;
  readonly runs: ReadonlyMap<string, number>;
  readonly revision: string | null;
  readonly publishSeconds: number | null;
}

/** Reads back what `metricsAfter` wrote. */
function parse(text: string): Old {
  const runs = new Map<string, number>();
  const plain = new Map<string, number>();
  let revision: string | null = null;
  for (const line of text.split("\n")) {
    const found = /^gateway_configsync_(\w+)(?:\{(\w+)="((?:[^"\\]|\\.)*)"\})? (\S+)$/.exec(line);
    if (!found) continue;
    const [, name = "", , label, value = ""] = found;
    if (!Number.isFinite(Number(value))) continue;
    if (name === "runs_total" && label !== undefined) runs.set(unescapeLabel(label), Number(value));
    else if (name === "revision_info" && label !== undefined) revision = unescapeLabel(label);
    else plain.set(name, Number(value));
  }
  return {
    runs,
    revision,
    lastSuccess: plain.get("last_success_timestamp_seconds") ?? null,
    publishSeconds: plain.get("publish_seconds") ?? null,
  };
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function unescapeLabel(value: string): string {
  return value.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}
