import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/diagnostic.ts";
import { loadFiles } from "../../support/load-files.ts";

/** One file for each of the usual mistakes, and beside it what is said of it; `vitest -u` writes that anew. */
const folder = new URL("../../fixtures/mistakes/", import.meta.url);
const names = readdirSync(folder).filter((name) => !name.endsWith(".out"));

test.each(names)("%s", async (name) => {
  const source = readFileSync(new URL(name, folder), "utf8");
  const { diagnostics } = loadFiles({ [name]: source });
  await expect(diagnostics.map((found) => transcript(found, source)).join("\n")).toMatchFileSnapshot(
    new URL(`${name}.out`, folder).pathname,
  );
});

function transcript(found: Diagnostic, source: string): string {
  const { line, column, endLine, endColumn, severity, effect, rule, object, message, hint } = found;
  const at = Array.from(source.split("\n")[line - 1] ?? "");
  const marked =
    endLine === line ? at.slice(column - 1, endColumn - 1).join("") : at.slice(column - 1).join("");
  const lines = [
    `${line}:${column}-${endLine}:${endColumn} ${marked}`,
    `  ${severity} ${effect ?? "-"} ${rule} ${object ?? "-"}`,
    `  ${message}`,
  ];
  if (hint !== null) lines.push(`  ${hint}`);
  return `${lines.join("\n")}\n`;
}
