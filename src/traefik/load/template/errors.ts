import type { ErrorNode } from "./ast.ts";
import type { Bytes } from "./bytes.ts";

/** An error that a function returns, in Go's words. */
export class CallError extends Error {}

/** What a function's error says, without the values that it names and does not quote. */
export function withoutBareValues(name: Bytes, error: Bytes): Bytes {
  if (name === "fail") return "its text is not shown, for it may hold a secret";
  return error.replace(/^(improper constraint|non-comparable types?|non-function)\b.*/s, "$1");
}

/** The execution fails, as Go's would. */
export class ExecutionError extends Error {
  readonly node: ErrorNode;
  /** name of the template that was executed, quoted */
  readonly template: Bytes;
  /** the message without values that are not in quotes: they may be secrets */
  readonly told: Bytes;
  /** whatever the values are */
  readonly always: boolean;
  constructor(message: Bytes, node: ErrorNode, template: Bytes, told: Bytes, always: boolean) {
    super(message);
    this.told = told;
    this.always = always;
    this.node = node;
    this.template = template;
  }
}

/** The template wants more work, output or memory than a configuration file ever needs. */
export class LimitExceeded extends Error {}

/** Traefik does not survive this template. */
export class Fatal extends Error {}

/** What a function would return differs from run to run, or is beyond this engine: it cannot be told here. */
export class Unknowable extends Error {}
