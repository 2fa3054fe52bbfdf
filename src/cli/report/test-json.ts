import { jsonText } from "../../printable.ts";
import type { TestReporter } from "./test-formats.ts";

/** The one document of `test --format json`. */
export const testJsonReport: TestReporter = (tested) => {
  const environments = tested.map(({ path, tests }) => ({
    path,
    passed: tests.filter(({ passed }) => passed).length,
    failed: tests.filter(({ passed }) => !passed).length,
    tests: tests.map(({ name, line, passed, message }) => ({ name, line: line(), passed, message })),
  }));
  return `${jsonText({ version: 1, environments }, 2)}\n`;
};
