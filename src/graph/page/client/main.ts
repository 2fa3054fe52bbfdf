// The page's own program: draws the graph that the page holds, and lets people search it, move in it and ask it.
import type { Graph } from "../../graph.ts";
import { layOutGraph } from "../../layout.ts";
import { throughAny } from "../../reach.ts";
import { makeCamera } from "./camera.ts";
import { showDetails } from "./details.ts";
import { draw } from "./draw.ts";
import { element } from "./element.ts";
import { matches } from "../../search.ts";

const graph: Graph = JSON.parse(element("graph", HTMLElement).textContent ?? "");
const canvas = element("canvas", SVGSVGElement);
const search = element("search", HTMLInputElement);
const troubled = element("troubled", HTMLInputElement);
const camera = makeCamera(canvas, element("scene", SVGGElement), element("columns", HTMLElement));
let focus: string | null = null;

/** Shows what is on the way of what was searched for, or was chosen; everything where nothing was. */
function show(isFirst: boolean): void {
  const found = focus === null ? matches(graph.nodes, search.value, troubled.checked) : new Set([focus]);
  const visible = found === null ? null : throughAny(graph, found);
  const nodes = graph.nodes.filter(({ id }) => visible === null || visible.has(id));
  const edges = graph.edges.filter(
    ({ from, to }) => visible === null || (visible.has(from) && visible.has(to)),
  );
  const layout = layOutGraph(nodes, edges);
  draw({ nodes, edges, layout, found: found ?? new Set(), chosen: focus }, choose);
  camera.frame(layout, isFirst);
  element("count", HTMLElement).textContent =
    found === null ? `${nodes.length} objects` : `${found.size} found, ${nodes.length} on their way`;
  showDetails(
    graph,
    graph.nodes.find(({ id }) => id === focus),
    choose,
  );
  remember();
}

function choose(id: string | null): void {
  focus = focus === id ? null : id;
  show(false);
}

/** The address leads back to what is shown. */
function remember(): void {
  const state = new URLSearchParams();
  if (search.value !== "") state.set("q", search.value);
  if (troubled.checked) state.set("troubled", "1");
  if (focus !== null) state.set("at", focus);
  const text = state.toString();
  if (location.hash.slice(1) !== text) history.replaceState(null, "", text === "" ? "#" : `#${text}`);
}

function recall(): void {
  const state = new URLSearchParams(location.hash.slice(1));
  search.value = state.get("q") ?? "";
  troubled.checked = state.has("troubled");
  const at = state.get("at");
  focus = graph.nodes.some(({ id }) => id === at) ? at : null;
}

function reset(): void {
  focus = null;
  search.value = "";
  troubled.checked = false;
  show(false);
}

for (const input of [search, troubled]) {
  input.addEventListener("input", () => {
    focus = null;
    show(false);
  });
}
element("reset", HTMLElement).addEventListener("click", reset);
element("fit", HTMLElement).addEventListener("click", () => camera.fit());
element("in", HTMLElement).addEventListener("click", () => camera.zoom(1.3));
element("out", HTMLElement).addEventListener("click", () => camera.zoom(1 / 1.3));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") reset();
  else if (document.activeElement === search) return;
  else if (event.key === "/") search.focus();
  else if (event.key === "0") camera.fit();
  else if (event.key === "+") camera.zoom(1.3);
  else if (event.key === "-") camera.zoom(1 / 1.3);
  else return;
  event.preventDefault();
});
addEventListener("hashchange", () => {
  recall();
  show(false);
});
recall();
show(true);
