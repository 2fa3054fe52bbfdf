import type { Problem } from "../problem.ts";
import type { ActionNode, Statement } from "./ast.ts";
import { bytesOf, isUtf8, textOf, type Bytes } from "./bytes.ts";
import { hasElseWith, type TemplateContext } from "./context.ts";
import { execute, type Sink } from "./execute.ts";
import {
  failure,
  nodeSpan,
  noteDoubtfulError,
  noteUnset,
  spanAt,
  syntaxProblem,
  unknownFunctions,
  type File,
  type Findings,
  type TemplateRefusal,
} from "./findings.ts";
import { Unknowable } from "./errors.ts";
import { formatValue } from "./format-value.ts";
import { isFunction } from "./functions/registry.ts";
import { mayPrint } from "./left-out.ts";
import { leaveGap, newOutput, offsetsOf, withNumbers, write, type Output } from "./output.ts";
import { parseTemplate } from "./parse.ts";
import { isGuess, meterOf, newRun, spend, union, withBudget, type Doubts, type Run } from "./run.ts";
import { IDENTITY, sourceMap, type SourceMap } from "./source-map.ts";
import { typeOf, type Concrete } from "./values.ts";

/** What Traefik's YAML or TOML reader gets to see, and where it comes from. */
export interface Rendering {
  /** empty where the template was refused */
  readonly text: string;
  readonly map: SourceMap;
}

export interface RenderResult extends Rendering {
  /** the same with a number in place of whatever was guessed; null where nothing was */
  readonly withNumbers: (() => Rendering) | null;
  /** spans are offsets of the file itself, not of the rendered text */
  readonly problems: readonly Problem[];
  /** the problem for which there is no text to go on with */
  readonly refusal: TemplateRefusal | null;
  /** something was guessed that decides what the file says: the verdict must be left to the real Traefik */
  readonly unknown: boolean;
}

/**
 * Renders a dynamic configuration file as Traefik does before it parses it: a Go text/template with sprig 3.2.3 and
 * Traefik's `normalize` and `split`, executed with the bool false. Text without actions is returned as it is.
 *
 * @param source the file's text
 */
export function renderTemplate(source: string, context: TemplateContext): RenderResult {
  if (!source.includes("{{")) return { ...NO_TEXT, text: source, problems: [], refusal: null };
  return withBudget(context, (budget) => {
    const bytes = bytesOf(source);
    const file: File = { bytes, offsets: offsetsOf(bytes, source) };
    const templates = parseTemplate(bytes, { isFunction, elseWith: hasElseWith(context.version), budget });
    if ("message" in templates) return refused([], syntaxProblem(file, templates));
    return executed(file, newRun(context, templates, budget));
  });
}

const NO_TEXT = { text: "", map: IDENTITY, withNumbers: null, unknown: false };

function refused(problems: readonly Problem[], refusal: TemplateRefusal): RenderResult {
  return { ...NO_TEXT, problems: [...problems, refusal], refusal };
}

function executed(file: File, run: Run): RenderResult {
  const output = newOutput();
  const findings: Findings = { problems: [], unset: new Set(), unknown: false };
  try {
    execute(run, sinkOf(file, run, output, findings));
  } catch (error) {
    return refused([...findings.problems, ...unknownFunctions(file, run)], failure(file, run, error));
  }
  const rendered = output.pieces.join("");
  const rendering = renderingOf(output, rendered);
  return {
    ...rendering,
    withNumbers: rendering.map.holdsGuesses ? () => renderingOf(withNumbers(output)) : null,
    problems: [...findings.problems, ...unknownFunctions(file, run), ...brokenText(file, rendered)],
    refusal: null,
    unknown: findings.unknown || run.unknown.size > 0,
  };
}

function renderingOf({ pieces, segments, gaps, length }: Output, bytes = pieces.join("")): Rendering {
  return { text: textOf(bytes), map: sourceMap(segments, gaps, length) };
}

/** What is kept of every stretch of output weighs more than a value. */
const WRITE_COST = 3;

