import type { Diagnostic } from "./diagnostic.ts";

export type Verdict = "accepted" | "rejected";

/** What was found in one environment. */
export interface EnvironmentReport {
  /** as given */
  readonly path: string;
  readonly verdict: Verdict;
  /** whose rules judged: `3.7` */
  readonly traefikVersion: string;
  /** how many files would be published */
  readonly files: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The document of `validate --format json`. */
export interface ValidateReport {
  readonly version: 1;
  readonly environments: readonly EnvironmentReport[];
  /** with `--against`: named environments that the commit has and the checkout no longer, which nobody can judge */
  readonly gone?: readonly string[];
  readonly summary: Summary;
}

export interface Summary {
  readonly environments: number;
  readonly rejected: number;
  readonly errors: number;
  readonly warnings: number;
}

/** Joins the reports of some environments, in the order given. */
export function summarize(
  environments: readonly EnvironmentReport[],
  gone?: readonly string[],
): ValidateReport {
  const count = (severity: Diagnostic["severity"]): number =>
    environments.reduce(
      (sum, { diagnostics }) => sum + diagnostics.filter((found) => found.severity === severity).length,
      0,
    );
  return {
    version: 1,
    environments,
    ...(gone && { gone }),
    summary: {
      environments: environments.length,
      rejected: environments.filter(({ verdict }) => verdict === "rejected").length,
      errors: count("error"),
      warnings: count("warning"),
    },
  };
}
