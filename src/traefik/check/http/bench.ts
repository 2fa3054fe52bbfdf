import type { LoadedObject } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import type { ParsedRule } from "../../rules/parse-rule.ts";
import type { Fault } from "../fault.ts";
import type { Reference } from "../references.ts";

/** A bench for HTTP's services and middlewares, which are built from each other. */
export interface HttpBench extends Bench {
  /**
   * What was built without a fault, by stored name. Traefik keeps services only, but a middleware that was built once
   * is built again with the same result.
   */
  readonly done: { readonly services: Set<string>; readonly middlewares: Set<string> };
  /** rules that were judged without a fault: several routers may have one rule */
  readonly soundRules: Set<ParsedRule>;
  /** builds the service that a holder names; services and middlewares need each other, so they meet here */
  readonly referToService: Refer;
  readonly referToMiddleware: Refer;
}

/** Builds what a holder names, with all that it is made of: the faults that reach the holder. */
export type Refer = (bench: HttpBench, holder: Holder, reference: Reference, path: Path) => readonly Fault[];

/** The object that refers to another, with the name it is stored under. */
export interface Holder {
  readonly owner: LoadedObject;
  readonly name: string;
}

/** Services and middlewares on the way from the router: `service:x@file`; a second time is a loop. */
export type Path = readonly string[];

/** Deeper than this nothing is followed: no gateway is built so, and the stack has an end. */
export const MAX_DEPTH = 400;
