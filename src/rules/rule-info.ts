import type { Effect, Severity } from "../diagnostic.ts";

/** What a rule stands for. */
export interface RuleInfo {
  readonly severity: Severity;
  readonly effect: Effect;
  /** one line for lists and SARIF; the long form is docs/rules/<id>.md */
  readonly summary: string;
}
