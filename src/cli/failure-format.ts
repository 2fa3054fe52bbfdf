import type { Terminal } from "./terminal.ts";
import { writtenCommand, writtenOption } from "./written-option.ts";

/** The forms of a report that have a way to tell that there is none; `json-line` is that of `explain --requests`. */
export const FAILURE_FORMATS = ["json", "json-line", "sarif", "github", "junit", "markdown"] as const;
export type FailureFormat = (typeof FAILURE_FORMATS)[number];

/** The form in which a caller waits for a report: as the call says, else as the command would choose; null: none. */
export function failureFormat(args: readonly string[], env: Terminal["env"]): FailureFormat | null {
  const command = writtenCommand(args);
  const isByLine = command === "explain" && writtenOption(args, "requests") !== undefined;
  const given = writtenOption(args, "format") ?? chosenBy(command, args, env, isByLine);
  const format = FAILURE_FORMATS.find((known) => known === given?.toLowerCase()) ?? null;
  return format === "json" && isByLine ? "json-line" : format;
}

function chosenBy(
  command: string,
  args: readonly string[],
  env: Terminal["env"],
  isByLine: boolean,
): string | null {
  if (command === "graph" && writtenOption(args, "output")?.endsWith(".json") === true) return "json";
  if (isByLine) return "json";
  const isAnnotated = command === "validate" || command === "test";
  return isAnnotated && env["GITHUB_ACTIONS"] === "true" ? "github" : null;
}
