import { writeFileSync } from "node:fs";
import { COMMANDS } from "./commands.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { EXIT_OF_FAILURE, failureOf } from "./failure.ts";
import { failureFormat } from "./failure-format.ts";
import { createLog, type Log } from "./log.ts";
import { logFormatOf } from "./log-of.ts";
import { failureReport } from "./report/failure.ts";
import type { Terminal } from "./terminal.ts";
import { writtenCommand, writtenOption } from "./written-option.ts";
import { printableLines } from "../printable.ts";

/**
 * Tells why a command ends without its report: on stderr, in the form of its log where it has one, and where the report
 * would be, in the form of that. Nothing of the call may be parsed yet, so options are looked for as they are written.
 */
export function tellFailure(error: unknown, args: readonly string[], terminal: Terminal): ExitCode {
  const { kind, message } = failureOf(error);
  const failure = { kind, message: message.replaceAll("\n", " ") };
  const log = jsonLog(args, terminal);
  if (log !== null) log("error", failure.message, { outcome: kind });
  else terminal.err.write(`error: ${printableLines(kind === "failed" ? describe(error) : message)}\n`);
  const format = failureFormat(args, terminal.env);
  if (format !== null) writeReport(failureReport(failure, format), args, terminal);
  return EXIT_OF_FAILURE[kind];
}

/**
 * Tells that a report, or a part of it, could not be written to stdout. What became of the target stays as it is told by
 * the exit code; a command that is called for its report has done nothing without it.
 *
 * @param code what the command would end with
 */
export function tellLoss(
  reason: string,
  code: ExitCode,
  args: readonly string[],
  terminal: Terminal,
): ExitCode {
  const message = `the report could not be written to stdout (${reason})`;
  const log = jsonLog(args, terminal);
  if (log !== null) log("error", message);
  else terminal.err.write(`error: ${message}\n`);
  const isForReport = args.some((word) => /^(?:--dry-run|--help|-h|--version|-V)$/.test(word));
  const changesTarget = ["sync", "rollback"].includes(writtenCommand(args)) && !isForReport;
  return code === EXIT.accepted && !changesTarget ? EXIT.couldNotPublish : code;
}

/** The log of the command where a machine reads it; a command that has none speaks to people. */
function jsonLog(args: readonly string[], terminal: Terminal): Log | null {
  const name = writtenCommand(args);
  const command = COMMANDS.find((each) => each.name === name);
  if (command?.settings.includes("logFormat") !== true) return null;
  const log = createLog(terminal.err, "json", () => new Date());
  try {
    return logFormatOf({ logFormat: writtenOption(args, "log-format") }, terminal) === "json" ? log : null;
  } catch {
    // that very setting is what is wrong
    return terminal.err.isTerminal ? null : log;
  }
}

/** Into the file of `--output` where the call has one, as the report would be. */
function writeReport(text: string, args: readonly string[], { out, at }: Terminal): void {
  const file = writtenOption(args, "output");
  if (file === undefined) {
    out.write(text);
    return;
  }
  // a flag in its place is a mistake of the call
  if (file.startsWith("-")) return;
  try {
    writeFileSync(at(file), text);
  } catch {
    // stderr has it
  }
}

/** What the system refuses is said in one line; what is nobody's fault but ours, with the place in the code. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "syscall" in error ? error.message : (error.stack ?? error.message);
}
