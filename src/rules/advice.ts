import type { RuleInfo } from "./rule-info.ts";

/** Rules for what Traefik does not say, but costs an outage. */
export const ADVICE_RULES = {
  "shadowed-router": {
    severity: "warning",
    effect: "ignored",
    summary: "a router that never gets a request: another with the same rule outranks it",
  },
  "ambiguous-routers": {
    severity: "warning",
    effect: null,
    summary: "routers with the same rule and priority: chance decides which serves",
  },
  "exposed-api": {
    severity: "warning",
    effect: null,
    summary: "Traefik's API or dashboard is open to everybody",
  },
  "host-never-matches": {
    severity: "warning",
    effect: null,
    summary: "a host in a rule that no request can have",
  },
  "v2-rule": {
    severity: "warning",
    effect: null,
    summary: "a rule as Traefik v2 understood it: v3 takes it otherwise",
  },
  "taken-literally": {
    severity: "warning",
    effect: null,
    summary: "a pattern or a variable in a rule, which Traefik takes as it is written",
  },
  "invalid-header": {
    severity: "warning",
    effect: null,
    summary: "a header that HTTP does not allow: it is never set, or no request gets through",
  },
  "unusable-url": {
    severity: "warning",
    effect: null,
    summary: "a URL that Traefik takes, and cannot ask anybody by",
  },
  "unusable-user": {
    severity: "warning",
    effect: null,
    summary: "a user of basicAuth or digestAuth whom no password lets in",
  },
  "missing-users-file": {
    severity: "warning",
    effect: null,
    summary: "a usersFile in the target that the environment does not have",
  },
  "no-weight": {
    severity: "warning",
    effect: null,
    summary: "a weighted service all of whose weights are zero",
  },
  "unknown-tls-version": {
    severity: "warning",
    effect: "ignored",
    summary: "a TLS version that does not exist",
  },
  "unknown-alpn-protocol": {
    severity: "warning",
    effect: null,
    summary: "an ALPN protocol that no client asks for",
  },
  "empty-tls-range": {
    severity: "warning",
    effect: null,
    summary: "TLS options whose least version is above the greatest: no client can connect",
  },
  "observability-off": {
    severity: "warning",
    effect: "ignored",
    summary:
      "a router that asks to be logged, counted or traced, which the static configuration does not switch on",
  },
  "unused-service": { severity: "info", effect: null, summary: "a service that no router leads to" },
  "unused-middleware": { severity: "info", effect: null, summary: "a middleware that no router leads to" },
  "deprecated-field": {
    severity: "info",
    effect: null,
    summary: "a field that a later Traefik will not know",
  },
} as const satisfies Record<string, RuleInfo>;
