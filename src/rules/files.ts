import type { RuleInfo } from "./rule-info.ts";

/** Rules for the files themselves. */
export const FILE_RULES = {
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
  "symlink-dangling": {
    severity: "error",
    effect: null,
    summary: "a symbolic link leads nowhere, under a name that Traefik does not read",
  },
  "symlink-loop": {
    severity: "error",
    effect: null,
    summary: "a symbolic link leads back to where it stands",
  },
  "file-name": { severity: "error", effect: null, summary: "a file name that is not UTF-8" },
  "acme-storage": {
    severity: "error",
    effect: null,
    summary: "the environment holds the file in which Traefik keeps its certificates",
  },
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
} as const satisfies Record<string, RuleInfo>;
