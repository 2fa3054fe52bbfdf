import { below } from "../below.ts";
import {
  formatMemory,
  parseMemory,
  type Judged,
  type Memory,
  type Recollection,
} from "../incremental/memory.ts";
import { type MemoryInPlace, openInPlace } from "../incremental/memory-in-place.ts";
import { digest, digestOfPieces } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import { readOwn, readText, STATE, writeText } from "./state-files.ts";
import { attempt } from "./write-whole.ts";

/**
 * What is remembered of the environment that was published last, file by file; null when there is nothing, when it was
 * judged by others, or when it is damaged.
 *
 * @param judge names who judges, by which settings
 */
export function recallJudged(files: FileSystem, stateDir: string, judge: string): Memory | null {
  let memory: Memory | null = null;
  attempt(() => {
    memory = parseMemory(readText(files, below(stateDir, STATE.judged)) ?? "", judge, digestOf);
  });
  return memory;
}

/** The same memory, for an environment that differs in little. */
export function openJudged(files: FileSystem, stateDir: string, judge: string): MemoryInPlace | null {
  const bytes = readOwn(files, below(stateDir, STATE.judged));
  if (bytes === undefined) return null;
  const { buffer, byteOffset, length } = bytes;
  return openInPlace(Buffer.from(buffer, byteOffset, length), judge, digest);
}

/** What a conclusion says of the names that Traefik's API lists. */
export function listedDigest(objects: readonly string[]): string {
  return digest(Buffer.from(objects.join("\n")));
}

/** texts that could be names may be passwords */
const CLOSED = 0o600;

/** The memory as it is kept, in pieces; made in steps. */
export function judgedPieces(memory: Recollection, by: Judged): ReturnType<typeof formatMemory> {
  return formatMemory(memory, by, digestOfPieces);
}

/** Remembers it for the next run; that it cannot be kept costs that run some time. */
export function rememberJudged(
  files: FileSystem,
  stateDir: string,
  pieces: readonly Uint8Array[],
  unique: string,
): void {
  attempt(() => {
    const [only] = pieces;
    const bytes = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
    writeText(files, stateDir, STATE.judged, bytes, unique, { isNote: true, mode: CLOSED });
  });
}

function digestOf(text: string): string {
  return digest(Buffer.from(text));
}
