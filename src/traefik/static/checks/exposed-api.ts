import type { StaticFault, StaticSubject } from "../fault.ts";
import { isLoopback } from "../loopback.ts";

const INTERNAL = "traefik";

/** The API, the dashboard, or the provider that takes configurations, open to whoever reaches the internal entry point. */
export function checkExposedApi({ facts }: StaticSubject): StaticFault[] {
  const { api, rest, entryPoints } = facts;
  const address = entryPoints.get(INTERNAL)?.address ?? "";
  if (isLoopback(address)) return [];
  const faults: StaticFault[] = [];
  if (api?.insecure) {
    const what = api.dashboard ? "the API and the dashboard are" : "the API is";
    faults.push({
      rule: "exposed-api",
      path: ["api", "insecure"],
      message: `${what} open to everybody who reaches entry point ${INTERNAL} (${address})`,
      hint: "set insecure: false and give api@internal a router with a middleware that asks who is there, or let the entry point listen on 127.0.0.1",
    });
  }
  if (rest?.insecure) {
    faults.push({
      rule: "exposed-api",
      path: ["providers", "rest", "insecure"],
      message: `everybody who reaches entry point ${INTERNAL} (${address}) can change the configuration`,
      hint: "set insecure: false",
    });
  }
  return faults;
}
