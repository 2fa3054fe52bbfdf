import type { RuleId } from "../../rules.ts";
import type { Span } from "./node.ts";

/** What a reader (template, YAML, TOML) has to say of a text that does not yet know its file. */
export interface Problem {
  readonly rule: RuleId;
  /** in Traefik's own words where it has any, without the values that it quotes */
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
}
