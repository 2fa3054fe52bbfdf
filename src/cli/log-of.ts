import { createLog, type Log } from "./log.ts";
import { settingOf, type Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** The form of the log: as set, else text for a person and JSON for a machine. */
export function logFormatOf(flags: Flags, { env, err }: Terminal): "text" | "json" {
  return settingOf("logFormat", flags, env) ?? (err.isTerminal ? "text" : "json");
}

/** The log on stderr. */
export function logOf(flags: Flags, terminal: Terminal): Log {
  return createLog(terminal.err, logFormatOf(flags, terminal), () => new Date());
}
