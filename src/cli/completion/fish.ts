import type { CommandCompletion, FlagCompletion } from "./completions.ts";

const PROGRAM = "complete -c gateway-hook-configsync";

/** Lines for fish, one for each command, flag and operand. */
export function fishCompletion(commands: readonly CommandCompletion[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const none = quoted(`not __fish_seen_subcommand_from ${names}`);
  const lines = [
    "# completion of gateway-hook-configsync for fish",
    `${PROGRAM} -f`,
    `${PROGRAM} -n ${none} -s h -l help -d 'say how to use it'`,
    `${PROGRAM} -n ${none} -s V -l version -d 'print the version'`,
    ...commands.map(({ name, summary }) => `${PROGRAM} -n ${none} -a ${name} -d ${quoted(summary)}`),
    ...commands.flatMap(linesOf),
  ];
  return `${lines.join("\n")}\n`;
}

function linesOf({ name, flags, operand }: CommandCompletion): string[] {
  const seen = quoted(`__fish_seen_subcommand_from ${name}`);
  const operands = operand === "folders" ? "'(__fish_complete_directories)'" : quoted(operand.join(" "));
  return [
    ...flags.map((flag) => `${PROGRAM} -n ${seen} ${flagText(flag)}`),
    ...(operand.length === 0 ? [] : [`${PROGRAM} -n ${seen} -a ${operands}`]),
  ];
}

function flagText({ names, about, value }: FlagCompletion): string {
  const spelt = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return `${spelt.join(" ")} -d ${quoted(about.replaceAll("\n", " "))}${valueText(value)}`;
}

function valueText(value: FlagCompletion["value"]): string {
  if (value === null) return "";
  if (value === "text") return " -x";
  if (value === "files") return " -r -F";
  if (value === "folders") return " -x -a '(__fish_complete_directories)'";
  return ` -x -a ${quoted(value.join(" "))}`;
}

/** fish knows `\'` and `\\` within single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
