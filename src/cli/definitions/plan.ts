import type { Command } from "../command.ts";

export const PLAN: Command = {
  name: "plan",
  operands: "[env_dir]",
  summary: "tell what publishing would change: object by object, and file by file",
  description:
    "Compares an environment with what is published in the target, or with a commit; writes nothing. Without a " +
    "folder: the environment that `sync` would publish. Ends with 0, or with 1 when it would be rejected.",
  settings: [
    "worktree",
    "configPath",
    "target",
    "stateDir",
    "allowEmpty",
    "traefikVersion",
    "failOn",
    "routeTests",
  ],
  options: [
    {
      flag: "--against <revision>",
      about:
        "compare with the environment of this commit, such as origin/main, not with what is published; of one that is gone: what goes with it",
    },
    {
      flag: "--format <format>",
      about: "text, json, markdown; default: text",
      values: ["text", "json", "markdown"],
    },
    { flag: "--detailed-exitcode", about: "end with 2 where there are changes, as Terraform does" },
  ],
  examples: [
    ["gateway-hook-configsync plan envs/staging --target /etc/traefik", "what the next publication changes"],
    [
      "gateway-hook-configsync plan envs/staging --against origin/main --format markdown",
      "what a pull request changes, for its comment",
    ],
    ["gateway-hook-configsync plan envs/staging --format json", "the same for a machine"],
  ],
  load: async () => (await import("../commands/plan.ts")).runPlan,
};
