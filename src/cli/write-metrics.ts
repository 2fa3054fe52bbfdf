import { readFileSync, statSync } from "node:fs";
import { errorCode } from "../error-code.ts";
import type { OutcomeKind } from "../publish/types.ts";
import type { Log } from "./log.ts";
import { metricsAfter } from "./metrics.ts";
import { replaceFile } from "./replace-file.ts";

/** How a run ended, and when. */
export interface MetricsRun {
  readonly outcome: OutcomeKind;
  /** what is published after it; null: unknown, or as before */
  readonly revision: string | null;
  /** a rollback keeps the newest commit from being published */
  readonly held: boolean;
  /** seconds since 1970 */
  readonly start: number;
  /** how long it took */
  readonly seconds: number;
}

/** The metrics are for watching, not for publishing: that they cannot be written is said, and changes nothing. */
export function writeMetrics(
  file: string,
  { outcome, revision, held, start, seconds }: MetricsRun,
  log: Log,
): void {
  const publishSeconds = outcome === "published" ? seconds : null;
  const facts = { outcome, at: start + seconds, revision, held, publishSeconds };
  try {
    replaceFile(file, metricsAfter(readIfThere(file), facts), String(process.pid));
  } catch (error) {
    log("warn", `the metrics file cannot be written: ${errorCode(error)}`, { file });
  }
}

function readIfThere(file: string): string {
  try {
    // a FIFO would be waited for
    return statSync(file).isFile() ? readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
}
