import { createHash } from "node:crypto";
import type { Graph } from "../graph.ts";
import { pageParts } from "./page-parts.ts";
import { printable, printableLines } from "../../printable.ts";

/**
 * One HTML page that holds the graph and all that is needed to search it and move in it. It loads nothing and sends
 * nothing: its policy forbids it to. What comes out of the configuration is data in it, never markup.
 */
export function pageOf(graph: Graph): string {
  const { script, style } = pageParts();
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>${escaped(graph.title)} · routes</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(graph.title)} <small>Traefik ${escaped(graph.traefikVersion)}</small></h1>
<input id="search" type="search" placeholder="search: name, rule, address…  ( / )" aria-label="search" spellcheck="false">
<label><input id="troubled" type="checkbox"> only what is not served</label>
<span>
<button id="out" title="smaller ( - )">−</button>
<button id="in" title="larger ( + )">+</button>
<button id="fit" title="see everything ( 0 )">fit</button>
<button id="reset" title="show everything again ( Esc )">reset</button>
</span>
<span id="count" role="status"></span>
</header>
<main>
<div id="view"><svg id="canvas" role="group" aria-label="routes"><g id="scene"></g></svg><div id="columns"></div></div>
<aside id="details" aria-live="polite" hidden></aside>
</main>
<script type="application/json" id="graph">${asData(graph)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function escaped(text: string): string {
  return printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** JSON in which nothing can end the element that holds it, and no text turns round what is shown beside it. */
function asData(graph: Graph): string {
  const shown = (_: string, value: unknown) => (typeof value === "string" ? printableLines(value) : value);
  return JSON.stringify(graph, shown).replaceAll("<", String.raw`\u003c`);
}
