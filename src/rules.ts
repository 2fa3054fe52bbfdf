import type { Effect, Severity } from "./diagnostic.ts";

interface RuleInfo {
  readonly severity: Severity;
  readonly effect: Effect;
  /** one line for lists and SARIF; the long form is docs/rules/<id>.md */
  readonly summary: string;
}

/** Every rule there is. A new one is a line here, its check, a fixture and a page in docs/rules. */
export const RULES = {
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
  "toml-syntax": {
    severity: "error",
    effect: "refused",
    summary: "the file is not TOML as Traefik reads it",
  },
  "duplicate-key": { severity: "error", effect: "refused", summary: "a key is given twice in one map" },
  "unread-content": {
    severity: "error",
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
    summary: "a map or list where a plain value is expected",
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
  "duplicate-name": {
    severity: "error",
    effect: "ignored",
    summary: "a name defined twice: the second is silently dropped",
  },
} as const satisfies Record<string, RuleInfo>;

export type RuleId = keyof typeof RULES;
