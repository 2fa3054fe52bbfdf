import { concealedText } from "../conceal.ts";
import { arrivalOf } from "../explain/question.ts";
import { ROUTE_TESTS } from "../environment/unpublished.ts";
import { clip } from "../traefik/load/clip.ts";
import type { Document, Range } from "../traefik/load/document.ts";
import type { Span } from "../traefik/load/node.ts";
import { always, makeDocument } from "../traefik/load/make-document.ts";
import { follow } from "../traefik/routes/follow.ts";
import type { RoutingTable } from "../traefik/routes/routing-table.ts";
import { compareAnswer } from "./compare-answer.ts";
import { compareRouter } from "./compare-router.ts";
import type { TestFile } from "./read-tests.ts";
import type { Expectation, RouteTest } from "./route-test.ts";

export interface TestResult {
  readonly name: string;
  /** where the test begins, 1-based; few reports tell it of tests that pass */
  readonly line: () => number;
  readonly passed: boolean;
  /** why it failed: several lines, the first says it all; null: it passed */
  readonly message: string | null;
  /** what in the test does not hold */
  readonly place: () => Range;
}

/** Characters of a line of a message. */
const LONGEST_LINE = 1000;

/** One thing that is not as expected. */
export interface Mismatch {
  /** the member of the expectation */
  readonly member: keyof Expectation;
  /** the first line says it all */
  readonly says: string;
}

/** Asks every test's request, and compares. */
export function runTests(table: RoutingTable, { tests, source }: TestFile): readonly TestResult[] {
  const { range } = makeDocument(ROUTE_TESTS, always(source), null);
  return tests.map((test) => runTest(table, test, range));
}

/** Tests that cannot be run fail for one reason. */
export function failAll({ tests, source }: TestFile, message: string): readonly TestResult[] {
  const { range } = makeDocument(ROUTE_TESTS, always(source), null);
  return tests.map((test) => failed(test, message, range));
}

function runTest(table: RoutingTable, test: RouteTest, range: Document["range"]): TestResult {
  const { question, expected } = test;
  const asked = arrivalOf(question, table);
  if (!asked.ok) {
    const { says, hint } = asked.fault;
    return failed(test, hint === null ? says : `${says}\n${hint}`, range);
  }
  const journey = follow(table, asked.arrival);
  // of a wrong router everything else is wrong too
  const router = compareRouter(table, asked.arrival, journey, expected);
  const found = router.length > 0 ? router : compareAnswer(table.gateway, journey, expected);
  const [first] = found;
  if (first === undefined) return result(test, range, null, test.at);
  return failed(test, concealedText(found.map(({ says }) => says).join("\n")), range, first.member);
}

function failed(
  test: RouteTest,
  message: string,
  range: Document["range"],
  member?: keyof Expectation,
): TestResult {
  return result(test, range, clipped(message), (member && test.members.get(member)) ?? test.at);
}

/** A rule that is quoted may be as long as a file. */
function clipped(message: string): string {
  return message
    .split("\n")
    .map((line) => clip(line, LONGEST_LINE))
    .join("\n");
}

function result(
  { name, span }: RouteTest,
  range: Document["range"],
  message: string | null,
  at: Span,
): TestResult {
  return {
    name,
    line: () => range(span).line,
    passed: message === null,
    message,
    place: () => range(at),
  };
}
