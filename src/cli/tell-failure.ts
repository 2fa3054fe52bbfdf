import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { COMMANDS } from "./commands.ts";
import type { ExitCode } from "./exit-code.ts";
import { EXIT_OF_FAILURE, failureOf } from "./failure.ts";
import { failureFormat } from "./failure-format.ts";
import { createLog } from "./log.ts";
import { logFormatOf } from "./log-of.ts";
import { failureReport } from "./report/failure.ts";
import type { Terminal } from "./terminal.ts";
import { writtenCommand, writtenOption } from "./written-option.ts";

/**
 * Tells why a command ends without its report: on stderr, in the form of its log where it has one, and where the report
 * would be, in the form of that. Nothing of the call may be parsed yet, so options are looked for as they are written.
 */
export function tellFailure(error: unknown, args: readonly string[], terminal: Terminal): ExitCode {
  const { kind, message } = failureOf(error);
  const failure = { kind, message: message.replaceAll("\n", " ") };
  if (hasJsonLog(args, terminal)) {
    const log = createLog(terminal.err, "json", () => new Date());
    log("error", failure.message, { outcome: kind });
  } else terminal.err.write(`error: ${kind === "failed" ? describe(error) : message}\n`);
  const format = failureFormat(args, terminal.env);
  if (format !== null) writeReport(failureReport(failure, format), args, terminal);
  return EXIT_OF_FAILURE[kind];
}

/** Whether a machine reads the log of the command; one that has none speaks to people. */
function hasJsonLog(args: readonly string[], terminal: Terminal): boolean {
  const name = writtenCommand(args);
  const command = COMMANDS.find((each) => each.name === name);
  if (command?.settings.includes("logFormat") !== true) return false;
  try {
    return logFormatOf({ logFormat: writtenOption(args, "log-format") }, terminal) === "json";
  } catch {
    // that very setting is what is wrong
    return !terminal.err.isTerminal;
  }
}

/** Into the file of `--output` where the call has one, as the report would be. */
function writeReport(text: string, args: readonly string[], { out, cwd }: Terminal): void {
  const file = writtenOption(args, "output");
  if (file === undefined) {
    out.write(text);
    return;
  }
  // a flag in its place is a mistake of the call
  if (file.startsWith("-")) return;
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch {
    // stderr has it
  }
}

/** What the system refuses is said in one line; what is nobody's fault but ours, with the place in the code. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "syscall" in error ? error.message : (error.stack ?? error.message);
}
