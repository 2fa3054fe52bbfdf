import type { Question } from "../explain/question.ts";
import type { Range } from "../traefik/load/document.ts";
import type { Span } from "../traefik/load/node.ts";

/** One request and what is expected of it. */
export interface RouteTest {
  /** as given, else the request as written */
  readonly name: string;
  /** all of it; its request alone where it has several */
  readonly span: Span;
  readonly question: Question;
  readonly expected: Expectation;
  /** where the request stands */
  readonly at: Span;
  /** where its entry point is named; null: nowhere */
  readonly entryPointAt: Span | null;
  /** where the members of the expectation do */
  readonly members: ReadonlyMap<keyof Expectation, Span>;
}

/** What a test says about a request; what it does not name may be anything. */
export interface Expectation {
  /** as written, without `@file`; null: no router has it */
  readonly router?: string | null;
  /** exactly these, in this order */
  readonly middlewares?: readonly string[];
  readonly service?: string;
  /** services on the way and the part that each has of all requests */
  readonly split?: ReadonlyMap<string, Part>;
  /** services that get copies, in percent */
  readonly mirrors?: ReadonlyMap<string, number>;
  /** where to; the gateway answers it itself */
  readonly redirect?: string;
  /** with which the gateway itself answers */
  readonly status?: number;
  /** whether the gateway cuts the connection off */
  readonly closed?: boolean;
  /** path, and query where the text has one, as the service gets them */
  readonly path?: string;
  /** as the service gets it */
  readonly host?: string;
  /** headers as the service gets them; null: not at all */
  readonly headers?: ReadonlyMap<string, string | null>;
}

/** `10 %` of all requests; or, in any unit, a part of those that no percentage stands for: `{app-v1: 9, app-v2: 1}`. */
export interface Part {
  readonly number: number;
  readonly isPercent: boolean;
}

/** What the percentages of a split add up to. */
export function percentsOf(split: ReadonlyMap<string, Part>): number {
  return sumOf(split, true);
}

/** The part of all requests that each service is to get, from 0 to 1: plain numbers share what percentages leave. */
export function wantedParts(split: ReadonlyMap<string, Part>): ReadonlyMap<string, number> {
  const rest = 1 - percentsOf(split) / 100;
  const total = sumOf(split, false);
  const wanted = ({ number, isPercent }: Part): number =>
    isPercent ? number / 100 : total === 0 ? 0 : (number / total) * rest;
  return new Map([...split].map(([name, part]) => [name, wanted(part)]));
}

function sumOf(split: ReadonlyMap<string, Part>, ofPercents: boolean): number {
  let sum = 0;
  for (const { number, isPercent } of split.values()) if (isPercent === ofPercents) sum += number;
  return sum;
}

/** A mistake in a file of tests. */
export interface TestFileFault {
  readonly range: Range;
  readonly says: string;
  readonly hint: string | null;
}
