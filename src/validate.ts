import { diagnose, tidy, type Diagnostic, type Severity } from "./diagnostic.ts";
import { FILE_START } from "./environment/file-start.ts";
import type { Reading } from "./environment/read.ts";
import { applyIgnoreComments } from "./ignore-comments.ts";
import type { Verdict } from "./report.ts";
import type { TraefikVersion } from "./traefik/versions.ts";

/** By which rules an environment is judged. */
export interface JudgeOptions {
  readonly traefikVersion: TraefikVersion;
  /** absolute path of the folder that the environment becomes */
  readonly targetDir: string;
  /** from which severity it is rejected */
  readonly failOn: Exclude<Severity, "info">;
  /** variables of the gateway that templates read; one that is not here is unknown, not empty */
  readonly variables: Readonly<Record<string, string>>;
  /** which findings count; all when it is not given */
  readonly keep?: (found: Diagnostic) => boolean;
}

/** What Traefik would make of an environment. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly traefikVersion: TraefikVersion;
  /** how many files would be published */
  readonly files: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Judges an environment as Traefik would, from what was read of it: nothing is read again, and nothing written.
 * Bad configuration is a verdict, never an exception.
 */
export function judge({ tree, diagnostics }: Reading, options: JudgeOptions): Judgement {
  const found = [...diagnostics];
  if (tree.files.length === 0) {
    const message = "the environment holds no file: publishing it would empty the gateway";
    found.push(diagnose("environment-empty", { file: ".", range: FILE_START, message }));
  }
  const kept = tidy(applyIgnoreComments(tree, found)).filter(options.keep ?? (() => true));
  return {
    verdict: kept.some(({ severity }) => rejects(severity, options.failOn)) ? "rejected" : "accepted",
    traefikVersion: options.traefikVersion,
    files: tree.files.length,
    diagnostics: kept,
  };
}

function rejects(severity: Severity, failOn: JudgeOptions["failOn"]): boolean {
  return severity === "error" || (failOn === "warning" && severity === "warning");
}
