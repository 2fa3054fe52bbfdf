import { ROUTE_TESTS } from "../environment/unpublished.ts";
import type { TestFileFault } from "./route-test.ts";
import type { TestResult } from "./run-tests.ts";

/** What came of the tests of one environment. */
export interface TestedEnvironment {
  /** as given */
  readonly path: string;
  readonly tests: readonly TestResult[];
  /** the file of tests, for the lines in question */
  readonly source: string;
  /** nothing was run: the file itself makes no sense */
  readonly isFileBroken: boolean;
}

/** Mistakes of a file as tests that failed, so that every report tells them at their lines. */
export function brokenTests(faults: readonly TestFileFault[]): readonly TestResult[] {
  return faults.map(({ range, says, hint }) => ({
    name: ROUTE_TESTS,
    line: () => range.line,
    passed: false,
    message: hint === null ? says : `${says}\n${hint}`,
    place: () => range,
  }));
}
