import type { Command } from "../command.ts";

export const COMPLETION: Command = {
  name: "completion",
  operands: "<bash|zsh|fish>",
  summary: "print what a shell needs to complete commands, flags, values and rules",
  description:
    "Made from the definitions of this very version. bash: source <(gateway-hook-configsync completion bash) in " +
    "~/.bashrc; zsh: the same in ~/.zshrc after compinit; fish: into " +
    "~/.config/fish/completions/gateway-hook-configsync.fish.",
  settings: [],
  options: [],
  examples: [
    ["source <(gateway-hook-configsync completion bash)", "for this shell"],
    ["gateway-hook-configsync completion fish > gateway-hook-configsync.fish", "as a file"],
  ],
  load: async () => (await import("../commands/completion.ts")).runCompletion,
};
