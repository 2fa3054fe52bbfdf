import type { RuleInfo } from "./rule-info.ts";

/** Rules for names of objects that are not there, or of no use. */
export const REFERENCE_RULES = {
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
} as const satisfies Record<string, RuleInfo>;
