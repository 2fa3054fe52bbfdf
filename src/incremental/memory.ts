import type { Diagnostic } from "../diagnostic.ts";
import type { StaticFacts } from "../traefik/static/facts.ts";
import type { Known } from "./affected.ts";
import { fromPlain, toPlain } from "./plain.ts";

/** What is remembered of one file of an environment that was judged. */
export interface Remembered extends Known {
  /** SHA-256 of its bytes */
  readonly content: string;
  /** those of its objects that Traefik's API lists, as it names them */
  readonly listed: readonly string[];
  /** what was found in it, before comments have their say */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is remembered of the static configuration. */
export interface RememberedStatic {
  /** the paths of the static files, each with the SHA-256 of its bytes */
  readonly content: string;
  readonly facts: StaticFacts;
  readonly diagnostics: readonly Diagnostic[];
}

/** An environment as it was judged: the dynamic files by path, in the order of loading. */
export interface Memory {
  /** names everything that the verdict depends on but these files: rules, settings, place, all other files */
  readonly key: string;
  readonly statics: RememberedStatic;
  readonly files: ReadonlyMap<string, Remembered>;
}

/** Who judged an environment, and what came of it as a whole. */
export interface Judged {
  /** names who judged, by which settings: the memory is of use to the same one alone */
  readonly judge: string;
  /** null where an environment that differs in values alone has to be judged as any other */
  readonly conclusion: Conclusion | null;
}

/** What came of an environment that was accepted, as a whole. */
export interface Conclusion {
  /** digest of what is published of it */
  readonly tree: string;
  readonly routers: number;
  /** digest of the names that Traefik's API lists */
  readonly objects: string;
  /** all that was told, in its order */
  readonly diagnostics: readonly Diagnostic[];
}

/** A memory that is yet to be written, one file after the other: all of them at once would outweigh the environment. */
export interface Recollection extends Omit<Memory, "files"> {
  readonly files: Iterable<readonly [path: string, file: Remembered]>;
}

/** Lines are put together up to so many characters: each by itself would cost as much as it says. */
const CHUNK = 200_000;

/**
 * Writes a memory as text, a line a file; in pieces, outside of V8's heap, which is at its fullest then. It is a long
 * piece of work, a step for each line.
 *
 * @param digest of a text in pieces: a memory that is damaged is none
 */
export function* formatMemory(
  memory: Recollection,
  { judge, conclusion }: Judged,
  digest: (pieces: readonly Uint8Array[]) => string,
): Generator<undefined, Uint8Array[], undefined> {
  const pieces: Uint8Array[] = [];
  let piece = `${JSON.stringify(judge)}\n${JSON.stringify(conclusion && toLine(conclusion))}`;
  for (const line of linesOf(memory)) {
    if (piece.length > CHUNK) {
      pieces.push(Buffer.from(piece));
      piece = "";
    }
    piece += `\n${line}`;
    yield;
  }
  pieces.push(Buffer.from(piece));
  return [Buffer.from(`${digest(pieces)}\n`), ...pieces];
}

function* linesOf({ key, statics, files }: Recollection): Iterable<string> {
  const { content, facts, diagnostics } = statics;
  const ofStatic: Statics = [content, toPlain(facts), diagnostics];
  yield JSON.stringify(key);
  yield JSON.stringify(ofStatic);
  for (const [path, file] of files) {
    const { content, names, mentions, routed, contests, hosts, listed, diagnostics } = file;
    const flags = (file.choosesOptions ? 1 : 0) + (file.isGlobal ? 2 : 0) + (file.isPlain ? PLAIN : 0);
    // most objects are listed under the names that they have; their order counts within a kind alone
    const isUsual = listed.length === names.length && areAmong(listed, names);
    yield JSON.stringify([
      path,
      content,
      names,
      isUsual ? 0 : listed,
      mentions,
      routed,
      contests,
      hosts,
      flags,
      diagnostics,
    ]);
  }
}

function toLine({ tree, routers, objects, diagnostics }: Conclusion): ConclusionLine {
  return [tree, routers, objects, diagnostics];
}

function areAmong(some: readonly string[], all: readonly string[]): boolean {
  if (some.every((name, at) => name === all[at])) return true;
  const known = new Set(all);
  return some.every((name) => known.has(name));
}

export type ConclusionLine = [
  tree: string,
  routers: number,
  objects: string,
  diagnostics: readonly Diagnostic[],
];

export type Statics = [content: string, facts: unknown, diagnostics: readonly Diagnostic[]];

/** The bit that says that a file is plain. */
export const PLAIN = 4;

export type Line = [
  path: string,
  content: string,
  names: string[],
  listed: string[] | 0,
  mentions: string[],
  routed: string[],
  contests: string[],
  hosts: string[],
  flags: number,
  diagnostics: Diagnostic[],
];

/** Reads a memory; null when it is another's, or damaged. */
export function parseMemory(text: string, judge: string, digest: (text: string) => string): Memory | null {
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  const head = JSON.stringify(judge);
  if (!body.startsWith(`${head}\n`) || text.slice(0, end) !== digest(body)) return null;
  // written here, and whole: it is what it was
  const [, key, [of, facts, found], ...lines] = JSON.parse(
    `[${body.slice(head.length + 1).replaceAll("\n", ",")}]`,
  ) as [ConclusionLine | null, string, Statics, ...Line[]];
  const statics = { content: of, facts: fromPlain(facts) as StaticFacts, diagnostics: found };
  const files = new Map<string, Remembered>();
  for (const [path, content, names, listed, mentions, routed, contests, hosts, flags, diagnostics] of lines) {
    const choosesOptions = (flags & 1) !== 0;
    const isGlobal = (flags & 2) !== 0;
    const isPlain = (flags & PLAIN) !== 0;
    const traits = { names, mentions, routed, contests, hosts, choosesOptions, isGlobal, isPlain };
    files.set(path, { ...traits, content, listed: listed === 0 ? names : listed, diagnostics });
  }
  return { key, statics, files };
}
