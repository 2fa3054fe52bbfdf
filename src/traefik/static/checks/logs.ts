import { structOf, textOf, textsOf } from "../../check/values.ts";
import { rangeError } from "../../check/status-ranges.ts";
import { atoi, quote } from "../../go/strconv.ts";
import type { Struct } from "../../load/configuration.ts";
import { starts } from "../behaviour.ts";
import { writePath, type StaticFault, type StaticPath, type StaticSubject } from "../fault.ts";
import { suggest } from "../suggest.ts";

/** Settings of the logs that Traefik does not know, and puts its own in their place. */
export function checkLogs({ configuration, version }: StaticSubject): StaticFault[] {
  const log = structOf(configuration, "log") ?? {};
  const accessLog = structOf(configuration, "accessLog");
  const level = textOf(log, "level");
  return [
    ...(isLevel(level) ? [] : [unknown(["log", "level"], level, LEVELS, "Traefik logs at level ERROR")]),
    ...checkWord(["log", "format"], textOf(log, "format"), ["common", "json"], "Traefik writes common"),
    ...(accessLog ? checkAccessLog(accessLog, starts(version, "genericClf")) : []),
  ];
}

const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "PANIC"];

/** zerolog's ParseLevel. */
function isLevel(level: string): boolean {
  if (level === "" || level.toLowerCase() === "disabled" || LEVELS.includes(level.toUpperCase())) return true;
  const number = atoi(level);
  return number.ok && number.value >= -128 && number.value <= 127;
}

function checkAccessLog(accessLog: Struct, hasGenericClf: boolean): StaticFault[] {
  const formats = hasGenericClf ? ["common", "genericCLF", "json"] : ["common", "json"];
  const filters = structOf(accessLog, "filters") ?? {};
  const codes = textsOf(filters, "statusCodes");
  const wrong = codes.findIndex((code) => rangeError(code) !== null);
  return [
    ...checkWord(["accessLog", "format"], textOf(accessLog, "format"), formats, "Traefik writes common"),
    ...(wrong < 0
      ? []
      : [
          {
            rule: "ignored-option" as const,
            path: ["accessLog", "filters", "statusCodes", wrong],
            message: `accessLog.filters.statusCodes: ${quote(codes[wrong] ?? "")} is no status code: the filter is dropped`,
          },
        ]),
    ...checkFields(structOf(accessLog, "fields") ?? {}),
  ];
}

/** What becomes of fields and headers in the access log. */
function checkFields(fields: Struct): StaticFault[] {
  const headers = structOf(fields, "headers") ?? {};
  return [
    ...checkModes(["accessLog", "fields"], fields, ["keep", "drop"]),
    ...checkModes(["accessLog", "fields", "headers"], headers, ["keep", "drop", "redact"]),
  ];
}

function checkModes(path: StaticPath, section: Struct, modes: readonly string[]): StaticFault[] {
  const names = structOf(section, "names") ?? {};
  return [
    ...checkWord([...path, "defaultMode"], textOf(section, "defaultMode"), modes, "it counts as not given"),
    ...Object.keys(names).flatMap((name) =>
      checkWord([...path, "names", name], textOf(names, name), modes, "it counts as not given"),
    ),
  ];
}

function checkWord(path: StaticPath, word: string, known: readonly string[], then: string): StaticFault[] {
  return word === "" || known.includes(word) ? [] : [unknown(path, word, known, then)];
}

function unknown(path: StaticPath, word: string, known: readonly string[], then: string): StaticFault {
  return {
    rule: "ignored-option",
    path,
    message: `${writePath(path)}: Traefik knows no ${quote(word)}: ${then}`,
    hint: suggest(word, new Set(known)),
  };
}
