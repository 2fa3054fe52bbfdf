import type { Span } from "../node.ts";
import type { Problem } from "../problem.ts";
import { withoutValues } from "../without-values.ts";
import { printNode, type ErrorNode } from "./ast.ts";
import { textOf, type Bytes } from "./bytes.ts";
import type { Offsets } from "./output.ts";
import type { ParseProblem } from "./token-reader.ts";
import { ExecutionError, Fatal, LimitExceeded } from "./errors.ts";
import type { Doubts, Run } from "./run.ts";
import { hintFor } from "./hints.ts";

/** A file as the engine sees it. */
export interface File {
  readonly bytes: Bytes;
  readonly offsets: Offsets;
}

/** What has been found during an execution. */
export interface Findings {
  readonly problems: Problem[];
  /** variables warned of */
  readonly unset: Set<string>;
  /** an error that may or may not happen where Traefik runs */
  unknown: boolean;
}

/** A problem for which there is no text to go on with. */
export interface TemplateRefusal extends Problem {
  /** Traefik's own words, which may quote what the message does not */
  readonly words: string;
}

export function spanAt({ offsets }: File, start: number, end: number): Span {
  return { start: offsets(start), end: offsets(Math.max(start, end)) };
}

/** The expression of a node. Go gives a field the place of its last name: the span starts where the expression does. */
export function nodeSpan(file: File, node: ErrorNode): Span {
  const { bytes } = file;
  const text = printNode(node);
  const start = bytes.lastIndexOf(text, node.at);
  if (start >= 0 && start + text.length > node.at) return spanAt(file, start, start + text.length);
  const end = bytes.indexOf("}}", node.at);
  return spanAt(file, node.at, end < 0 ? node.at + 1 : bytes.slice(0, end).trimEnd().length);
}

/** What the parser says. */
export function syntaxProblem(file: File, { message, token, tooDeep }: ParseProblem): TemplateRefusal {
  const length = token.type === "error" || token.type === "eof" ? 0 : token.value.length;
  return {
    rule: tooDeep ? "template-too-large" : "template-syntax",
    message: withoutValues(textOf(message)),
    words: textOf(message),
    span: spanAt(file, token.at, token.at + length),
    ...hintFor(textOf(message)),
  };
}

/** What ended the execution; anything but an error of the template itself is thrown on. */
export function failure(file: File, run: Run, error: unknown): TemplateRefusal {
  if (error instanceof ExecutionError) {
    const words = executionMessage(file, error, error.message);
    const span = nodeSpan(file, error.node);
    return { rule: "template-execution", message: toldOf(file, error), words, span, ...hintFor(words) };
  }
  if (error instanceof Fatal) {
    const { message } = error;
    return { rule: "template-crash", message, words: message, span: nodeSpan(file, run.at) };
  }
  // what is not counted as work can still be too much for the stack or the memory
  if (error instanceof LimitExceeded || error instanceof RangeError) {
    const { message } = error;
    return { rule: "template-too-large", message, words: message, span: nodeSpan(file, run.at) };
  }
  throw error;
}

/** `template: :5:19: executing "" at <.A>: …` */
function executionMessage({ bytes }: File, { node, template }: ExecutionError, message: Bytes): string {
  const before = bytes.slice(0, node.at);
  const line = before.split("\n").length;
  const column = node.at - (before.lastIndexOf("\n") + 1);
  return textOf(`template: :${line}:${column}: executing ${template} at <${printNode(node)}>: ${message}`);
}

/** The same without what the template has in quotes. */
function toldOf(file: File, error: ExecutionError): string {
  return withoutValues(executionMessage(file, error, error.told));
}

/** An error where a condition or value is not known here: Traefik may or may not come to it. */
export function noteDoubtfulError(file: File, findings: Findings, error: ExecutionError): void {
  findings.unknown = true;
  findings.problems.push({
    rule: "template-unknown",
    message: `depends on what is not known here, and fails with the placeholder: ${toldOf(file, error)}`,
    span: nodeSpan(file, error.node),
  });
}

/** Warns once of each unset variable. */
export function noteUnset(findings: Findings, doubts: Doubts, span: Span, consequence: string): void {
  for (const doubt of doubts) {
    const name = doubt.slice(1);
    if (!doubt.startsWith("$") || findings.unset.has(name)) continue;
    findings.unset.add(name);
    findings.problems.push({
      rule: "template-variable-unset",
      message: `the environment variable ${name} is not set: ${consequence}`,
      span,
      hint: `give its value in a file with --env-file, or a default in the template: {{ env "${name}" | default "…" }}`,
    });
  }
}

/** One warning for each function whose result cannot be known here. */
export function unknownFunctions(file: File, run: Run): Problem[] {
  return Array.from(run.unknown, ([name, at]) => ({
    rule: "template-unknown",
    message: `the result of ${name} depends on the machine, the time or chance: only Traefik can tell what this file says`,
    span: spanAt(file, at, at + name.length),
  }));
}
