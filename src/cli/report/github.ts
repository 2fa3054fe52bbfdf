import type { Diagnostic } from "../../diagnostic.ts";
import type { Range } from "../../traefik/load/document.ts";
import { filePath } from "./file-path.ts";
import type { Reporter } from "./format.ts";
import { printable } from "../../printable.ts";

const COMMAND = { error: "error", warning: "warning", info: "notice" } as const;

/** Workflow commands that GitHub shows at the line in the pull request. */
export const githubReport: Reporter = ({ environments }) =>
  environments
    .flatMap(({ path, diagnostics }) => diagnostics.map((found) => annotation(path, found)))
    .join("");

function annotation(environment: string, found: Diagnostic): string {
  const { severity, rule, message, hint } = found;
  const text = hint === null ? message : `${message} (${hint})`;
  return workflowCommand(COMMAND[severity], filePath(environment, found.file), found, rule, printable(text));
}

/**
 * One annotation at a place of a file; line breaks in its text stay, and in the file's name, which GitHub reads as they
 * were. It has no words for other control characters.
 */
export function workflowCommand(
  command: "error" | "warning" | "notice",
  file: string,
  { line, column, endLine, endColumn }: Range,
  title: string,
  text: string,
): string {
  const properties: readonly (readonly [string, string | number])[] = [
    ["file", file],
    ["line", line],
    ["endLine", endLine],
    // columns over several lines are refused; they are inclusive, ours end before
    ...(line === endLine
      ? ([
          ["col", column],
          ["endColumn", Math.max(column, endColumn - 1)],
        ] as const)
      : []),
    ["title", title],
  ];
  const list = properties
    .map(([name, value]) => `${name}=${printable(escapeProperty(String(value)))}`)
    .join(",");
  return `::${command} ${list}::${printable(escapeData(text))}\n`;
}

/** The text of a workflow command, on one line. */
export function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
