import { isoTime } from "../iso-time.ts";
import { complete } from "./complete.ts";
import { digestTree } from "./content.ts";
import type { Ports } from "./ports.ts";
import { record } from "./record.ts";
import { nothingDone, orFailed, transact } from "./transaction.ts";
import type { PublishOutcome, RejectRequest } from "./types.ts";
import { readState } from "./state.ts";
import { recallVerdict, rememberVerdict } from "./verdicts.ts";

/**
 * Remembers that an environment was rejected. The target stays as it is, with one exception: a publication that was
 * interrupted is completed, since its half is worse than its whole.
 *
 * Rejecting the same again changes nothing.
 *
 * @returns a `rejected` outcome, whatever becomes of the memory
 */
export async function reject(request: RejectRequest, ports: Ports): Promise<PublishOutcome> {
  const { stateDir, targetDir, revision, diagnostics, message, instead } = request;
  const key = { tree: digestTree(request.tree), judge: request.judge };
  const rejected = nothingDone("rejected", message);
  const note = { ...rejected, revision, diagnostics, tree: key.tree };
  const isKnown = orFailed(() => {
    // without a target there is nothing to protect, and nothing is made for a rejection
    if (ports.files.lstat(targetDir) === undefined) return true;
    if (readState(ports.files, stateDir).journal !== null) return false;
    const known = recallVerdict(ports.files, stateDir, key, ports.now());
    if (known === null || known.instead !== instead) return false;
    // something else may have been published since it was rejected first
    record(ports, request, note);
    return true;
  });
  if (isKnown === true) return rejected;
  const outcome = await transact(request, ports, async (lock, state) => {
    const at = isoTime(ports.now());
    const reason = { diagnostics, message, ...(instead === undefined ? {} : { instead }) };
    const verdict = { accepted: false, live: false, at, revision, ...reason };
    rememberVerdict(ports.files, stateDir, key, verdict, lock.unique);
    record(ports, request, note);
    return complete(rejected, request, ports, lock, state);
  });
  if (outcome.outcome === "rejected") return outcome;
  ports.log("warn", `the rejection could not be remembered: ${outcome.message}`);
  return rejected;
}
