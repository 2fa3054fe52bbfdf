import type { HistoryEntry, Status } from "../../publish/types.ts";
import { painter, type Paint } from "../colour.ts";
import { plural } from "./plural.ts";
import { jsonText, printable } from "../../printable.ts";

/** The report of `status`, ending with a newline. */
export function statusReport(status: Status, format: "text" | "json", colour: boolean): string {
  return format === "json"
    ? `${jsonText({ version: 1, ...status }, 2)}\n`
    : `${textOf(status, painter(colour)).join("\n")}\n`;
}

function textOf(status: Status, paint: Paint): string[] {
  const { revision, path, publishedAt, lastRun, drift, history, held, restartRequired, interrupted } = status;
  const warn = (text: string): string => paint("yellow", printable(text));
  return [
    publishedAt === null
      ? "nothing is published yet"
      : `${paint("bold", printable(path ?? "?"))} is published at ${nameOf(revision)} since ${publishedAt}`,
    ...(interrupted ? [warn("a publication was interrupted: the next run completes it")] : []),
    ...(held === null ? [] : [warn(`held since ${held.since}: ${held.reason}`)]),
    ...(restartRequired
      ? [warn("Traefik has to be restarted: it reads some of what is published only when it starts")]
      : []),
    ...drift.map(({ file, kind }) => warn(`${file} was ${kind} by somebody else: the next run puts it back`)),
    ...(lastRun === null ? [] : lastRunLines(lastRun, paint)),
    ...(history.length < 2 ? [] : ["history, newest first:", ...history.map(historyLine)]),
  ];
}

function lastRunLines(
  { at, revision, outcome, message, diagnostics }: NonNullable<Status["lastRun"]>,
  paint: Paint,
) {
  const style = outcome === "published" || outcome === "unchanged" ? "green" : "red";
  return [
    `last run at ${at}, for ${nameOf(revision)}: ${paint(style, outcome)}, ${printable(message)}`,
    ...diagnostics
      .filter(({ severity }) => severity === "error")
      .slice(0, 10)
      .map(({ file, line, column, message: text }) => `  ${printable(`${file}:${line}:${column} ${text}`)}`),
  ];
}

function historyLine({ revision, publishedAt, files }: HistoryEntry): string {
  return `  ${publishedAt}  ${nameOf(revision)}  ${plural(files, "file")}`;
}

function nameOf(revision: string | null): string {
  return revision === null ? "a revision without a name" : printable(revision);
}
