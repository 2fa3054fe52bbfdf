import type { RuleInfo } from "./rule-info.ts";

/** Rules for what the real Traefik says. */
export const PREFLIGHT_RULES = {
  "preflight-refused": { severity: "error", effect: "refused", summary: "the real Traefik refuses it" },
  "preflight-disabled": {
    severity: "error",
    effect: "disabled",
    summary: "the real Traefik does not serve an object",
  },
  "preflight-crash": { severity: "error", effect: "crash", summary: "the real Traefik dies of it" },
  "preflight-differs": {
    severity: "warning",
    effect: null,
    summary: "the real Traefik and the built-in rules disagree",
  },
  "preflight-unavailable": {
    severity: "warning",
    effect: null,
    summary: "the real Traefik could not be asked",
  },
  "preflight-missing": {
    severity: "error",
    effect: null,
    summary: "the real Traefik has to be asked, and cannot be",
  },
} as const satisfies Record<string, RuleInfo>;
