import { ROUTE_TESTS } from "../../environment/unpublished.ts";
import type { TestResult } from "../../route-tests/run-tests.ts";
import type { TestedEnvironment } from "../../route-tests/tested-environment.ts";
import { filePath } from "./file-path.ts";
import { escapeXml } from "./junit.ts";
import type { TestReporter } from "./test-formats.ts";

/** JUnit XML: an environment is a suite, a test a case. */
export const testJunitReport: TestReporter = (environments) => {
  const all = environments.flatMap(({ tests }) => tests);
  const attributes = `name="gateway-hook-configsync test" tests="${all.length}" failures="${failures(all)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes}>\n${environments.map(suite).join("")}</testsuites>\n`;
};

function suite({ path, tests }: TestedEnvironment): string {
  const cases = tests.map((result) => testcase(path, result)).join("");
  return `  <testsuite name="${escapeXml(path)}" tests="${tests.length}" failures="${failures(tests)}" errors="0">\n${cases}  </testsuite>\n`;
}

function testcase(path: string, { name, line, passed, message }: TestResult): string {
  const file = filePath(path, ROUTE_TESTS);
  const open = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(path)}" file="${escapeXml(file)}" line="${line()}"`;
  if (passed) return `${open}/>\n`;
  const [first = ""] = (message ?? "").split("\n");
  return `${open}>\n      <failure message="${escapeXml(first)}" type="route-test">${escapeXml(`${file}:${line()}: ${message}`)}</failure>\n    </testcase>\n`;
}

function failures(tests: readonly TestResult[]): number {
  return tests.filter(({ passed }) => !passed).length;
}
