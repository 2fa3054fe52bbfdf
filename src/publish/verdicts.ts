import { below } from "../below.ts";
import { areDiagnostics, type Diagnostic } from "../diagnostic.ts";
import { digest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import { isRecord } from "../is-record.ts";
import { readJson, STATE, writeJson } from "./state-files.ts";
import { nothingDone } from "./transaction.ts";
import type { PublishOutcome } from "./types.ts";
import { attempt } from "./write-whole.ts";

/** What is remembered of content that was judged before by the same judge. */
export interface Verdict {
  readonly accepted: boolean;
  /** it was published and the live Traefik did not take it: exit 4, not 1 */
  readonly live: boolean;
  readonly at: string;
  /** the memory ends then; absent: when the content or the judge changes */
  readonly until?: string;
  /** the memory holds as long as this is what is published, by `Content.tree`; absent: whatever is */
  readonly instead?: string;
  readonly revision: string | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly message: string;
}

/** What an environment was judged by: the same content may be judged otherwise by another. */
export interface VerdictKey {
  /** see `digestTree` */
  readonly tree: string;
  /** see `PublishRequest.judge` */
  readonly judge: string;
}

/** more than a repository has bad commits between two looks at it */
const MOST_VERDICTS = 50;

/**
 * What is known of a content that was judged before by the same judge; null when nothing is, or no longer. Changes
 * nothing: a commit that git-sync tries again every few seconds costs the start of a process.
 */
export function recallVerdict(
  files: FileSystem,
  stateDir: string,
  key: VerdictKey,
  now: Date,
): Verdict | null {
  const value = readJson(files, below(stateDir, nameOf(key)));
  if (!isVerdict(value)) return null;
  const isOver = value.until !== undefined && Date.parse(value.until) <= now.getTime();
  return isOver ? null : value;
}

/** How a run ends for content that the live Traefik has not taken. */
export function notPublishedAgain({ message }: Verdict): PublishOutcome {
  return nothingDone("rolled-back", `not published again: ${message}`);
}

function isVerdict(value: unknown): value is Verdict {
  return isRecord(value) && typeof value["message"] === "string" && areDiagnostics(value["diagnostics"]);
}

/** Remembers a verdict, and forgets the oldest ones. */
export function rememberVerdict(
  files: FileSystem,
  stateDir: string,
  key: VerdictKey,
  verdict: Verdict,
  unique: string,
): void {
  // what the rules said can be found again; what was seen live cannot, but by trying it again
  writeJson(files, stateDir, nameOf(key), verdict, unique, { durable: verdict.live });
  const folder = below(stateDir, STATE.verdicts);
  const names = files.readFolder(folder);
  if (names.length <= MOST_VERDICTS) return;
  const byAge = names
    .map((name) => ({ name, at: files.lstat(below(folder, name))?.modifiedMs ?? 0 }))
    .toSorted((a, b) => b.at - a.at);
  for (const { name } of byAge.slice(MOST_VERDICTS)) attempt(() => files.unlink(below(folder, name)));
}

function nameOf({ tree, judge }: VerdictKey): string {
  return below(STATE.verdicts, `${digest(Buffer.from(`${tree}\n${judge}`))}.json`);
}
