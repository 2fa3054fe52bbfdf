import type { Span } from "../load/node.ts";

/** Why a rule or an expression is refused. */
export interface Fault {
  /** in the words of Traefik and Go */
  readonly text: string;
  /** the part to blame: UTF-16 offsets within the rule's text; empty at its end */
  readonly span: Span;
  /** what to write instead, where that can be told */
  readonly hint?: string;
}
