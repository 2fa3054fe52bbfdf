import type { Diagnostic } from "../../diagnostic.ts";
import { filePath } from "./file-path.ts";
import type { Reporter } from "./format.ts";
import { printable } from "./printable.ts";

const COMMAND = { error: "error", warning: "warning", info: "notice" } as const;

/** Workflow commands that GitHub shows at the line in the pull request. */
export const githubReport: Reporter = ({ environments }) =>
  environments
    .flatMap(({ path, diagnostics }) => diagnostics.map((found) => annotation(path, found)))
    .join("");

function annotation(environment: string, found: Diagnostic): string {
  const { line, column, endLine, endColumn, severity, rule, message, hint } = found;
  const properties: readonly (readonly [string, string | number])[] = [
    ["file", filePath(environment, found.file)],
    ["line", line],
    ["endLine", endLine],
    // columns over several lines are refused; they are inclusive, ours end before
    ...(line === endLine
      ? ([
          ["col", column],
          ["endColumn", Math.max(column, endColumn - 1)],
        ] as const)
      : []),
    ["title", rule],
  ];
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(",");
  return `::${COMMAND[severity]} ${list}::${escapeData(printable(hint === null ? message : `${message} (${hint})`))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
