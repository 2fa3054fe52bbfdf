import type { EntryPointFacts, StaticFacts } from "../static/facts.ts";
import { OWN_ENTRY_POINT } from "./marker.ts";

/**
 * The static configuration of the instance that judges: the environment's own entry points on ports that the system
 * chooses, and what else decides about dynamic objects. No provider but the file provider, no resolver, no plugin:
 * nothing may leave this machine.
 */
export function instanceOf(facts: StaticFacts): Record<string, unknown> {
  const { api, ping, prometheus, rest, defaultRuleSyntax } = facts;
  const entryPoints = [...facts.entryPoints].map(([name, entryPoint]) => [name, entryPointOf(entryPoint)]);
  return {
    entryPoints: Object.fromEntries(entryPoints),
    // its base path is of no use to the objects
    api: { dashboard: api?.dashboard ?? true, insecure: api?.insecure ?? false },
    ...(ping === null ? {} : { ping: internalRoute(ping) }),
    ...(prometheus === null ? {} : { metrics: { prometheus: internalRoute(prometheus) } }),
    ...(rest === null ? {} : { providers: { rest: {} } }),
    ...(defaultRuleSyntax === "" ? {} : { core: { defaultRuleSyntax } }),
    ...(facts.fastProxy ? { experimental: { fastProxy: {} } } : {}),
  };
}

/**
 * The whole static file of the instance. It is asked at an entry point of its own: those of the environment may ask for
 * passwords, or redirect. Routers that name none are still given those that they would be.
 *
 * @param port of 127.0.0.1, where its API answers
 * @param directory of its dynamic files
 */
export function instanceFile(
  { entryPoints, api, ...rest }: Readonly<Record<string, unknown>>,
  port: number,
  directory: string,
): Record<string, unknown> {
  return {
    ...rest,
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    entryPoints: {
      ...withDefaults(asRecord(entryPoints)),
      [OWN_ENTRY_POINT]: { address: `127.0.0.1:${port}` },
    },
    api: asRecord(api),
    providers: {
      ...asRecord(rest["providers"]),
      providersThrottleDuration: "0s",
      file: { directory, watch: false },
    },
    serversTransport: { forwardingTimeouts: { dialTimeout: "1ns" } },
    tcpServersTransport: { dialTimeout: "1ns" },
    log: { level: "ERROR", format: "json" },
  };
}

/** Where none is a default, all are: so that the one that is added is none, all of them are made one. */
function withDefaults(entryPoints: Record<string, unknown>): Record<string, unknown> {
  const all = Object.entries(entryPoints);
  if (all.some(([, entryPoint]) => asRecord(entryPoint)["asDefault"] === true)) return entryPoints;
  return Object.fromEntries(all.map(([name, point]) => [name, { ...asRecord(point), asDefault: true }]));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function internalRoute({
  entryPoint,
  manualRouting,
}: {
  entryPoint: string;
  manualRouting: boolean;
}): unknown {
  return { entryPoint, manualRouting };
}

function entryPointOf(facts: EntryPointFacts): Record<string, unknown> {
  const { protocol, asDefault, middlewares, tls, redirection } = facts;
  const http = {
    ...(middlewares.length === 0 ? {} : { middlewares: [...middlewares] }),
    ...(redirection === null ? {} : { redirections: { entryPoint: redirectionOf(redirection) } }),
    ...(tls === null ? {} : { tls: tls.options === "" ? {} : { options: tls.options } }),
  };
  return {
    address: protocol === "udp" ? "127.0.0.1:0/udp" : "127.0.0.1:0",
    ...(asDefault ? { asDefault } : {}),
    ...(Object.keys(http).length === 0 ? {} : { http }),
  };
}

/** Routers may name the middleware that Traefik makes of it. */
function redirectionOf({
  to,
  scheme,
  permanent,
  priority,
}: NonNullable<EntryPointFacts["redirection"]>): unknown {
  return {
    to,
    scheme,
    permanent,
    ...(BigInt.asIntN(53, priority) === priority ? { priority: Number(priority) } : {}),
  };
}
