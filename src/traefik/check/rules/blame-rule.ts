import type { LoadedObject } from "../../load/configuration.ts";
import type { RuleFault } from "../../rules/fault.ts";
import { fault, type Fault } from "../fault.ts";
import { placeInText } from "./place-in-text.ts";

/** What is wrong with the rule of a router, at its place in the router's file. */
export function blameRule(owner: LoadedObject, text: string, found: RuleFault): Fault {
  const { rule, says, status, span, hint = null } = found;
  const place = placeInText(owner, [owner.value, "rule"], text, span);
  return fault(status, { rule, owner, place, says, hint });
}
