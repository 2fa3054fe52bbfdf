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

/** Mistakes as findings in their file. */
export function report(mistakes: readonly Mistake[], { file, range }: Document): Diagnostic[] {
  return mistakes.map(({ rule, span, object, message, hint }) =>
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
