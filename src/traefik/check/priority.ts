import type { LoadedObject } from "../load/configuration.ts";
import { fault, type Fault } from "./fault.ts";
import { integerOf } from "./values.ts";

/** The greatest priority that a user's router may have: Traefik's own take the rest. */
const MAX_PRIORITY = 9_223_372_036_854_774_807n;

/** A router's priority, which may not reach into those of Traefik's own routers. */
export function checkPriority(owner: LoadedObject): readonly Fault[] {
  const priority = integerOf(owner.value, "priority");
  if (priority <= MAX_PRIORITY) return [];
  return [
    fault(`the router priority ${priority} exceeds the max user-defined priority ${MAX_PRIORITY}`, {
      rule: "out-of-range",
      owner,
      at: [owner.value, "priority"],
      says: `the greatest priority of a router is ${MAX_PRIORITY}`,
    }),
  ];
}
