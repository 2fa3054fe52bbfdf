import type { RuleId } from "../../rules.ts";
import { keyOf, keySpanOf, spanOf, type LoadedObject } from "../load/configuration.ts";
import type { Document } from "../load/document.ts";
import type { Span } from "../load/node.ts";

/** A spot in a configuration file. */
export interface Place {
  readonly document: Document;
  readonly span: Span;
}

/** Where a reference stands; asked when there is a fault, since few places are ever needed. */
export type WhereNamed = () => Place;

/** A mistake where it was made: what it takes to report it. */
export interface Cause {
  readonly rule: RuleId;
  /** the object in which the mistake stands */
  readonly owner: LoadedObject;
  readonly place: Place;
  /** what is wrong, to be read after the owner's name: `service "app" does not exist` */
  readonly says: string;
  readonly hint: string | null;
}

/** A mistake as Traefik tells it on one object; its text grows on the way up, its cause stays. */
export interface Fault {
  /** Traefik's own words, as its API shows them */
  readonly text: string;
  readonly cause: Cause;
  /** the reference through which it reached the object that is told of it */
  readonly via?: Place;
}

export interface Blame {
  readonly rule: RuleId;
  readonly owner: LoadedObject;
  /** the container and member that hold the offending value, or whose name offends; none: the object's name */
  readonly at?: readonly [container: object, member?: string | number, part?: "name"] | undefined;
  /** the place itself, where it stands in another object than the owner */
  readonly place?: Place | undefined;
  readonly says: string;
  readonly hint?: string | null | undefined;
}

/** Makes a fault: Traefik's text, and what to report. */
export function fault(text: string, blame: Blame): Fault {
  const { rule, owner, says, hint = null, place = placeOf(owner, blame.at) } = blame;
  return { text, cause: { rule, owner, place, says, hint } };
}

/**
 * What an object hears of the one that it refers to: the first of its faults, through the reference, maybe in other
 * words. Where all candidates of chance are looked for there may be more, but one is enough to fail by.
 */
export function passOn(
  [first]: readonly Fault[],
  owner: LoadedObject,
  at: Blame["at"],
  reword: (text: string) => string = (text) => text,
): readonly Fault[] {
  if (!first) return [];
  return [{ text: reword(first.text), cause: first.cause, via: placeOf(owner, at) }];
}

/** The last of some members as they are written: the one that makes them too many. */
export function lastWritten(container: object, members: readonly string[]): string {
  const start = (member: string): number => keySpanOf(container, member)?.start ?? -1;
  return members.reduce((last, member) => (start(member) > start(last) ? member : last));
}

/** Where a value stands; the object's name where it stands nowhere (a default). */
export function placeOf(owner: LoadedObject, at?: Blame["at"]): Place {
  if (at === undefined) return { document: owner.document, span: keyOf(owner) };
  const [container, member, part] = at;
  const name = part === "name" && member !== undefined ? keySpanOf(container, member) : undefined;
  const span = name ?? spanOf(container, member);
  return { document: owner.document, span: span ?? keyOf(owner) };
}
