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
  /** services on the way and their weights, in any unit: `{app-v1: 90, app-v2: 10}` */
  readonly split?: ReadonlyMap<string, number>;
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

/** A mistake in a file of tests. */
export interface TestFileFault {
  readonly range: Range;
  readonly says: string;
  readonly hint: string | null;
}
