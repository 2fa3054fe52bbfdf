import type { Diagnostic } from "../../diagnostic.ts";
import type { EnvironmentReport } from "../../report.ts";
import { filePath } from "./file-path.ts";
import type { Reporter } from "./format.ts";
import { UNPRINTABLE } from "../../printable.ts";

/** JUnit XML: an environment is a suite, a finding a failed case; an environment without findings is one that passed. */
export const junitReport: Reporter = ({ environments, summary }) => {
  const cases = environments.reduce((sum, { diagnostics }) => sum + Math.max(1, diagnostics.length), 0);
  const attributes = `name="gateway-hook-configsync" tests="${cases}" failures="${summary.errors + summary.warnings}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes}>\n${environments.map(suite).join("")}</testsuites>\n`;
};

function suite({ path, diagnostics }: EnvironmentReport): string {
  const failures = diagnostics.filter(({ severity }) => severity !== "info").length;
  const body =
    diagnostics.length === 0
      ? `    <testcase name="${escapeXml(path)}" classname="${escapeXml(path)}"/>\n`
      : diagnostics.map((found) => testcase(path, found)).join("");
  const tests = Math.max(1, diagnostics.length);
  return `  <testsuite name="${escapeXml(path)}" tests="${tests}" failures="${failures}" errors="0">\n${body}  </testsuite>\n`;
}

function testcase(
  environment: string,
  { file, line, column, rule, severity, message, hint }: Diagnostic,
): string {
  const place = `${filePath(environment, file)}:${line}:${column}`;
  const text = `${place}: ${severity}: ${message}${hint === null ? "" : `\n${hint}`}`;
  const open = `    <testcase name="${escapeXml(`${rule} ${place}`)}" classname="${escapeXml(environment)}" file="${escapeXml(filePath(environment, file))}" line="${line}"`;
  return severity === "info"
    ? `${open}>\n      <system-out>${escapeXml(text)}</system-out>\n    </testcase>\n`
    : `${open}>\n      <failure message="${escapeXml(message)}" type="${rule}">${escapeXml(text)}</failure>\n    </testcase>\n`;
}

/** XML 1.0 has no way to write most control characters, nor lone surrogates: they become U+FFFD. The others are written by number. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\t", "&#9;")
    .replaceAll(UNPRINTABLE, (character) => `&#${character.charCodeAt(0)};`);
}
