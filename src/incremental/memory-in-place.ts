import type { Difference } from "./differs-in-values.ts";
import type { StaticFacts } from "../traefik/static/facts.ts";
import { PLAIN, type Conclusion, type ConclusionLine, type Line, type Statics } from "./memory.ts";
import { fromPlain } from "./plain.ts";

/** A memory of which no more is read than is asked for, and which becomes that of an environment with other bytes. */
export interface MemoryInPlace {
  readonly conclusion: Conclusion;
  readonly facts: StaticFacts;
  /**
   * Gives a plain file in which nothing was found other bytes.
   *
   * @param before digest of its bytes so far
   * @param difference of the other bytes
   * @returns false where it is no such file, had other bytes, or a finding tells of one of its lines that is another
   * now; the memory is of no use any more
   */
  readonly replace: (path: string, before: string, after: string, difference: Difference) => boolean;
  /** The memory of what it has become, an environment with this digest. */
  readonly finish: (tree: string) => Uint8Array;
}

/**
 * Opens a memory; null when it is another's, damaged, or has no conclusion. All digests in it are of one length, so that
 * one takes the place of another.
 *
 * @param bytes of the memory, which are written to
 */
export function openInPlace(
  bytes: Buffer,
  judge: string,
  digest: (bytes: Uint8Array) => string,
): MemoryInPlace | null {
  const start = bytes.indexOf("\n") + 1;
  const body = bytes.subarray(start);
  const head = Buffer.from(`${JSON.stringify(judge)}\n`);
  if (!body.subarray(0, head.length).equals(head)) return null;
  if (bytes.toString("latin1", 0, start - 1) !== digest(body)) return null;
  const lineFrom = (at: number): string => body.toString("utf8", at, endOf(body, at));
  const [concluded, key] = [head.length, endOf(body, head.length) + 1];
  const conclusion = JSON.parse(lineFrom(concluded)) as ConclusionLine | null;
  if (conclusion === null) return null;
  const [tree, routers, objects, diagnostics] = conclusion;
  const [, facts] = JSON.parse(lineFrom(endOf(body, key) + 1)) as Statics;
  return {
    conclusion: { tree, routers, objects, diagnostics },
    facts: fromPlain(facts) as StaticFacts,
    replace(path, before, after, { isMoved }) {
      if (isMoved && isToldOf(body, path)) return false;
      const named = `\n[${JSON.stringify(path)},"`;
      const at = body.indexOf(`${named}${before}",`);
      if (at < 0) return false;
      const line = JSON.parse(lineFrom(at + 1)) as Line;
      if (!isSpotless(line)) return false;
      body.write(after, at + Buffer.byteLength(named), "latin1");
      return true;
    },
    finish(now) {
      body.write(now, concluded + '["'.length, "latin1");
      bytes.write(digest(body), 0, "latin1");
      return bytes;
    },
  };
}

function endOf(bytes: Buffer, from: number): number {
  const end = bytes.indexOf("\n", from);
  return end < 0 ? bytes.length : end;
}

/** Whether a finding is in a file, or tells of one of its lines. */
function isToldOf(memory: Buffer, path: string): boolean {
  const name = JSON.stringify(path);
  return memory.includes(`"file":${name}`) || memory.includes(`${name.slice(1, -1)}:`);
}

function isSpotless([, , , , , , , , flags, diagnostics]: Line): boolean {
  return (flags & PLAIN) !== 0 && diagnostics.length === 0;
}
