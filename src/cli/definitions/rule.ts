import type { Command } from "../command.ts";

export const RULE: Command = {
  name: "rule",
  operands: "[rule...]",
  summary: "print what is written about a rule: what Traefik does, an example, how to mend it",
  description:
    "The page of each rule that is named, in Markdown; without a name a line for each rule that there is. Findings have " +
    "their rule's name in brackets.",
  settings: [],
  options: [],
  examples: [
    ["gateway-hook-configsync rule unknown-field", "what a finding of that rule means"],
    ["gateway-hook-configsync rule", "all rules, with what they are about"],
  ],
  load: async () => (await import("../commands/rule.ts")).runRule,
};
