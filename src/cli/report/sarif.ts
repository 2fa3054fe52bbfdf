import type { Diagnostic } from "../../diagnostic.ts";
import { RULES, type RuleId } from "../../rules.ts";
import type { RulePage } from "../rule-page.ts";
import { filePath } from "./file-path.ts";
import { jsonText } from "../../printable.ts";
import type { Reporter } from "./format.ts";

const LEVEL = { error: "error", warning: "warning", info: "note" } as const;

/** What every log begins with. */
export const SARIF = {
  $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
  version: "2.1.0",
} as const;

/** Who made a log. */
export function sarifTool(version: string, rules: readonly object[]): object {
  return { driver: { name: "gateway-hook-configsync", version, rules } };
}

/** SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0 */
export const sarifReport: Reporter = ({ environments }, { version, rulePage }) => {
  const all = environments.flatMap(({ path, diagnostics }) => diagnostics.map((found) => ({ path, found })));
  const ids = [...new Set(all.map(({ found }) => found.rule))].toSorted();
  const log = {
    ...SARIF,
    runs: [
      {
        tool: sarifTool(
          version,
          ids.map((id) => describeRule(id, rulePage(id))),
        ),
        columnKind: "unicodeCodePoints",
        results: all.map(({ path, found }) => result(path, found, ids.indexOf(found.rule))),
      },
    ],
  };
  return `${jsonText(log, 2)}\n`;
};

/** Code scanning shows the help beside the finding: the page itself, since most readers of a log have no other. */
function describeRule(id: RuleId, { address, text }: RulePage): object {
  const { severity, summary } = RULES[id];
  return {
    id,
    shortDescription: { text: summary },
    ...(address === null ? {} : { helpUri: address }),
    help: text === null ? { text: summary } : { text, markdown: text },
    defaultConfiguration: { level: LEVEL[severity] },
  };
}

function result(environment: string, found: Diagnostic, ruleIndex: number): object {
  const { line, column, endLine, endColumn, rule, severity, message, hint, effect, object } = found;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: hint === null ? message : `${message}. ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: locationOf(filePath(environment, found.file)),
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
        ...(object === null ? {} : { logicalLocations: [{ fullyQualifiedName: object }] }),
      },
    ],
    properties: { effect },
  };
}

/** A relative reference (RFC 3986) from the root of the sources; an absolute path becomes a file URI. */
function locationOf(path: string): object {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? { uri: `file://${encoded}` } : { uri: encoded, uriBaseId: "%SRCROOT%" };
}
