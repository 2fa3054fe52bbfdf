import { isoTime } from "../iso-time.ts";
import { jsonText, printable } from "../printable.ts";
import type { LogFields } from "../publish/ports.ts";
import type { Stream } from "./terminal.ts";

export type Level = "debug" | "info" | "warn" | "error";
export type Log = (level: Level, message: string, fields?: LogFields) => void;

/**
 * A log of one line an event. `json` is written as Traefik writes it (`level`, fields, `time`, `msg`), so that one
 * pipeline reads both; no control character reaches a terminal in either form.
 *
 * @param now the clock
 */
export function createLog(stream: Stream, format: "text" | "json", now: () => Date): Log {
  return (level, message, fields = {}) => {
    const time = isoTime(now());
    stream.write(
      format === "json"
        ? `${jsonText({ time, level, msg: message, ...fields })}\n`
        : `${time} ${level.toUpperCase().padEnd(5)} ${printable(message)}${textOf(fields)}\n`,
    );
  };
}

function textOf(fields: LogFields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${/^[\w./:@+-]+$/.test(String(value)) ? value : jsonText(value)}`)
    .join("");
}
