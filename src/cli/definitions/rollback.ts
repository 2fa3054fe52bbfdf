import type { Command } from "../command.ts";
import { PUBLISH_SETTINGS } from "../publish-settings.ts";

export const ROLLBACK: Command = {
  name: "rollback",
  operands: "[revision]",
  summary: "publish an earlier revision again",
  description:
    "Without a revision: the one before the published. What the checkout holds now is not published again until " +
    "it changes. Ends with 2 where the history holds no such revision, or several that begin so.",
  settings: [...PUBLISH_SETTINGS, "logFormat", "metricsFile"],
  options: [
    {
      flag: "--format <format>",
      about: "report on stdout: text, json; default: text on a terminal, else none",
    },
  ],
  examples: [
    ["gateway-hook-configsync rollback", "back to the revision before", "two publications"],
    [
      "gateway-hook-configsync rollback 3f2a91c",
      "back to one of the history, named by its beginning",
      "that revision",
    ],
  ],
  load: async () => (await import("../commands/rollback.ts")).runRollback,
};
