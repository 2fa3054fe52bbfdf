import type { Graph, GraphNode, NodeKind, NodeState } from "./graph.ts";
import { printable } from "../printable.ts";

/** What GitHub and GitLab draw at most; beyond it they show an error instead. */
export const MERMAID_MOST_EDGES = 500;

const SHAPES: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  entryPoint: ["([", "])"],
  router: ["[", "]"],
  middleware: ["{{", "}}"],
  service: ["(", ")"],
  server: ["[(", ")]"],
};

const STYLES: Readonly<Partial<Record<NodeState, string>>> = {
  warning: "stroke:#a16207,stroke-width:2px",
  disabled: "stroke:#c21d1d,stroke-width:2px,stroke-dasharray:4",
  missing: "stroke:#c21d1d,stroke-width:2px,stroke-dasharray:2",
  elsewhere: "stroke-dasharray:6",
};

/** What becomes of a node where a graph shows a change. */
const MARKED = {
  added: "fill:#dcfce7,stroke:#15803d,color:#14532d",
  removed: "fill:#fee2e2,stroke:#b91c1c,color:#7f1d1d,stroke-dasharray:4",
  changed: "fill:#fef9c3,stroke:#a16207,color:#713f12",
} as const;

/**
 * A Mermaid flowchart, as GitHub and GitLab draw it inside Markdown.
 *
 * @param marks nodes to point out, by their id
 */
export function mermaidOf(
  { title, nodes, edges }: Graph,
  marks: ReadonlyMap<string, keyof typeof MARKED> = new Map(),
): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [`%% ${printable(title.replaceAll(/\s+/g, " "))}`, "flowchart LR"];
  for (const node of nodes) {
    const [open, close] = SHAPES[node.kind];
    const look = marks.get(node.id) ?? (STYLES[node.state] === undefined ? "" : node.state);
    const style = look === "" ? "" : `:::${look}`;
    lines.push(`  ${names.get(node.id)}${open}"${labelOf(node)}"${close}${style}`);
  }
  for (const { from, to, label, isMain } of edges) {
    const arrow = isMain ? "-->" : "-.->";
    const text = label === "" ? "" : `|"${quoted(label)}"|`;
    lines.push(`  ${names.get(from)} ${arrow}${text} ${names.get(to)}`);
  }
  for (const [state, style] of Object.entries(STYLES)) {
    if (nodes.some((node) => node.state === state)) lines.push(`  classDef ${state} ${style}`);
  }
  for (const [mark, style] of Object.entries(MARKED)) {
    if (nodes.some(({ id }) => marks.get(id) === mark)) lines.push(`  classDef ${mark} ${style}`);
  }
  return `${lines.join("\n")}\n`;
}

/** A name in bold and what is to be known of it below. */
function labelOf({ name, detail, state }: GraphNode): string {
  const note = {
    enabled: "",
    warning: "in error",
    disabled: "disabled",
    missing: "does not exist",
    elsewhere: "",
  };
  const below = [detail, note[state]].filter((text) => text !== "").map(quoted);
  return [`<b>${quoted(name)}</b>`, ...below].join("<br/>");
}

/** Text in quotes: what Mermaid or HTML would take for its own as Mermaid's entities. */
function quoted(text: string): string {
  return printable(text.replaceAll(/[\t\r\n]+/g, " ")).replaceAll(
    /["#&<>;\\]/g,
    (letter) => `#${letter.codePointAt(0)};`,
  );
}
