import type { Graph, GraphNode, NodeKind, NodeState } from "./graph.ts";
import { printableLines } from "../printable.ts";

const SHAPES: Readonly<Record<NodeKind, string>> = {
  entryPoint: "cds",
  router: "box",
  middleware: "hexagon",
  service: "ellipse",
  server: "cylinder",
};

const STYLES: Readonly<Record<NodeState, string>> = {
  enabled: "",
  warning: ", color=goldenrod, penwidth=2",
  disabled: ", color=red, penwidth=2, style=dashed",
  missing: ", color=red, penwidth=2, style=dotted",
  elsewhere: ", style=dashed",
};

/** A graph in the language of Graphviz: `dot -Tsvg`. */
export function dotOf({ title, nodes, edges }: Graph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [
    `digraph ${quoted(title)} {`,
    "  rankdir=LR;",
    '  node [fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=10];',
  ];
  for (const node of nodes) {
    const tip = node.problem === null ? "" : `, tooltip=${quoted(node.problem)}`;
    const look = `shape=${SHAPES[node.kind]}${STYLES[node.state]}${tip}`;
    lines.push(`  ${names.get(node.id)} [label=${quoted(labelOf(node))}, ${look}];`);
  }
  for (const { from, to, label, isMain } of edges) {
    const attributes = [label === "" ? "" : `label=${quoted(label)}`, isMain ? "" : "style=dashed"];
    const given = attributes.filter((attribute) => attribute !== "").join(", ");
    lines.push(`  ${names.get(from)} -> ${names.get(to)}${given === "" ? "" : ` [${given}]`};`);
  }
  return `${lines.join("\n")}\n}\n`;
}

function labelOf({ name, detail, state }: GraphNode): string {
  return [name, detail, state === "missing" ? "does not exist" : ""].filter((text) => text !== "").join("\n");
}

function quoted(text: string): string {
  const clean = printableLines(text)
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`);
  return `"${clean.replaceAll("\n", String.raw`\n`)}"`;
}
