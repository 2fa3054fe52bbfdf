import { ruleIds } from "../../rules.ts";
import type { Command } from "../command.ts";

const RULE_IDS = ruleIds();

export const VALIDATE: Command = {
  name: "validate",
  operands: "[env_dir...]",
  summary: "judge environments as Traefik would, and write nothing",
  description:
    "Without a folder: every environment of the checkout, found by its static file (traefik.yaml, traefik.yml or " +
    "traefik.toml). Folders may be globs; - judges one dynamic file from stdin. Ends with 1 when one is rejected. In " +
    "github and sarif, paths are those from the root of the repository, wherever it is called.",
  settings: ["worktree", "target", "traefikVersion", "failOn", "routeTests"],
  options: [
    {
      flag: "--against <revision>",
      about:
        "an environment that this commit has, such as origin/main, and the checkout no longer may be named too: it is told as gone, not judged; what a sparse checkout leaves out is not gone",
    },
    {
      flag: "--format <format>",
      about: "text, json, sarif, github, junit; default: github in a GitHub workflow, else text",
      values: ["text", "json", "sarif", "github", "junit"],
    },
    { flag: "--output <file>", about: "write the report there instead of to stdout" },
    {
      flag: "--only <rule>",
      about:
        "look at these rules alone, and at what Traefik would refuse or die of (repeatable, or a list with commas)",
      values: RULE_IDS,
      repeatable: true,
    },
    {
      flag: "--ignore <rule>",
      about:
        "leave these rules out (repeatable, or a list with commas), but none by which Traefik would refuse or die",
      values: RULE_IDS,
      repeatable: true,
    },
    {
      flag: "--env-file <file>",
      about: "variables that templates read, as lines NAME=value",
      repeatable: true,
    },
    { flag: "--stdin-filename <name>", about: "what the file from stdin is called; default: stdin.yaml" },
  ],
  examples: [
    ["gateway-hook-configsync validate", "every environment of the checkout"],
    ["gateway-hook-configsync validate envs/staging envs/production", "two of them"],
    ["gateway-hook-configsync validate 'envs/**' --format sarif --output traefik.sarif", "for code scanning"],
    [
      "gateway-hook-configsync validate - < envs/staging/conf.d/shared/middlewares.yaml",
      "one file, from an editor",
    ],
  ],
  load: async () => (await import("../commands/validate.ts")).runValidate,
};
