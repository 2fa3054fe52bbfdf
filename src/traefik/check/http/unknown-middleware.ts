import { quote } from "../../go/strconv.ts";
import type { StaticFacts } from "../../static/facts.ts";
import type { Fault } from "../fault.ts";
import { qualify } from "../names.ts";
import { find, maybeElsewhere, unknownName, type Reference } from "../references.ts";
import type { Holder, HttpBench } from "./bench.ts";
import { internalMiddlewares } from "./internal-middlewares.ts";

/** The fault of naming a middleware that there is not; null where there is, or may be. */
export function unknownMiddleware(bench: HttpBench, holder: Holder, reference: Reference): Fault | null {
  const name = qualify(reference.name, holder.name);
  if (find(bench, "http.middlewares", name) || isInternal(bench.facts, name)) return null;
  if (maybeElsewhere(bench, "http.middlewares", name)) return null;
  const text = `middleware ${quote(name)} does not exist`;
  return unknownName(bench, "http.middlewares", reference, name, holder.owner, text);
}

function isInternal(facts: StaticFacts, name: string): boolean {
  return name.endsWith("@internal") && (!facts.known || internalMiddlewares(facts).has(name));
}
