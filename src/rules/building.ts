import type { RuleInfo } from "./rule-info.ts";

/** Rules for what Traefik finds when it builds what it has loaded. */
export const BUILDING_RULES = {
  "service-loop": { severity: "error", effect: "disabled", summary: "a service that is built from itself" },
  "middleware-loop": {
    severity: "error",
    effect: "disabled",
    summary: "a middleware that is built from itself",
  },
  "router-loop": { severity: "error", effect: "disabled", summary: "a router that is its own ancestor" },
  "router-unreachable": {
    severity: "error",
    effect: "disabled",
    summary: "a child router that no root router leads to",
  },
  "child-router-field": {
    severity: "error",
    effect: "disabled",
    summary: "a child router with what only root routers may have",
  },
  "parent-with-service": {
    severity: "error",
    effect: "disabled",
    summary: "a router that is a parent and has a service too",
  },
  "missing-service": { severity: "error", effect: "disabled", summary: "a router that leads nowhere" },
  "missing-type": {
    severity: "error",
    effect: "disabled",
    summary: "a service or middleware of no type",
  },
  "multiple-types": {
    severity: "error",
    effect: "disabled",
    summary: "a service or middleware of several types at once",
  },
  "crash-loop": {
    severity: "error",
    effect: "crash",
    summary: "services in a circle that Traefik follows until it dies",
  },
  "built-too-often": {
    severity: "error",
    effect: "crash",
    summary: "middlewares or services that are built so many times over that Traefik dies of it",
  },
  "apply-panic": {
    severity: "error",
    effect: "crash",
    summary: "a value over which Traefik panics: it never applies a configuration again",
  },
  "nesting-too-deep": { severity: "warning", effect: null, summary: "objects nested too deep to be judged" },
  "rule-syntax": {
    severity: "error",
    effect: "disabled",
    summary: "a router's rule that cannot be parsed",
  },
  "rule-matcher": {
    severity: "error",
    effect: "disabled",
    summary: "a matcher in a rule with arguments that it does not take",
  },
  "sni-without-tls": {
    severity: "error",
    effect: "disabled",
    summary: "a TCP router that asks for a host without tls",
  },
  "invalid-regexp": {
    severity: "error",
    effect: "disabled",
    summary: "a regular expression that is none for Go",
  },
  "invalid-expression": {
    severity: "error",
    effect: "disabled",
    summary: "an expression of a circuit breaker or of buffering that is none",
  },
  "invalid-url": { severity: "error", effect: "disabled", summary: "a server's URL that is none for Go" },
  "invalid-cidr": {
    severity: "error",
    effect: "disabled",
    summary: "neither an IP address nor a range of them",
  },
  "invalid-strategy": {
    severity: "error",
    effect: "disabled",
    summary: "a load balancing strategy that does not exist",
  },
  "invalid-status-code": {
    severity: "error",
    effect: "disabled",
    summary: "neither a status code nor a range of them",
  },
  "invalid-media-type": { severity: "error", effect: "disabled", summary: "a media type that is none" },
  "unsupported-encoding": {
    severity: "error",
    effect: "disabled",
    summary: "an encoding that compress does not know",
  },
  "invalid-user": {
    severity: "error",
    effect: "disabled",
    summary: "a user of basicAuth or digestAuth in a wrong form",
  },
  "unreadable-file": {
    severity: "error",
    effect: "disabled",
    summary: "a file that a middleware needs and that cannot be read",
  },
  "invalid-certificate": {
    severity: "error",
    effect: "disabled",
    summary: "a CA, certificate or key that a middleware cannot use",
  },
  "invalid-tls-options": {
    severity: "error",
    effect: "disabled",
    summary: "TLS options of which no TLS configuration can be made",
  },
  "broken-default-tls-options": {
    severity: "warning",
    effect: "ignored",
    summary: "the default TLS options are broken, though no router of the files needs them",
  },
  "spiffe-panic": {
    severity: "error",
    effect: "crash",
    summary:
      "https servers asked for SPIFFE without a source of certificates: Traefik dies of the first that has it",
  },
  "spiffe-off": {
    severity: "warning",
    effect: null,
    summary: "a servers transport for SPIFFE, which the static configuration does not switch on",
  },
  "invalid-spiffe-id": {
    severity: "error",
    effect: "disabled",
    summary: "a SPIFFE id or trust domain that is none",
  },
  "out-of-range": {
    severity: "error",
    effect: "disabled",
    summary: "a number that is too small or too great",
  },
  "conflicting-options": {
    severity: "error",
    effect: "disabled",
    summary: "options that exclude each other",
  },
  "incomplete-middleware": {
    severity: "error",
    effect: "disabled",
    summary: "a middleware without what it cannot do without",
  },
  "health-not-reported": {
    severity: "error",
    effect: "disabled",
    summary: "a service needs to know the health of another that does not tell",
  },
  "tls-options-conflict": {
    severity: "error",
    effect: "disabled",
    summary: "routers with different TLS options for one host: all get the default ones",
  },
  "strict-tls-options": {
    severity: "error",
    effect: "disabled",
    summary: "routers with different TLS options for one host, under core.strictTLSOptions",
  },
  "tls-options-without-host": {
    severity: "error",
    effect: "disabled",
    summary: "TLS options on a router whose rule names no host",
  },
  "tls-options-unused": {
    severity: "warning",
    effect: null,
    summary: "TLS options on a router whose rule names no host, which Traefik passes over before 3.7",
  },
  "host-not-servable": {
    severity: "warning",
    effect: "ignored",
    summary: "a host in a rule that no TLS client can ask for",
  },
  "ignored-tls-settings": {
    severity: "warning",
    effect: "ignored",
    summary: "a servers transport with TLS settings that are wrong: it works without any",
  },
  "ignored-certificate": {
    severity: "warning",
    effect: "ignored",
    summary: "a certificate that cannot be used: clients get another, or none",
  },
  "ignored-server": {
    severity: "warning",
    effect: "ignored",
    summary: "a TCP or UDP server whose address is not host:port: it is left out",
  },
  "ignored-duration": {
    severity: "warning",
    effect: "ignored",
    summary: "a health check's duration that is not above zero: Traefik takes its default",
  },
} as const satisfies Record<string, RuleInfo>;
