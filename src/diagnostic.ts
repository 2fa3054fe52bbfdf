import { clip } from "./traefik/load/clip.ts";
import type { Range } from "./traefik/load/document.ts";
import { isRecord } from "./is-record.ts";
import { infoOf, isRule, type RuleId } from "./rules.ts";

/** How bad it is: an error rejects the environment, a warning only with `--fail-on warning`. */
export type Severity = "error" | "warning" | "info";

/**
 * What Traefik would do about it.
 *
 * - `refused`: it loads nothing of the dynamic configuration, or does not start
 * - `disabled`: the object is not served, or is served with an error in its status
 * - `ignored`: no effect
 * - `crash`: Traefik dies, or never loads a configuration again
 * - null: Traefik has no opinion; it is ours
 */
export type Effect = "refused" | "disabled" | "ignored" | "crash" | null;

/** One finding, as data. Its prose is in `message` and `hint`; its severity and effect follow from its rule. */
export interface Diagnostic extends Range {
  /** path relative to the environment, with `/` */
  readonly file: string;
  readonly severity: Severity;
  readonly effect: Effect;
  readonly rule: RuleId;
  /** `http.routers.shop`, `tls.options.strict` …, null where no single object is meant */
  readonly object: string | null;
  readonly message: string;
  readonly hint: string | null;
}

export interface Finding {
  readonly file: string;
  readonly range: Range;
  readonly object?: string | null;
  readonly message: string;
  readonly hint?: string | null | undefined;
}

/** Characters of a message, a hint or an object: what is quoted, and any name, may be as long as a file. */
const LONGEST = 1000;

/**
 * Makes the diagnostic of a rule: the only place that joins a rule id with its severity and effect, and that cuts what
 * is told of it to a length that logs and pages bear.
 */
export function diagnose(rule: RuleId, finding: Finding): Diagnostic {
  const { severity, effect } = infoOf(rule);
  const { line, column, endLine, endColumn } = finding.range;
  return {
    file: finding.file,
    line,
    column,
    endLine,
    endColumn,
    severity,
    effect,
    rule,
    object: finding.object == null ? null : objectInFindings(finding.object),
    message: clip(finding.message, LONGEST),
    hint: finding.hint == null ? null : clip(finding.hint, LONGEST),
  };
}

/** An object as findings name it, whose name may be longer than they are. */
export function objectInFindings(object: string): string {
  return clip(object, LONGEST);
}

const TEXTS = ["file", "message"] as const;
const NUMBERS = ["line", "column", "endLine", "endColumn"] as const;
const TEXTS_OR_NULL = ["object", "hint", "effect"] as const;
const SEVERITIES: readonly unknown[] = ["error", "warning", "info"] satisfies Severity[];

/** Whether what was read from a file is a list of findings, as this version makes them. */
export function areDiagnostics(value: unknown): value is readonly Diagnostic[] {
  return Array.isArray(value) && value.every(isDiagnostic);
}

function isDiagnostic(value: unknown): boolean {
  return (
    isRecord(value) &&
    TEXTS.every((field) => typeof value[field] === "string") &&
    NUMBERS.every((field) => typeof value[field] === "number") &&
    TEXTS_OR_NULL.every((field) => value[field] === null || typeof value[field] === "string") &&
    SEVERITIES.includes(value["severity"]) &&
    typeof value["rule"] === "string" &&
    isRule(value["rule"])
  );
}

/** Sorts by place, drops exact repetitions; the order never depends on the order of discovery. */
export function tidy(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.toSorted(byPlace).filter((diagnostic) => {
    const identity = JSON.stringify(diagnostic);
    return seen.has(identity) ? false : (seen.add(identity), true);
  });
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.rule, b.rule) ||
    compareText(a.object ?? "", b.object ?? "") ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
