import { isoTime } from "../iso-time.ts";
import type { LogFields } from "../publish/ports.ts";
import type { Stream } from "./terminal.ts";

export type Level = "debug" | "info" | "warn" | "error";
export type Log = (level: Level, message: string, fields?: LogFields) => void;

/**
 * A log of one line an event. `json` is written as Traefik writes it (`level`, fields, `time`, `msg`), so that one
 * pipeline reads both; control characters cannot break a line in either form.
 *
 * @param now the clock
 */
export function createLog(stream: Stream, format: "text" | "json", now: () => Date): Log {
  return (level, message, fields = {}) => {
    const time = isoTime(now());
    stream.write(
      format === "json"
        ? `${JSON.stringify({ time, level, msg: message, ...fields })}\n`
        : `${time} ${level.toUpperCase().padEnd(5)} ${onOneLine(message)}${textOf(fields)}\n`,
    );
  };
}

function textOf(fields: LogFields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${/^[\w./:@+-]+$/.test(String(value)) ? value : JSON.stringify(value)}`)
    .join("");
}

function onOneLine(message: string): string {
  return message.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) =>
    character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
