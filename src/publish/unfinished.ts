import { errorCode } from "../error-code.ts";
import type { PlanSummary } from "./types.ts";

/** Something failed when the target had been changed already, and stays so: the next run completes it. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";
  /** what was changed */
  readonly plan: PlanSummary;

  constructor(cause: unknown, plan: PlanSummary) {
    super(cause instanceof Error ? cause.message : errorCode(cause), { cause });
    this.plan = plan;
  }
}
