import { countLines } from "./lines.ts";

/** Who found a mistake. It decides how Traefik counts the lines in its message. A crash is Go's own. */
export type Stage = "scanner" | "parser" | "reader" | "decoder" | "crash";

/** Ends the reading of a text; it never leaves this folder. */
export class YamlFailure extends Error {
  readonly stage: Stage;
  /** the same without the value that the message quotes, which may be a secret */
  readonly told: string;
  /** what the message is about, to blame in a report */
  readonly start: number;
  readonly end: number;
  /** offsets that the line in the message comes from: where the broken construct starts, where it broke */
  readonly context: number | null;
  readonly problem: number;

  constructor(stage: Stage, message: string, at: Blame, told = message) {
    super(message);
    this.stage = stage;
    this.told = told;
    this.start = at.start;
    this.end = at.end;
    this.context = at.context ?? null;
    this.problem = at.problem ?? at.start;
  }
}

export interface Blame {
  readonly start: number;
  readonly end: number;
  readonly context?: number | null;
  readonly problem?: number;
}

/**
 * The error as Traefik logs it, or with `told` in place of its message.
 *
 * The line is the one where the broken construct starts, or where it broke if that start is in the first line; a
 * parser's line is one too small, and a first line is not named (yaml.v3 3.0.1).
 */
export function wording(failure: YamlFailure, text: string, message = failure.message): string {
  if (failure.stage === "crash") return `panic: ${message}`;
  return `yaml: ${lineWords(failure, text)}${message}`;
}

function lineWords(failure: YamlFailure, text: string): string {
  if (failure.stage !== "scanner" && failure.stage !== "parser") return "";
  const lines = countLines(text);
  const context = failure.context === null ? 0 : lines.of(failure.context);
  const line = context === 0 ? lines.of(failure.problem) : context;
  if (line === 0) return "";
  return `line ${failure.stage === "scanner" ? line + 1 : line}: `;
}
