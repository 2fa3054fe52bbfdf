import type { RuleId } from "../../../rules.ts";
import type { Span } from "../node.ts";

/** Ends the reading of a text: the first mistake is the only one, as in Traefik. */
export class TomlFailure extends Error {
  readonly span: Span;
  readonly rule: RuleId;

  /** @param message in BurntSushi/toml's words, without line and last key */
  constructor(message: string, span: Span, rule: RuleId = "toml-syntax") {
    super(message);
    this.span = span;
    this.rule = rule;
  }
}