/** Text that is no UTF-8: the file was, so an action made it. */
function brokenText(file: File, rendered: Bytes): Problem[] {
  if (isUtf8(rendered)) return [];
  const message = "the template renders bytes that are not UTF-8 text";
  return [
    { rule: "file-not-text", message, span: spanAt(file, file.bytes.indexOf("{{"), file.bytes.length) },
  ];
}

function sinkOf(file: File, run: Run, output: Output, findings: Findings): Sink {
  const unsetConsequence =
    run.context.environment === "complete"
      ? "Traefik reads empty text"
      : "a placeholder stands for its value";
  return {
    text: ({ at, text }) => {
      spend(run, WRITE_COST);
      const source = spanAt(file, at, at + text.length);
      write(output, text, { source, literal: true, guessed: false });
    },
    value: (node, value) => {
      spend(run, WRITE_COST);
      const text = printed(run, value);
      const doubts = union(run.doubts, placeholdersIn(run, text));
      const guessed = isGuess(run, doubts);
      const source = spanAt(file, node.start, node.end);
      noteUnset(findings, doubts, source, unsetConsequence);
      const apart = guessed && isOwnLine(file, node);
      const shown = apart ? "" : text;
      write(output, shown, { source, literal: false, guessed });
      if (guessed && shown === "") leaveGap(output, { source, apart });
    },
    guessedBranch: ({ type, pipe }, isTaken) => {
      const consequence = type === "range" && isTaken ? unsetConsequence : TAKEN_FOR_EMPTY[type];
      noteUnset(findings, run.doubts, nodeSpan(file, pipe), consequence);
    },
    leftOut: (node) => {
      const { length } = output;
      return () => {
        if (output.length > length) return;
        leaveGap(output, { source: nodeSpan(file, node.pipe), apart: beginsLine(file, node) });
      };
    },
    doubtfulError: (error, doubts, statement) => {
      const source = nodeSpan(file, error.node);
      noteUnset(findings, doubts, source, "what depends on it cannot be judged here");
      noteDoubtfulError(file, findings, error);
      if (mayPrint([statement])) leaveGap(output, { source, apart: isApart(file, statement) });
    },
  };
}

/** A value as an action prints it. */
function printed(run: Run, value: Concrete): Bytes {
  if (value === null) return "<no value>";
  try {
    return formatValue(value, "v", { meter: meterOf(run) });
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
    const type = typeOf(value);
    // the function that it comes from is told already
    const isTold = [...run.doubts].some((doubt) => run.unknown.has(doubt));
    if (!isTold) run.unknown.set(type, run.at.at);
    run.doubts = union(run.doubts, new Set([type]));
    return "unknown";
  }
}

/** Unset variables whose placeholder is in a text, by whatever way it came there. */
function placeholdersIn(run: Run, text: Bytes): Doubts {
  const names = new Set<string>();
  for (const [placeholder, name] of run.placeholders) if (text.includes(placeholder)) names.add(`$${name}`);
  return names;
}

const TAKEN_FOR_EMPTY = {
  if: "the condition takes it for empty",
  with: "the condition takes it for empty",
  range: "the range takes it for empty",
};

function isApart(file: File, statement: Statement): boolean {
  return statement.type === "action" ? isOwnLine(file, statement) : beginsLine(file, statement);
}

/** Whether nothing stands before an action on its line. */
function beginsLine({ bytes }: File, { at }: Statement): boolean {
  const start = bytes.lastIndexOf("{{", at);
  return bytes.slice(bytes.lastIndexOf("\n", start - 1) + 1, Math.max(start, 0)).trim() === "";
}

/**
 * Whether an action has its line to itself: what it stands for is whole lines, or nothing. A word in its place would
 * break what is around it.
 */
function isOwnLine({ bytes }: File, { start, end }: ActionNode): boolean {
  const before = bytes.slice(bytes.lastIndexOf("\n", start - 1) + 1, start);
  const lineEnd = bytes.indexOf("\n", end);
  const after = bytes.slice(end, lineEnd < 0 ? bytes.length : lineEnd);
  return before.trim() === "" && after.trim() === "";
}
