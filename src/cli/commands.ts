import type { Command } from "./command.ts";

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "validate",
    operands: "[env_dir...]",
    summary: "judge environments as Traefik would, and write nothing",
    description:
      "Without a folder: every environment of the checkout, found by its static file (traefik.yaml, traefik.yml or " +
      "traefik.toml). Folders may be globs; - judges one dynamic file from stdin. Ends with 1 when one is rejected.",
    settings: ["worktree", "target", "traefikVersion", "failOn"],
    options: [
      {
        flag: "--format <format>",
        about: "text, json, sarif, github, junit; default: github in a GitHub workflow, else text",
      },
      { flag: "--output <file>", about: "write the report there instead of to stdout" },
      {
        flag: "--only <rule>",
        about: "look at these rules alone (repeatable, or a list with commas)",
        repeatable: true,
      },
      {
        flag: "--ignore <rule>",
        about: "leave these rules out (repeatable, or a list with commas)",
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
      [
        "gateway-hook-configsync validate 'envs/**' --format sarif --output traefik.sarif",
        "for code scanning",
      ],
      ["gateway-hook-configsync validate - < conf.d/shop.yaml", "one file, from an editor"],
    ],
    load: async () => (await import("./commands/validate.ts")).runValidate,
  },
];
