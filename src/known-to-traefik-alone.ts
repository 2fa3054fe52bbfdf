import type { RuleId } from "./rules.ts";

/** What is found where a template makes what cannot be known here: Traefik may come to other objects than we do. */
export const KNOWN_TO_TRAEFIK_ALONE: ReadonlySet<RuleId> = new Set([
  "template-unknown",
  "template-variable-unset",
]);
