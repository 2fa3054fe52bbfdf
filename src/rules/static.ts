import type { RuleInfo } from "./rule-info.ts";

/** Rules for what Traefik says to its static configuration. */
export const STATIC_RULES = {
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
} as const satisfies Record<string, RuleInfo>;
