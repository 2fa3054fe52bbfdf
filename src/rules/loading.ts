import type { RuleInfo } from "./rule-info.ts";

/** Rules for the way from text to tree, and from tree to configuration. */
export const LOADING_RULES = {
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
  "plugin-not-finite": {
    severity: "error",
    effect: null,
    summary: "an infinite number, or none, in a plugin's list: Traefik's API answers no more",
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
} as const satisfies Record<string, RuleInfo>;
