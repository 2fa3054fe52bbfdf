import { arrivalOf } from "../explain/question.ts";
import type { Range } from "../traefik/load/document.ts";
import { follow } from "../traefik/routes/follow.ts";
import type { RoutingTable } from "../traefik/routes/routing-table.ts";
import { compareAnswer } from "./compare-answer.ts";
import { compareRouter } from "./compare-router.ts";
import type { Expectation, RouteTest } from "./route-test.ts";

export interface TestResult {
  readonly name: string;
  /** where the test begins, 1-based */
  readonly line: number;
  readonly passed: boolean;
  /** why it failed: several lines, the first says it all; null: it passed */
  readonly message: string | null;
  /** what in the test does not hold */
  readonly place: () => Range;
}

/** One thing that is not as expected. */
export interface Mismatch {
  /** the member of the expectation */
  readonly member: keyof Expectation;
  /** the first line says it all */
  readonly says: string;
}

/** Asks every test's request, and compares. */
export function runTests(table: RoutingTable, tests: readonly RouteTest[]): readonly TestResult[] {
  return tests.map((test) => runTest(table, test));
}

function runTest(table: RoutingTable, test: RouteTest): TestResult {
  const { name, line, question, expected } = test;
  const asked = arrivalOf(question, table);
  if (!asked.ok) {
    const { says, hint } = asked.fault;
    return {
      name,
      line,
      passed: false,
      message: hint === null ? says : `${says}\n${hint}`,
      place: test.place,
    };
  }
  const journey = follow(table, asked.arrival);
  // of a wrong router everything else is wrong too
  const router = compareRouter(table, asked.arrival, journey, expected);
  const found = router.length > 0 ? router : compareAnswer(table.gateway, journey, expected);
  const [first] = found;
  return {
    name,
    line,
    passed: first === undefined,
    message: first === undefined ? null : found.map(({ says }) => says).join("\n"),
    place: () => test.place(first?.member),
  };
}
