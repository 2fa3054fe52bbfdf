import { isoTime } from "../iso-time.ts";
import type { Ports } from "./ports.ts";
import { readLastRun } from "./state.ts";
import { STATE, writeJson } from "./state-files.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { LastRun, OutcomeKind, Places } from "./types.ts";
import { attempt } from "./write-whole.ts";

export interface Run {
  readonly revision: string | null;
  readonly tree: string;
  readonly outcome: OutcomeKind;
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Notes how a run ended, for `status`, unless the note says so already: what git-sync tries again and again writes
 * nothing. That it cannot be written changes nothing of how the run ended.
 */
export function record({ files, now, self }: Ports, { stateDir }: Places, run: Run): void {
  attempt(() => {
    const last = readLastRun(files, stateDir);
    const { revision, tree, outcome, message, diagnostics } = run;
    const note: LastRun = {
      at: isoTime(now()),
      revision,
      tree,
      outcome,
      message,
      diagnostics,
    };
    if (last !== null && JSON.stringify({ ...last, at: note.at }) === JSON.stringify(note)) return;
    // whole or not there is enough: a note that is gone for a moment, or by a power cut, is written by the next run
    writeJson(files, stateDir, STATE.lastRun, note, `run.${self.pid}`, { isNote: true });
  });
}

const TROUBLE: ReadonlySet<OutcomeKind> = new Set(["rejected", "failed", "rolled-back"]);

/** Notes a run with nothing to do only when the last note is of trouble, which is then over. */
export function recordRecovery(ports: Ports, places: Places, run: Run): void {
  attempt(() => {
    const last = readLastRun(ports.files, places.stateDir);
    if (last !== null && TROUBLE.has(last.outcome)) record(ports, places, run);
  });
}
