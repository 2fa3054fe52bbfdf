import type { RuleInfo } from "./rule-info.ts";

/** Rules for route tests, where they are required. */
export const ROUTE_TEST_RULES = {
  "route-test-failed": {
    severity: "error",
    effect: null,
    summary: "a request goes elsewhere than a route test says",
  },
  "route-test-invalid": { severity: "error", effect: null, summary: "a mistake in a file of route tests" },
} as const satisfies Record<string, RuleInfo>;
