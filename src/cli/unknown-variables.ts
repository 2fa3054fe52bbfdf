import { nearest } from "../nearest.ts";
import { SETTINGS } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** Settings of `gateway` and `gateway-healthz`, which the hook gets to see as well. */
const OF_THE_GATEWAY = [
  "GATEWAY_FALLBACK_DEPTH",
  "GATEWAY_FIRST_SYNC_TIMEOUT",
  "GATEWAY_GITSYNC_BIN",
  "GATEWAY_HEALTH_STRICT",
  "GATEWAY_HTTP_BIND",
  "GATEWAY_LOG_FD",
  "GATEWAY_RESTART",
  "GATEWAY_ROUTE_TESTS",
  "GATEWAY_STALE_AFTER",
];

/** All variables that begin with GATEWAY_ and mean something to the hook or to the gateway. */
export function gatewayVariables(): string[] {
  const ofTheHook = Object.values(SETTINGS).map(({ variable }) => variable);
  return [...ofTheHook, ...OF_THE_GATEWAY].filter((name) => name.startsWith("GATEWAY_"));
}

/** A line for each variable that looks like a setting and is none: most often misspelt. */
export function unknownVariables(env: Terminal["env"]): string[] {
  const known = new Set(gatewayVariables());
  return Object.keys(env)
    .filter((name) => name.startsWith("GATEWAY_") && !known.has(name))
    .toSorted()
    .map((name) => {
      const meant = nearest(name, known);
      return `${name} is no setting${meant === null ? "" : `: did you mean ${meant}?`}`;
    });
}
