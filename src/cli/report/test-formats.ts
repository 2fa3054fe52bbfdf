import type { TestedEnvironment } from "../../route-tests/tested-environment.ts";

/** Turns what came of tests into text that ends with a newline. */
export type TestReporter = (environments: readonly TestedEnvironment[], colour: boolean) => string;

export const TEST_FORMATS = ["text", "json", "github", "junit"] as const;
export type TestFormat = (typeof TEST_FORMATS)[number];

const REPORTERS: Record<TestFormat, () => Promise<TestReporter>> = {
  text: async () => (await import("./test-text.ts")).testTextReport,
  json: async () => (await import("./test-json.ts")).testJsonReport,
  github: async () => (await import("./test-github.ts")).testGithubReport,
  junit: async () => (await import("./test-junit.ts")).testJunitReport,
};

export async function testReporterOf(format: TestFormat): Promise<TestReporter> {
  return REPORTERS[format]();
}
