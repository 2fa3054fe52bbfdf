import type { Command } from "../command.ts";

export const STATUS: Command = {
  name: "status",
  operands: "",
  summary: "tell what is published, what became of the last run, and what drifted",
  description:
    "Changes nothing. The history holds the revisions that `rollback` can publish again. The revision is that of the " +
    "publication: a later commit with the same content is nothing to do, so that nothing is written for it but the " +
    "log and the metrics, which name it.",
  settings: ["target", "stateDir"],
  options: [{ flag: "--format <format>", about: "text, json; default: text", values: ["text", "json"] }],
  examples: [
    ["gateway-hook-configsync status", "the gateway's revision, last run, drift and history"],
    ["gateway-hook-configsync status --format json", "the same for a machine"],
  ],
  load: async () => (await import("../commands/status.ts")).runStatus,
};
