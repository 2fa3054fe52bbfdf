import type { Failure } from "../failure.ts";
import { EXIT_OF_FAILURE } from "../failure.ts";
import type { FailureFormat } from "../failure-format.ts";
import { VERSION } from "../version.ts";
import { escapeData } from "./github.ts";
import { escapeXml } from "./junit.ts";
import { jsonText, printable } from "../../printable.ts";
import { SARIF, sarifTool } from "./sarif.ts";

const REPORTS: Record<FailureFormat, (failure: Failure) => string> = {
  json: (failure) => `${jsonText(documentOf(failure), 2)}\n`,
  "json-line": (failure) => `${jsonText(documentOf(failure))}\n`,
  sarif: (failure) => `${jsonText(sarifOf(failure), 2)}\n`,
  github: ({ message }) => `::error title=gateway-hook-configsync::${escapeData(printable(message))}\n`,
  junit: junitOf,
  markdown: ({ message }) => `### ⚠️ No plan\n\n${printable(message).replace(/(?=[\\`*_[\]<>|#])/g, "\\")}\n`,
};

/** What stands where the report would, where there is none: one document, in the form that was asked for. */
export function failureReport(failure: Failure, format: FailureFormat): string {
  return REPORTS[format](failure);
}

function documentOf({ kind, message }: Failure): object {
  return { version: 1, error: { kind, message } };
}

/** A run that was not successful, which is not one without results: SARIF 2.1.0, 3.20.14 and 3.20.21. */
function sarifOf({ kind, message }: Failure): object {
  const notifications = kind === "usage" ? "toolConfigurationNotifications" : "toolExecutionNotifications";
  const invocation = {
    executionSuccessful: false,
    exitCode: EXIT_OF_FAILURE[kind],
    [notifications]: [{ level: "error", message: { text: message } }],
  };
  return { ...SARIF, runs: [{ tool: sarifTool(VERSION, []), invocations: [invocation], results: [] }] };
}

function junitOf({ kind, message }: Failure): string {
  const name = "gateway-hook-configsync";
  const counts = `tests="1" failures="0" errors="1"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="${name}" ${counts}>`,
    `  <testsuite name="${name}" ${counts}>`,
    `    <testcase name="${name}" classname="${name}">`,
    `      <error message="${escapeXml(message)}" type="${kind}"/>`,
    `    </testcase>`,
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}
