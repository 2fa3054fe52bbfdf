import type { Command } from "../command.ts";

export const EXPLAIN: Command = {
  name: "explain",
  operands: "[method] [url]",
  summary: "tell where a request goes: the routers tried, what happens on the way, where it ends",
  description:
    "Follows a request through the configuration as Traefik would, without Traefik: entry point, routers in their " +
    "order with the part of their rules that does not hold, middlewares, service and servers with the part of such " +
    "requests that each gets. tcp://host:port and tls://host:port are connections without HTTP. Without --env: the " +
    "environment that `sync` would publish.",
  settings: ["worktree", "configPath", "target", "stateDir", "traefikVersion", "sameEnv"],
  options: [
    { flag: "-H, --header <header>", about: "a header, as in 'Name: value'", repeatable: true },
    { flag: "--from <ip>", about: "the client's address; default: 127.0.0.1" },
    {
      flag: "--entrypoint <name>",
      about: "where it arrives; default: the entry point with the URL's port",
    },
    { flag: "--sni <name>", about: "the name in the TLS handshake; default: the URL's host" },
    {
      flag: "--alpn <protocols>",
      about: "what the client offers in the handshake: postgresql, or h2,http/1.1 as https does by default",
    },
    { flag: "--env <env_dir>", about: "the environment to ask" },
    { flag: "--published", about: "ask what is published in the target" },
    { flag: "--against <revision>", about: "ask the environment as a commit has it: origin/main, HEAD~1" },
    {
      flag: "--requests <file>",
      about: "requests, one JSON object a line; a document per line comes back",
    },
    {
      flag: "--format <format>",
      about: "text, json; default: text, with --requests json",
      values: ["text", "json"],
    },
  ],
  examples: [
    ["gateway-hook-configsync explain GET https://shop.staging.example.com/cart", "where the cart goes"],
    [
      "gateway-hook-configsync explain POST https://api.example.com/v1 -H 'X-Beta: 1' --from 203.0.113.7",
      "with a header, from an address",
    ],
    [
      "gateway-hook-configsync explain GET http://shop.example.com/ --env envs/staging --format json",
      "for a machine",
    ],
  ],
  load: async () => (await import("../commands/explain.ts")).runExplain,
};
