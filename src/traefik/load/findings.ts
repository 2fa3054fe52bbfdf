import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import type { Document } from "./document.ts";
import type { Refusal } from "./loading.ts";
import { firstError, type Mistake } from "./mistake.ts";
import type { Problem } from "./problem.ts";

/** What a reader found, as findings in its file. */
export function tell(problems: readonly Problem[], { file, range }: Document): Diagnostic[] {
  return problems.map(({ rule, message, span, hint }) =>
    diagnose(rule, { file, range: range(span), message, hint }),
  );
}

/**
 * Mistakes as findings in their file. What a loop of a template, or an alias, brings up again is one mistake; so is a
 * value that no field takes, whatever this field would have made of it.
 */
export function report(mistakes: readonly Mistake[], { file, range }: Document): Diagnostic[] {
  const seen = new Set<string>();
  const unsupported = new Set<number>();
  for (const { rule, span } of mistakes) if (rule === "unsupported-value") unsupported.add(span.start);
  const once = mistakes.filter(({ rule, span }) => {
    const { line, column } = range(span);
    const identity = `${rule} ${line} ${column}`;
    if (seen.has(identity) || (rule === "ignored-value" && unsupported.has(span.start))) return false;
    seen.add(identity);
    return true;
  });
  return once.map(({ rule, span, object, message, hint }) =>
    diagnose(rule, { file, range: range(span), object, message, hint }),
  );
}

/**
 * The error with which Traefik refuses a file, if it does.
 *
 * @param reader the reader's own error, before which no other counts
 */
export function refusalOf(file: string, reader: string | null, mistakes: readonly Mistake[]): Refusal | null {
  if (reader !== null) return { file, text: reader, panics: false };
  const first = firstError(mistakes);
  return first?.text ? { file, text: first.text, panics: first.rule === "plugin-panic" } : null;
}
