import { expect, test } from "vitest";
import { layOutGraph } from "../../src/graph/layout.ts";
import { applications, graphOf } from "./environment.ts";

test.each([5, 500])("lays %i routers out without overlap, each near what it leads to", (count) => {
  const { nodes, edges } = graphOf(applications(count));
  const { boxes, columns, height } = layOutGraph(nodes, edges);
  expect(boxes.size).toBe(nodes.length);
  expect(columns.map(({ kind }) => kind)).toEqual([
    "entryPoint",
    "router",
    "middleware",
    "service",
    "service",
    "server",
  ]);
  for (const { x } of columns) {
    const tops = [...boxes.values()].filter((box) => box.x === x).map(({ y }) => y);
    const sorted = tops.toSorted((a, b) => a - b);
    const gaps = sorted.slice(1).map((y, index) => y - (sorted[index] ?? 0));
    expect(Math.min(46, ...gaps)).toBeGreaterThan(45.9);
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted.at(-1)).toBeLessThan(height);
  }
  const ways = edges.filter(({ from }) => from.startsWith("http.routers."));
  const rise = ways.map(({ from, to }) => Math.abs((boxes.get(from)?.y ?? 0) - (boxes.get(to)?.y ?? 0)));
  expect(Math.max(...rise)).toBeLessThan(46 * 8);
});

test("a circle has a place too", () => {
  const { nodes, edges } = graphOf(`http:
  services:
    a: { weighted: { services: [{ name: b, weight: 1 }] } }
    b: { weighted: { services: [{ name: a, weight: 1 }] } }
`);
  const { boxes, width, height } = layOutGraph(nodes, edges);
  expect(boxes.size).toBe(nodes.length);
  expect(Number.isFinite(width + height)).toBe(true);
});

test("nothing has no height", () => {
  expect(layOutGraph([], [])).toMatchObject({ columns: [] });
});
