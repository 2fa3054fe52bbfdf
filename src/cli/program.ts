import { Command as Parser, CommanderError, InvalidArgumentError, Option } from "commander";
import type { Command, CommandOption } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { logOf } from "./log-of.ts";
import { SETTINGS, type Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { tierUpLater } from "../tier-up-later.ts";
import { unknownVariables } from "./unknown-variables.ts";
import { isUndecoded } from "./undecoded.ts";
import { UsageError } from "./usage-error.ts";
import { VERSION } from "./version.ts";
import { commandFirst } from "./written-option.ts";
import { printable } from "../printable.ts";

/**
 * Parses the arguments and carries the command out.
 *
 * @throws UsageError for what it cannot parse, with commander's own words, and for what Node could not decode
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.accepted;
  const undecoded = args.find(isUndecoded);
  if (undecoded !== undefined) throw new UsageError(`the argument ${JSON.stringify(undecoded)} is not UTF-8`);
  const given = OWN.includes(args[0] ?? "") ? args : commandFirst(args);
  const program = buildProgram(terminal, commandsFor(given), async (command, operands, flags) => {
    const run = await command.load();
    // `sync` has a log for the one, and knows better when there is much to do
    if (command.name !== "sync") {
      warnOfVariables(command, flags, terminal);
      tierUpLater();
    }
    code = await run(operands, flags, terminal);
  });
  try {
    await program.parseAsync([...given], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.accepted;
    throw new UsageError(error.message.replace(/^error: /, ""));
  }
  return code;
}

/** The one that is called; making the parsers of all takes a while, and only help and a wrong name need them. */
function commandsFor([first]: readonly string[]): readonly Command[] {
  const called = COMMANDS.filter(({ name }) => name === first);
  return called.length > 0 ? called : COMMANDS;
}

function warnOfVariables({ settings }: Command, flags: Flags, terminal: Terminal): void {
  const log = settings.includes("logFormat") ? logOf(flags, terminal) : null;
  for (const line of unknownVariables(terminal.env)) {
    if (log === null) terminal.err.write(`warning: ${printable(line)}\n`);
    else log("warn", line);
  }
}

/** The program's own flags, of no command. */
const OWN = ["-h", "--help", "-V", "--version"];

type Action = (command: Command, operands: readonly string[], flags: Flags) => Promise<void>;

/** The parser made from the definitions. */
export function buildProgram(
  terminal: Pick<Terminal, "out" | "err">,
  commands: readonly Command[],
  action: Action,
): Parser {
  const program = new Parser("gateway-hook-configsync")
    .description(
      "Judges a Traefik environment as Traefik would and publishes it without losing a request: " +
        "git-sync's exec hook, and a dry run for CI. Without a command it is `sync`.",
    )
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "say how to use it")
    .helpCommand("help [command]", "say how to use a command")
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out.write,
      writeErr: terminal.err.write,
      // whoever catches it tells it
      outputError: () => undefined,
    });
  for (const command of commands) program.addCommand(buildCommand(program, command, action));
  return program;
}

function buildCommand(program: Parser, command: Command, action: Action): Parser {
  const parser = program
    .createCommand(command.name)
    .copyInheritedSettings(program)
    .helpOption("-h, --help", "say how to use it")
    .summary(command.summary)
    .description(`${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.\n\n${command.description}`)
    .allowExcessArguments(false);
  if (command.operands !== "") parser.arguments(command.operands);
  for (const name of command.settings) parser.addOption(settingOption(name));
  for (const option of command.options) parser.addOption(plainOption(option));
  parser.addHelpText("after", afterHelp(command));
  parser.action(async () => action(command, parser.args, parser.opts()));
  return parser;
}

function settingOption(name: keyof typeof SETTINGS): Option {
  const { flag, about, fallback, variable } = SETTINGS[name];
  const option = new Option(flag, `${about}\n${variable}; default: ${fallback}`);
  // the flag is named for people, the setting for the code
  option.attributeName = () => name;
  return option;
}

function plainOption({ flag, about, repeatable = false }: CommandOption): Option {
  const option = new Option(flag, about);
  return repeatable ? option.argParser(collect) : option.argParser(notBlank);
}

function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), notBlank(value)];
}

/** One that is empty is told of in the option's own words. */
function notBlank(value: string): string {
  if (/^\s+$/.test(value)) throw new InvalidArgumentError("It is of blanks alone.");
  return value;
}

function afterHelp({ examples, settings }: Command): string {
  const lines = examples.map(([command, about]) => `  # ${about}\n  $ ${command}`);
  const variables =
    settings.length === 0 ? "" : "\nEvery setting has a flag and a variable; the flag wins.\n";
  return `\nExamples:\n${lines.join("\n\n")}\n${variables}`;
}
