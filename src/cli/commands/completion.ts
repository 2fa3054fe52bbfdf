import type { Run } from "../command.ts";
import { COMMANDS } from "../commands.ts";
import { bashCompletion } from "../completion/bash.ts";
import { completions } from "../completion/completions.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { EXIT } from "../exit-code.ts";
import { choose } from "../format-option.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `completion bash|zsh|fish`: prints the script that the shell reads. */
export const runCompletion: Run = async ([shell = ""], _, terminal) => {
  const name = choose("completion", shell, ["bash", "zsh", "fish"]);
  terminal.out.write(SHELLS[name](completions(COMMANDS)));
  return EXIT.accepted;
};
