import type { Reading } from "./environment/read.ts";
import { digestTree } from "./publish/content.ts";
import { orNull } from "./publish/or-null.ts";
import type { Ports } from "./publish/ports.ts";
import { heldBy, readState } from "./publish/state.ts";
import { recallVerdict, type Verdict } from "./publish/verdicts.ts";
import type { SyncRequest } from "./sync.ts";

/** A verdict on content that was judged before. */
export interface KnownVerdict {
  readonly verdict: Verdict;
  /** the name that it is remembered by */
  readonly judge: string;
}

/** Who rejects what would take the last router away: for as long as that one is published. */
export function emptyingJudge({ judgeName }: SyncRequest): string {
  return `${judgeName} leaves no router`;
}

/**
 * What is remembered of content that was judged before, by the same judge. Findings about what is no content have no
 * memory, and one that cannot be read is none: publishing will say what is wrong with it.
 */
export function recall(request: SyncRequest, ports: Ports, reading: Reading): KnownVerdict | null {
  if (reading.diagnostics.length > 0) return null;
  const { stateDir, allowEmpty } = request.publish;
  const tree = digestTree(reading.tree);
  const by = (judge: string): KnownVerdict | null => {
    const verdict = orNull(() => recallVerdict(ports.files, stateDir, { tree, judge }, ports.now()));
    return verdict && { verdict, judge };
  };
  const emptying = allowEmpty ? null : by(emptyingJudge(request));
  return emptying !== null && isStillSo(emptying.verdict, tree, stateDir, ports)
    ? emptying
    : by(request.judgeName);
}

function isStillSo({ instead }: Verdict, tree: string, stateDir: string, { files }: Ports): boolean {
  const state = orNull(() => readState(files, stateDir));
  return state !== null && state.manifest?.tree === instead && heldBy(state, tree) === null;
}

/** Whether content that the live Traefik has not taken is to be left alone at once: nothing else is to be done first. */
export function isLeftAlone({ verdict }: KnownVerdict, { publish }: SyncRequest, { files }: Ports): boolean {
  return verdict.live && orNull(() => readState(files, publish.stateDir))?.journal === null;
}
