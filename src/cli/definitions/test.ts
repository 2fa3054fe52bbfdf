import type { Command } from "../command.ts";

export const TEST: Command = {
  name: "test",
  operands: "[env_dir...]",
  summary: "run the route tests of environments: which request goes where",
  description:
    "Each environment's gateway.test.yaml says which request reaches which router, with which middlewares, service, " +
    "weights, redirection or path; a failure says why. Needs no Traefik. Without a folder: every environment of the " +
    "checkout that has such a file. Ends with 1 when a test fails, with 2 when a file of tests makes no sense.",
  settings: ["worktree", "target", "traefikVersion"],
  options: [
    {
      flag: "--format <format>",
      about: "text, json, junit, github; default: github in a GitHub workflow, else text",
      values: ["text", "json", "junit", "github"],
    },
    { flag: "--init", about: "write a first gateway.test.yaml from the environment's routers" },
    {
      flag: "--env-file <file>",
      about: "variables that templates read, as lines NAME=value",
      repeatable: true,
    },
  ],
  examples: [
    [
      "gateway-hook-configsync test --init envs/new",
      "begin with what is there",
      "an environment without route tests",
    ],
    ["gateway-hook-configsync test", "every environment with tests"],
    ["gateway-hook-configsync test envs/staging --format junit", "for CI"],
  ],
  load: async () => (await import("../commands/test.ts")).runTest,
};
