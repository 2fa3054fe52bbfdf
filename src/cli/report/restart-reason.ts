import type { EnvironmentPlan } from "../../plan/plan.ts";

/** Why Traefik has to be restarted, in a few words. */
export function restartReason({ staticChanges, unread }: EnvironmentPlan): string {
  const isForFiles = unread.length > 0 && staticChanges.length === 0;
  return isForFiles
    ? "it goes on using files as they were"
    : `the static configuration changes${unread.length > 0 ? ", and it goes on using files as they were" : ""}`;
}
