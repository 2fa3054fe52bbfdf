import type { Effect, Severity } from "./diagnostic.ts";

export interface RuleInfo {
  readonly severity: Severity;
  readonly effect: Effect;
  /** one line for lists and SARIF; the long form is docs/rules/<id>.md */
  readonly summary: string;
}

/** Every rule there is. A new one is a line here, its check, a fixture and a page in docs/rules. */
export const RULES = {
  // what the real Traefik says
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

  // route tests, where they are required
  "route-test-failed": {
    severity: "error",
    effect: null,
    summary: "a request goes elsewhere than a route test says",
  },
  "route-test-invalid": { severity: "error", effect: null, summary: "a mistake in a file of route tests" },

  // the files themselves
  "file-unreadable": { severity: "error", effect: "refused", summary: "a file cannot be read" },
  "file-too-large": { severity: "error", effect: null, summary: "a file is larger than the limit" },
  "file-not-text": {
    severity: "error",
    effect: "refused",
    summary: "a configuration file is not UTF-8 text",
  },
  "special-file": { severity: "error", effect: null, summary: "a fifo, socket or device in the environment" },
  "symlink-outside": {
    severity: "error",
    effect: null,
    summary: "a symbolic link leads out of the checkout",
  },
  "symlink-broken": { severity: "error", effect: "refused", summary: "a symbolic link leads nowhere" },
  "symlink-loop": {
    severity: "error",
    effect: null,
    summary: "a symbolic link leads back to where it stands",
  },
  "file-name": { severity: "error", effect: null, summary: "a file name that is not UTF-8" },
  "environment-missing": {
    severity: "error",
    effect: null,
    summary: "the checkout has no such environment",
  },
  "environment-empty": {
    severity: "error",
    effect: null,
    summary: "the environment holds nothing to publish",
  },
  "routers-gone": {
    severity: "error",
    effect: null,
    summary: "publishing would leave no router where there are some",
  },
  "environment-too-large": {
    severity: "error",
    effect: null,
    summary: "the environment has more files or bytes than the limit",
  },
  "static-missing": {
    severity: "info",
    effect: null,
    summary: "no static configuration beside the dynamic one",
  },
  "file-provider-missing": {
    severity: "warning",
    effect: "ignored",
    summary: "dynamic files, and no file provider that reads them",
  },
  "file-provider-empty": {
    severity: "warning",
    effect: "ignored",
    summary: "the file provider reads a folder that is empty, beside one that is not",
  },
  "file-provider-elsewhere": {
    severity: "warning",
    effect: null,
    summary: "the file provider reads a folder outside of the environment",
  },
  "unread-file": {
    severity: "info",
    effect: "ignored",
    summary: "a YAML or TOML file where the file provider does not look",
  },
  "ignore-comment": {
    severity: "warning",
    effect: null,
    summary: "a gateway-ignore comment that has no effect",
  },

  // from text to tree
  "template-syntax": { severity: "error", effect: "refused", summary: "the file is not a valid Go template" },
  "template-execution": { severity: "error", effect: "refused", summary: "the template fails when executed" },
  "template-crash": {
    severity: "error",
    effect: "crash",
    summary: "the template makes a value that holds itself, which kills Traefik",
  },
  "template-too-large": {
    severity: "error",
    effect: null,
    summary: "the template makes more work or text than is allowed",
  },
  "template-unknown": {
    severity: "warning",
    effect: null,
    summary: "the template calls what only Traefik can run",
  },
  "template-variable-unset": {
    severity: "warning",
    effect: null,
    summary: "the template reads a variable that is not set here",
  },
  "yaml-syntax": {
    severity: "error",
    effect: "refused",
    summary: "the file is not YAML as Traefik reads it",
  },
  "yaml-crash": {
    severity: "error",
    effect: "crash",
    summary: "YAML that kills Traefik's loader: a list or map as a merged key, a NaN key",
  },
  "toml-syntax": {
    severity: "error",
    effect: "refused",
    summary: "the file is not TOML as Traefik reads it",
  },
  "duplicate-key": { severity: "error", effect: "refused", summary: "a key is given twice in one map" },
  "unread-content": {
    severity: "warning",
    effect: "ignored",
    summary: "content that Traefik silently never reads",
  },

  // from tree to configuration
  "unsupported-value": {
    severity: "error",
    effect: "refused",
    summary: "a value of a kind that no field takes (date, list in list, null in list)",
  },
  "unknown-field": { severity: "error", effect: "refused", summary: "a field that Traefik does not know" },
  "empty-element": { severity: "error", effect: "refused", summary: "a section without content" },
  "wrong-type": {
    severity: "error",
    effect: "refused",
    summary: "a value of another shape than its field has",
  },
  "invalid-value": { severity: "error", effect: "refused", summary: "a value that its field cannot take" },
  "plugin-panic": {
    severity: "error",
    effect: "crash",
    summary: "a plugin value that kills Traefik's loader",
  },
  "unknown-section": {
    severity: "warning",
    effect: "ignored",
    summary: "a root key that Traefik silently ignores",
  },
  "ignored-value": {
    severity: "warning",
    effect: "ignored",
    summary: "a value that Traefik silently passes over",
  },
  "respelled-field": {
    severity: "warning",
    effect: "ignored",
    summary: "one field given twice, in different letter case",
  },
  "duplicate-certificate": {
    severity: "warning",
    effect: "ignored",
    summary: "a certificate given twice: the second, and its stores, are dropped",
  },
  "empty-configuration": {
    severity: "warning",
    effect: null,
    summary: "the dynamic configuration defines nothing: every route disappears",
  },
  "duplicate-name": {
    severity: "error",
    effect: "ignored",
    summary: "a name defined twice: the second is silently dropped",
  },

  // what Traefik says to its static configuration
  "static-shadowed": {
    severity: "warning",
    effect: "ignored",
    summary: "a second static configuration: Traefik reads only one",
  },
  "removed-option": {
    severity: "error",
    effect: "refused",
    summary: "an option of Traefik 2 with which Traefik 3 does not start",
  },
  "deprecated-option": {
    severity: "info",
    effect: null,
    summary: "an option that will go with the next major version",
  },
  "listen-address": {
    severity: "error",
    effect: "refused",
    summary: "an address that no entry point can listen on",
  },
  "listen-conflict": {
    severity: "error",
    effect: "refused",
    summary: "two entry points that listen on the same address",
  },
  "static-value": {
    severity: "error",
    effect: "refused",
    summary: "a value in the static configuration with which Traefik does not start",
  },
  "static-conflict": {
    severity: "error",
    effect: "refused",
    summary: "options of the static configuration that exclude each other",
  },
  "experimental-off": {
    severity: "error",
    effect: "refused",
    summary: "an option whose experimental feature is not switched on",
  },
  "static-crash": {
    severity: "error",
    effect: "crash",
    summary: "a value in the static configuration over which Traefik panics",
  },
  "ignored-option": {
    severity: "warning",
    effect: "ignored",
    summary: "a setting that Traefik cannot use, and starts without",
  },
  "provider-not-started": {
    severity: "warning",
    effect: "ignored",
    summary: "a provider that never delivers a configuration",
  },
  "cert-resolver-unusable": {
    severity: "warning",
    effect: "ignored",
    summary: "a certificate resolver that never gets a certificate",
  },
  "plugin-declaration": {
    severity: "warning",
    effect: "ignored",
    summary: "a plugin declared so that Traefik goes on without any plugin",
  },

  // what Traefik finds when it builds what it has loaded
  "unknown-service": { severity: "error", effect: "disabled", summary: "a service that does not exist" },
  "unknown-middleware": {
    severity: "error",
    effect: "disabled",
    summary: "a middleware that does not exist",
  },
  "unknown-servers-transport": {
    severity: "error",
    effect: "disabled",
    summary: "a servers transport that does not exist",
  },
  "unknown-tls-options": { severity: "error", effect: "disabled", summary: "TLS options that do not exist" },
  "unknown-parent-router": {
    severity: "error",
    effect: "disabled",
    summary: "a parent router that does not exist",
  },
  "unknown-plugin": {
    severity: "error",
    effect: "disabled",
    summary: "a plugin that the static configuration does not declare, or not exactly one",
  },
  "unknown-provider": {
    severity: "warning",
    effect: "disabled",
    summary: "a name of a provider that the static configuration does not enable",
  },
  "unknown-entry-point": {
    severity: "error",
    effect: "disabled",
    summary: "an entry point that does not exist, beside one that does",
  },
  "no-entry-point": {
    severity: "error",
    effect: "disabled",
    summary: "a router of whose entry points none exists",
  },
  "unknown-cert-resolver": {
    severity: "warning",
    effect: "ignored",
    summary: "a certificate resolver that does not exist",
  },
  "internal-service-disabled": {
    severity: "error",
    effect: "disabled",
    summary: "a service of Traefik's own that the static configuration does not switch on",
  },
  "broken-reference": {
    severity: "error",
    effect: "disabled",
    summary: "an object fails with another that it needs",
  },
  "broken-children": {
    severity: "error",
    effect: "disabled",
    summary: "a parent router none of whose children works",
  },
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

  // what Traefik does not say, but costs an outage
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
  "empty-tls-range": {
    severity: "warning",
    effect: null,
    summary: "TLS options whose least version is above the greatest: no client can connect",
  },
  "unused-service": { severity: "info", effect: null, summary: "a service that no router leads to" },
  "unused-middleware": { severity: "info", effect: null, summary: "a middleware that no router leads to" },
  "deprecated-field": {
    severity: "info",
    effect: null,
    summary: "a field that a later Traefik will not know",
  },
} as const satisfies Record<string, RuleInfo>;

export type RuleId = keyof typeof RULES;

/** What a rule stands for. */
export function infoOf(rule: RuleId): RuleInfo {
  return RULES[rule];
}

/** Whether there is a rule of this name. */
export function isRule(name: string): name is RuleId {
  return Object.hasOwn(RULES, name);
}

/** All rules, in the order in which documents name them. */
export function ruleIds(): RuleId[] {
  return Object.keys(RULES).filter(isRule);
}
