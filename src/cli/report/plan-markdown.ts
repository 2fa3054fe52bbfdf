import type { Diagnostic } from "../../diagnostic.ts";
import { mermaidOf } from "../../graph/mermaid.ts";
import type { ChangeGraph } from "../../plan/change-graph.ts";
import type { EnvironmentPlan } from "../../plan/plan.ts";
import type { ToldChange } from "../../plan/tell-changes.ts";
import { countChanges } from "./count-changes.ts";
import { filePath } from "./file-path.ts";
import { plural } from "./plural.ts";
import { printable } from "../../printable.ts";
import { REMOVAL_NOTE } from "./removal-note.ts";
import { restartReason } from "./restart-reason.ts";

/** A comment on GitHub holds 65,536 characters: so many rows and characters of a cell always fit. */
const MOST_ROWS = 60;
const MOST_CHARACTERS = 300;
const MOST_EDGES = 150;
/** characters of a drawing; Mermaid itself takes 50,000 */
const MOST_DRAWN = 20_000;

const MARK = { added: "➕", removed: "➖", changed: "✏️" } as const;

/** A plan for the comment on a pull request: what changes, a graph of the ways that change, the files. */
export function markdownPlan(plan: EnvironmentPlan, against: string | null): string {
  const { path, verdict, files, objects, told, restartRequired, removal, diagnostics } = plan;
  const graph = plan.graph();
  const touched = files.write.length + files.delete.length;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const name = `${code(path)}${against === null ? "" : ` against ${code(against)}`}`;
  const outcome =
    verdict === "rejected"
      ? `would be rejected: ${plural(errors.length, "error")}`
      : touched === 0
        ? `nothing to do, ${plural(files.unchanged, "file")} unchanged`
        : countChanges(objects);
  const blocks = [
    `### ${name}: ${outcome}`,
    ...(verdict === "rejected" ? [findingsTable(path, diagnostics)] : []),
    ...(told.length === 0 ? [] : [changesTable(told)]),
    ...(restartRequired ? [restartNote(plan)] : []),
    ...(removal === null ? [] : [`⚠️ ${REMOVAL_NOTE[removal]}.`]),
    ...(graph === null ? [] : [drawing(graph)]),
    ...(touched === 0 ? [] : [filesList(files)]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function restartNote(plan: EnvironmentPlan): string {
  const note = `⚠️ **Traefik has to be restarted**: ${restartReason(plan)}.`;
  const lines = capped(
    [...plan.staticChanges, ...plan.unread].map((line) => `- ${code(line)}`),
    "fields",
  );
  return [note, ...(lines.length === 0 ? [] : ["", ...lines])].join("\n");
}

/** Mermaid, unless GitHub would refuse to draw so much. */
function drawing({ graph, marks }: ChangeGraph): string {
  const text = graph.edges.length > MOST_EDGES ? "" : mermaidOf(graph, marks);
  if (text !== "" && text.length <= MOST_DRAWN) return `\`\`\`mermaid\n${text}\`\`\``;
  return `The ways that change have ${plural(graph.edges.length, "edge")}: too many to draw here.`;
}

function findingsTable(environment: string, diagnostics: readonly Diagnostic[]): string {
  const shown = diagnostics.filter(({ severity }) => severity !== "info");
  const rows = shown.map(({ file, line, severity, rule, message, hint }) => {
    const reason = cell(hint === null ? message : `${message} (${hint})`);
    return `| ${cell(`${filePath(environment, file)}:${line}`)} | ${severity} | ${reason} | ${rule} |`;
  });
  return table("| where | | what | rule |\n|---|---|---|---|", rows, "findings");
}

function changesTable(told: readonly ToldChange[]): string {
  const rows = told.map(({ change, title, details }) => {
    const lines = details.slice(0, 5).map(cell);
    if (details.length > 5) lines.push(`and ${details.length - 5} more`);
    return `| ${MARK[change]} | ${cell(title)} | ${lines.join("<br>") || change} |`;
  });
  return table("| | object | what changes |\n|---|---|---|", rows, "objects");
}

function filesList({ write, delete: gone, unchanged }: EnvironmentPlan["files"]): string {
  const lines = [
    ...write.map((file) => `- write ${code(file)}`),
    ...gone.map((file) => `- delete ${code(file)}`),
  ];
  const summary = `${write.length} to write, ${gone.length} to delete, ${unchanged} unchanged`;
  return `<details><summary>Files: ${summary}</summary>\n\n${capped(lines, "files").join("\n")}\n\n</details>`;
}

function table(head: string, rows: readonly string[], what: string): string {
  const shown = rows.slice(0, MOST_ROWS);
  const rest = rows.length - shown.length;
  return [head, ...shown].join("\n") + (rest > 0 ? `\n\nand ${rest} more ${what}` : "");
}

function capped(lines: readonly string[], what: string): string[] {
  const shown = lines.slice(0, MOST_ROWS);
  return lines.length > shown.length
    ? [...shown, `- and ${lines.length - shown.length} more ${what}`]
    : shown;
}

/** A text out of git as code: nothing in it is markup, mentions a person or closes an issue. */
function code(text: string): string {
  const all = Array.from(printable(text));
  const short = all.length > MOST_CHARACTERS ? `${all.slice(0, MOST_CHARACTERS).join("")}…` : all.join("");
  const fence = "`".repeat(Math.max(0, ...Array.from(short.matchAll(/`+/g), ([run]) => run.length)) + 1);
  const pad = short.startsWith("`") || short.endsWith("`") ? " " : "";
  return `${fence}${pad}${short}${pad}${fence}`;
}

/** The same in a table, where a bar would end the cell even in code. */
function cell(text: string): string {
  return code(text).replaceAll("|", String.raw`\|`);
}
