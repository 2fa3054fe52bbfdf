import { sha256 } from "../sha256.ts";
import type { JudgeOptions } from "../validate.ts";
import { BUILD } from "./version.ts";

/** Names all that a verdict depends on but the files: variables by their digest alone, for they may be secrets. */
export function judgeName(options: JudgeOptions): string {
  const { traefikVersion, targetDir, failOn, variables, allVariables = false, testRoutes } = options;
  const digest = sha256(JSON.stringify(variables));
  return [
    BUILD,
    traefikVersion,
    failOn,
    digest,
    allVariables ? "all" : "some",
    testRoutes ? "tested" : "",
    targetDir,
  ].join(" ");
}
