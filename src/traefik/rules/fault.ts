import type { RuleId } from "../../rules.ts";
import type { Span } from "../load/node.ts";

/** Why a rule or an expression is refused. */
export interface Fault {
  /** in the words of Traefik and Go */
  readonly text: string;
  /** the same without what it quotes, which may be a secret; none: it quotes nothing, or may be told */
  readonly told?: string;
  /** the part to blame: UTF-16 offsets within the rule's text; empty at its end */
  readonly span: Span;
  /** what to write instead, where that can be told */
  readonly hint?: string;
}

/** A fault as it is reported. */
export interface RuleFault extends Fault {
  readonly rule: Extract<RuleId, "rule-syntax" | "rule-matcher" | "invalid-regexp" | "invalid-cidr">;
  /** what is wrong, for people */
  readonly says: string;
  /** Traefik's whole text of a router with this rule; `text` alone is what it ends in */
  readonly status: string;
}
