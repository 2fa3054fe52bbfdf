import type { Ignored } from "./ignored.ts";
import { MOST } from "./mistake.ts";
import type { Span } from "./node.ts";
import type { RawNode } from "./raw-tree.ts";
import type { Field } from "./type.ts";
import type { Place, TypedNode } from "./typed-node.ts";

/** One field in several spellings (`Rule`, `rule`): Traefik takes one after the other, in byte order. */
export interface Respelling {
  /** the struct that it stands in */
  readonly up: Place;
  readonly field: Field;
  readonly before: readonly RawNode[];
  readonly last: RawNode;
}

export interface Normalised {
  readonly root: TypedNode;
  /** roots that hold one value each: one that was replaced by a later one of the same name, and must be valid too */
  readonly replaced: readonly TypedNode[];
  readonly respellings: readonly Respelling[];
  readonly ignored: readonly Ignored[];
  /** where a plugin's configuration is given */
  readonly plugins: readonly Place[];
  /** content where no content fits, and no schema says so: in the fields of types that are never set */
  readonly misfits: readonly Place[];
  /** maps whose names would exhaust the memory: left empty */
  readonly oversized: readonly Place[];
  /** how many guessed names and values were passed over, for they fit nowhere */
  readonly guesses: number;
}

export interface NormaliseOptions {
  /** maps inside a map of strings become dotted keys (since 3.3); before, their entry is empty */
  readonly dottedKeys: boolean;
  /** whether a stretch of text was guessed: what fits nowhere there is nobody's mistake */
  readonly isGuessed: (span: Span) => boolean;
}

/** What one normalisation gathers on its way. */
export interface Run extends NormaliseOptions {
  readonly replaced: TypedNode[];
  readonly respellings: Respelling[];
  readonly ignored: Ignored[];
  readonly plugins: Place[];
  readonly misfits: Place[];
  readonly oversized: Place[];
  guesses: number;
}

/** Remembers what Traefik passes over. */
export function ignore(run: Run, found: readonly Ignored[]): void {
  for (const ignored of found) if (run.ignored.length < MOST) run.ignored.push(ignored);
}
