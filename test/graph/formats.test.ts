import { expect, test } from "vitest";
import { dotOf } from "../../src/graph/dot.ts";
import { mermaidOf } from "../../src/graph/mermaid.ts";
import { pageOf } from "../../src/graph/page/page.ts";
import { parseMermaid } from "../support/parse-mermaid.ts";
import { graphOf } from "./environment.ts";

const GRAPH = graphOf(String.raw`http:
  routers:
    shop: { rule: 'Host("shop") && Header("X", "a;b#c<d>&\\")', service: canary }
  services:
    canary: { weighted: { services: [{ name: v1@docker, weight: 90 }, { name: gone, weight: 10 }] } }
`);
const HOSTILE = graphOf(String.raw`http:
  services:
    "</script><script>alert(1)</script>": { loadBalancer: { servers: [{ url: "http://\"]; x --> y" }] } }
    "a\nb": { loadBalancer: { servers: [] } }
`);

test("Mermaid, as its own parser takes it", async () => {
  for (const graph of [GRAPH, HOSTILE]) await parseMermaid(mermaidOf(graph));
  await expect(mermaidOf(GRAPH)).toMatchFileSnapshot("golden/graph.mmd");
});

test("DOT", async () => {
  await expect(dotOf(GRAPH)).toMatchFileSnapshot("golden/graph.dot");
});

test("no name breaks out of its quotes", async () => {
  await expect(mermaidOf(HOSTILE) + dotOf(HOSTILE)).toMatchFileSnapshot("golden/hostile.txt");
});

test("the page holds names as data alone, and allows itself nothing but its own program", () => {
  const page = pageOf({ ...HOSTILE, title: "<b>x</b>" });
  expect(page).not.toContain("</script><script>");
  expect(page).not.toContain("<b>x");
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).toMatch(/default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-/);
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)[a-z]/);
});
