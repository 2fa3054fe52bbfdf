import { COMMANDS } from "./commands.ts";
import { SETTINGS } from "./settings.ts";

/** The command of a call, as it stands there: flags alone are those of `sync`. */
export function writtenCommand(args: readonly string[]): string {
  return args[commandAt(args)] ?? "sync";
}

/** A call with its command in front, where the parser looks for it. */
export function commandFirst(args: readonly string[]): readonly string[] {
  const at = commandAt(args);
  return [writtenCommand(args), ...args.slice(0, Math.max(at, 0)), ...args.slice(at + 1)];
}

/**
 * Where the command stands: options of whichever command, with their values, may come before it. -1: there is none, or an
 * option that is none makes it doubtful.
 */
function commandAt(args: readonly string[]): number {
  const known = takingValues();
  let isDoubtful = false;
  for (const [at, word] of args.entries()) {
    if (word === "--") break;
    if (word.startsWith("-")) isDoubtful ||= !known.has(word.replace(/=.*/s, ""));
    else if (known.get(args[at - 1] ?? "") !== true) {
      return !isDoubtful || COMMANDS.some(({ name }) => name === word) ? at : -1;
    }
  }
  return -1;
}

/** Whether the next word is the value of an option, by the option's name. */
function takingValues(): ReadonlyMap<string, boolean> {
  const options = COMMANDS.flatMap((command) => command.options);
  return new Map(
    [...options, ...Object.values(SETTINGS)].flatMap(({ flag }) => {
      const [names = "", value] = flag.split(" <");
      return names.split(", ").map((name) => [name, value !== undefined] as const);
    }),
  );
}

/** The value of an option as it stands in a call, which may be one that the parser refuses; the last one counts. */
export function writtenOption(args: readonly string[], name: string): string | undefined {
  const flag = `--${name}`;
  let value: string | undefined;
  for (const [index, word] of args.entries()) {
    if (word === "--") break;
    if (word === flag) value = args[index + 1];
    else if (word.startsWith(`${flag}=`)) value = word.slice(flag.length + 1);
  }
  return value;
}
