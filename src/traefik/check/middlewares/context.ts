import type { LoadedObject, Struct } from "../../load/configuration.ts";
import { fault, type Blame, type Fault } from "../fault.ts";
import type { HttpBench, Path } from "../http/bench.ts";

/** The middleware that is being built. */
export interface MiddlewareContext {
  readonly bench: HttpBench;
  readonly owner: LoadedObject;
  /** its stored name */
  readonly name: string;
  /** the way that led to it, itself included */
  readonly path: Path;
}

/** What a kind of middleware checks when it is built. */
export type MiddlewareCheck = (config: Struct, context: MiddlewareContext) => readonly Fault[];

/** A fault of this middleware. */
export function blame(
  context: MiddlewareContext,
  text: string,
  found: Omit<Blame, "owner">,
): readonly Fault[] {
  return [fault(text, { ...found, owner: context.owner })];
}

/** A kind of middleware that takes whatever can be decoded. */
export const neverFails: MiddlewareCheck = () => [];
