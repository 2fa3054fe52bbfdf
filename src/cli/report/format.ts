import type { ValidateReport } from "../../report.ts";
import type { RuleId } from "../../rules.ts";
import type { RulePage } from "../rule-page.ts";

/** What a report needs beyond its data. */
export interface ReportContext {
  /** the text of a file of an environment, for the line in question; undefined when it cannot be shown */
  readonly source: (environment: string, file: string) => string | undefined;
  readonly colour: boolean;
  /** of this tool */
  readonly version: string;
  readonly rulePage: (rule: RuleId) => RulePage;
}

/** Turns a report into text that ends with a newline. */
export type Reporter = (report: ValidateReport, context: ReportContext) => string;

export const FORMATS = ["text", "json", "sarif", "github", "junit"] as const;
export type Format = (typeof FORMATS)[number];

/** Each format's code is loaded alone: a run needs no more than one. */
const REPORTERS: Record<Format, () => Promise<Reporter>> = {
  text: async () => (await import("./text.ts")).textReport,
  json: async () => (await import("./json.ts")).jsonReport,
  sarif: async () => (await import("./sarif.ts")).sarifReport,
  github: async () => (await import("./github.ts")).githubReport,
  junit: async () => (await import("./junit.ts")).junitReport,
};

export async function reporterOf(format: Format): Promise<Reporter> {
  return REPORTERS[format]();
}
