import type { GraphEdge, GraphNode } from "../../graph.ts";
import type { Box, Layout } from "../../layout.ts";
import { element, svg } from "./element.ts";

export interface Drawing {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly layout: Layout;
  readonly found: ReadonlySet<string>;
  readonly chosen: string | null;
}

/** the width of a letter at the size of the names and of the small print, in pixels */
const NAME_LETTER = 7.2;
const DETAIL_LETTER = 5.7;

/** Draws everything anew; `choose` is told which node is clicked. */
export function draw({ nodes, edges, layout, found, chosen }: Drawing, choose: (id: string) => void): void {
  const lines: SVGElement[] = [];
  const labels: SVGElement[] = [];
  const labelled = new Map<string, number>();
  for (const edge of edges) {
    const from = layout.boxes.get(edge.from);
    const to = layout.boxes.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const curve = curveOf(from, to);
    lines.push(lineOf(edge, curve));
    if (edge.label === "") continue;
    // one after the other, so that the labels of ways that cross stand apart
    const nth = labelled.get(edge.from) ?? 0;
    labelled.set(edge.from, nth + 1);
    labels.push(labelOf(edge, curve, nth % 2 === 0 ? 0.27 : 0.6));
  }
  const boxes = nodes.flatMap((node) => {
    const box = layout.boxes.get(node.id);
    if (box === undefined) return [];
    const drawn = boxOf(node, box);
    drawn.classList.toggle("found", found.has(node.id));
    drawn.classList.toggle("chosen", node.id === chosen);
    drawn.addEventListener("click", () => {
      if (!element("canvas", SVGSVGElement).classList.contains("dragged")) choose(node.id);
    });
    drawn.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(node.id);
      }
    });
    return [drawn];
  });
  element("scene", SVGGElement).replaceChildren(...lines, ...labels, ...boxes);
}

interface Curve {
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  /** how far the curve goes straight on at either end */
  readonly bend: number;
}

function curveOf(from: Box, to: Box): Curve {
  const start = [from.x + from.width, from.y + from.height / 2] as const;
  const end = [to.x, to.y + to.height / 2] as const;
  // a way back, as in a circle, swings wide
  return { start, end, bend: Math.max(40, Math.abs(end[0] - start[0]) / 2) };
}

function lineOf({ share, isMain }: GraphEdge, { start, end, bend }: Curve): SVGElement {
  const [[x1, y1], [x2, y2]] = [start, end];
  return svg("path", {
    class: isMain ? "edge" : "edge aside",
    d: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
    "stroke-width": isMain ? 1 + 2.5 * share : 1,
  });
}

/** @param at where on its way the label stands, from 0 to 1 */
function labelOf({ label }: GraphEdge, { start, end, bend }: Curve, at: number): SVGElement {
  const along = (from: number, leaving: number, coming: number, to: number): number => {
    const [t, rest] = [at, 1 - at];
    return rest ** 3 * from + 3 * rest ** 2 * t * leaving + 3 * rest * t ** 2 * coming + t ** 3 * to;
  };
  const x = along(start[0], start[0] + bend, end[0] - bend, end[0]);
  const y = along(start[1], start[1], end[1], end[1]);
  return svg("text", { class: "weight", x, y: y + 4, "text-anchor": "middle" }, label);
}

function boxOf(node: GraphNode, { x, y, width, height }: Box): SVGElement {
  const group = svg("g", {
    class: `node ${node.kind} ${node.state}`,
    transform: `translate(${x} ${y})`,
    tabindex: 0,
    role: "button",
    "data-id": node.id,
    "aria-label": [node.kind, node.name, node.state === "enabled" ? "" : node.state].join(" ").trim(),
  });
  const detail = node.state === "missing" ? "does not exist" : node.detail;
  group.append(
    svg("rect", { width, height, rx: 6 }),
    svg(
      "text",
      { class: "name", x: 10, y: detail === "" ? 22 : 15 },
      clip(node.name, (width - 20) / NAME_LETTER),
    ),
    svg("text", { class: "detail", x: 10, y: 29 }, clip(detail, (width - 20) / DETAIL_LETTER)),
    svg(
      "title",
      {},
      [node.name, node.detail, node.problem].filter((line) => line !== null && line !== "").join("\n"),
    ),
  );
  return group;
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.floor(most) - 1)}…`;
}
