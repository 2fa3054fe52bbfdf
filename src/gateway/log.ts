import { jsonText, printable } from "../printable.ts";

/** Fields of a log line besides its time, level and text. Never a value that could be a secret. */
export type Fields = Readonly<Record<string, string | number | boolean | null>>;
export type Level = "info" | "warn" | "error";

/** Writes one line per event, as JSON like Traefik's own log or as text. */
export type Log = (level: Level, msg: string, fields?: Fields) => void;

/**
 * The gateway's own log.
 *
 * @param write takes one whole line, newline included
 */
export function makeLog(format: "json" | "text", write: (line: string) => void, now: () => Date): Log {
  return (level, msg, fields = {}) => {
    const time = now().toISOString();
    if (format === "json") write(`${jsonText({ level, source: "gateway", ...fields, time, msg })}\n`);
    else {
      const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${jsonText(value)}`);
      write(`${time} ${level.toUpperCase().padEnd(5)} gateway: ${printable(msg)}${rest.join("")}\n`);
    }
  };
}
