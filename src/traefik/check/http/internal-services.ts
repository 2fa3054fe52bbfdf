import { quote } from "../../go/strconv.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { nearest } from "../../../nearest.ts";
import { behaves } from "../behaviour.ts";
import { fault, type Fault } from "../fault.ts";
import type { Reference } from "../references.ts";
import type { StaticFacts } from "../../static/facts.ts";
import type { HttpBench, Path } from "./bench.ts";

interface InternalService {
  readonly isEnabled: (facts: StaticFacts) => boolean;
  readonly disabledText: string;
  /** what switches it on in the static configuration */
  readonly switch: string;
  /** the Go type of its handler, which health checks of its parents show */
  readonly handler: string;
}

const INTERNAL: Readonly<Record<string, InternalService>> = {
  "noop@internal": {
    isEnabled: () => true,
    disabledText: "",
    switch: "",
    handler: "http.HandlerFunc",
  },
  "api@internal": {
    isEnabled: ({ api }) => api !== null,
    disabledText: "api is not enabled",
    switch: "api: {}",
    handler: "*mux.Router",
  },
  "dashboard@internal": {
    isEnabled: ({ api }) => api?.dashboard === true,
    disabledText: "dashboard is not enabled",
    switch: "api.dashboard: true",
    handler: "dashboard.Handler",
  },
  "ping@internal": {
    isEnabled: ({ ping }) => ping !== null,
    disabledText: "ping is not enabled",
    switch: "ping: {}",
    handler: "*ping.Handler",
  },
  "rest@internal": {
    isEnabled: ({ rest }) => rest !== null,
    disabledText: "rest is not enabled",
    switch: "providers.rest: {}",
    handler: "*mux.Router",
  },
  "prometheus@internal": {
    isEnabled: ({ prometheus }) => prometheus !== null,
    disabledText: "prometheus is not enabled",
    switch: "metrics.prometheus: {}",
    handler: "http.HandlerFunc",
  },
  "acme-http@internal": {
    isEnabled: ({ certResolvers }) =>
      [...certResolvers.values()].some(({ httpChallenge }) => httpChallenge !== null),
    disabledText: "HTTP challenge is not enabled",
    switch: "a certificate resolver with httpChallenge",
    handler: "*acme.ChallengeHTTP",
  },
};

/** The Go type behind an internal service. */
export function internalHandler(name: string): string {
  return INTERNAL[name]?.handler ?? "http.HandlerFunc";
}

/** One of Traefik's own services, which the static configuration switches on. */
export function internalService(
  { facts, version }: HttpBench,
  name: string,
  owner: LoadedObject,
  reference: Reference,
  path: Path,
): readonly Fault[] {
  const service = Object.hasOwn(INTERNAL, name) ? INTERNAL[name] : undefined;
  const isChild = path.at(-1)?.startsWith("service:") ?? false;
  if (isChild && !behaves(version, "internalServicesAsChildren")) {
    // found among the objects, where only those switched on are, as a service without a type
    const exists = service !== undefined && (!facts.known || service.isEnabled(facts));
    const text = `the service ${quote(name)} ${exists ? "does not have any type defined" : "does not exist"}`;
    const says = "a service of Traefik's own cannot be part of another before Traefik 3.2";
    return [fault(text, { rule: "internal-service-disabled", owner, at: reference.at, says })];
  }
  if (service === undefined) {
    const near = nearest(name, Object.keys(INTERNAL));
    return [
      fault(`unknown internal service ${name}`, {
        rule: "unknown-service",
        owner,
        at: reference.at,
        says: `Traefik has no service "${name}" of its own`,
        hint: near === null ? `there are: ${Object.keys(INTERNAL).join(", ")}` : `did you mean "${near}"?`,
      }),
    ];
  }
  if (!facts.known || service.isEnabled(facts)) return [];
  return [
    fault(service.disabledText, {
      rule: "internal-service-disabled",
      owner,
      at: reference.at,
      says: `service ${name} is not enabled`,
      hint: `switch it on in the static configuration: ${service.switch}`,
    }),
  ];
}
