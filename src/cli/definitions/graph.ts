import type { Command } from "../command.ts";

export const GRAPH: Command = {
  name: "graph",
  operands: "[env_dir]",
  summary: "draw the ways of an environment: entry points, routers, middlewares, services, servers",
  description:
    "Without a folder: the environment that `sync` would publish. Weights stand on the edges of a canary; what " +
    "Traefik does not serve is marked, and so is what only another provider knows. The HTML page is one file that " +
    "loads nothing: it can be searched, zoomed and moved.",
  settings: ["worktree", "configPath", "target", "traefikVersion"],
  options: [
    {
      flag: "--format <format>",
      about: "mermaid, dot, html, json; default: what the ending of --output says, else mermaid",
      values: ["mermaid", "dot", "html", "json"],
    },
    { flag: "--output <file>", about: "write it there instead of to stdout" },
    { flag: "--search <words>", about: "only what is on the way of something that holds all these words" },
  ],
  examples: [
    ["gateway-hook-configsync graph envs/staging", "for a Markdown file"],
    ["gateway-hook-configsync graph envs/staging --output routes.html", "a page to search and move in"],
    ["gateway-hook-configsync graph envs/staging --search shop", "the ways of one application"],
    [
      "gateway-hook-configsync graph envs/staging --format dot | dot -Tsvg > routes.svg",
      "by Graphviz",
      "Graphviz",
    ],
  ],
  load: async () => (await import("../commands/graph.ts")).runGraph,
};
