import type { ErrorNode } from "./ast.ts";
import type { Bytes } from "./bytes.ts";

/** An error that a function returns, in Go's words. */
export class CallError extends Error {}

/** The execution fails, as Go's would. */
export class ExecutionError extends Error {
  readonly node: ErrorNode;
  /** name of the template that was executed, quoted */
  readonly template: Bytes;
  constructor(message: Bytes, node: ErrorNode, template: Bytes) {
    super(message);
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
