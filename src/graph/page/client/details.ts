import type { Graph, GraphNode } from "../../graph.ts";
import { element } from "./element.ts";

/** Shows all that is known of a node beside the drawing; nothing where none is chosen. */
export function showDetails(graph: Graph, node: GraphNode | undefined, choose: (id: string) => void): void {
  const panel = element("details", HTMLElement);
  panel.hidden = node === undefined;
  if (node === undefined) return;
  const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
  const ways = (side: "from" | "to", other: "from" | "to"): HTMLElement[] =>
    graph.edges
      .filter((edge) => edge[side] === node.id)
      .map((edge) => {
        const button = document.createElement("button");
        button.textContent = [names.get(edge[other]) ?? "", edge.label].filter(Boolean).join(" · ");
        button.addEventListener("click", () => choose(edge[other]));
        return button;
      });
  panel.replaceChildren(
    paragraph("h2", node.name),
    paragraph("p", `${node.protocol === "http" ? "" : `${node.protocol.toUpperCase()} `}${node.kind}`),
    paragraph("code", node.detail),
    paragraph("p", node.state === "enabled" ? "" : node.state, node.state),
    paragraph("p", node.problem ?? "", "problem"),
    paragraph("p", node.file === null ? "" : `${node.file}${node.line === null ? "" : `:${node.line}`}`),
    section("from", ways("to", "from")),
    section("to", ways("from", "to")),
  );
}

function paragraph(tag: string, text: string, name = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = name;
  made.hidden = text === "";
  return made;
}

function section(title: string, items: readonly HTMLElement[]): HTMLElement {
  const made = document.createElement("section");
  made.hidden = items.length === 0;
  made.append(paragraph("h3", title), ...items);
  return made;
}
