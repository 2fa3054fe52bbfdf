import type { Command } from "../command.ts";
import { PUBLISH_SETTINGS } from "../publish-settings.ts";

export const SYNC: Command = {
  name: "sync",
  operands: "",
  summary: "judge the environment and publish it into the target: what git-sync's exec hook calls",
  description:
    "Reads the environment of a checkout, judges it as Traefik would, and makes the target its copy without a " +
    "moment in which Traefik could read a mixture. A rejected environment changes nothing. Only files that were " +
    "published before are ever changed or deleted.",
  settings: [
    "worktree",
    "configPath",
    ...PUBLISH_SETTINGS,
    "traefikVersion",
    "traefikBin",
    "preflight",
    "sameEnv",
    "failOn",
    "routeTests",
    "logFormat",
    "metricsFile",
    "revision",
  ],
  options: [
    { flag: "--dry-run", about: "do all but write: the plan that would be carried out" },
    { flag: "--format <format>", about: "of the report on stdout: text, json", values: ["text", "json"] },
  ],
  examples: [
    ["GATEWAY_CONFIG_PATH=envs/staging gateway-hook-configsync", "as git-sync calls it"],
    [
      "gateway-hook-configsync sync --config-path envs/staging --target ./out --dry-run",
      "what would be written, by hand",
    ],
  ],
  load: async () => (await import("../commands/sync.ts")).runSync,
};
