import { NEWEST } from "../../src/traefik/versions.ts";

/** How `validate` judges by itself. */
export const JUDGE_OPTIONS = {
  traefikVersion: NEWEST,
  targetDir: "/etc/traefik",
  failOn: "error",
  variables: {},
} as const;
