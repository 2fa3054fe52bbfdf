import type { RuleId } from "../../rules.ts";
import type { Span } from "./node.ts";

/** Something in a file that keeps Traefik from loading it, or that it silently passes over. */
export interface Mistake {
  readonly rule: RuleId;
  readonly span: Span;
  /** `http.routers.shop`; null outside of objects */
  readonly object: string | null;
  readonly message: string;
  readonly hint: string | null;
  /** Traefik's own error; null where it says nothing */
  readonly text: string | null;
  /** Traefik tells the first error of the first stage only, in its order of walking the file */
  readonly stage: Stage;
  readonly order: number;
}

/** More mistakes of a kind than these in one file help nobody, and must not exhaust the memory. */
export const MOST = 1000;

/** The stages of Traefik's decoder; `copy`: the loaded configuration is copied. */
export const STAGES = ["nodes", "types", "fill", "copy"] as const;
export type Stage = (typeof STAGES)[number];

/** The error that Traefik would report of these mistakes in one file: the first of the earliest stage. */
export function firstError(mistakes: readonly Mistake[]): Mistake | undefined {
  let first: Mistake | undefined;
  for (const mistake of mistakes) {
    if (mistake.text !== null && (first === undefined || precedes(mistake, first))) first = mistake;
  }
  return first;
}

function precedes(a: Mistake, b: Mistake): boolean {
  const stages = STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage);
  return stages === 0 ? a.order < b.order : stages < 0;
}
