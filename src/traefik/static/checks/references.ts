import type { StaticFacts } from "../facts.ts";
import type { StaticFault, StaticPath, StaticSubject } from "../fault.ts";
import { suggest } from "../suggest.ts";

/** Names of entry points and certificate resolvers that do not exist: Traefik logs it and goes on without. */
export function checkReferences({ facts }: StaticSubject): StaticFault[] {
  const { ping, prometheus, certResolvers } = facts;
  const served = tcpEntryPoints(facts);
  const faults = [...checkRedirections(facts), ...checkEntryPointResolvers(facts)];
  if (ping && !ping.manualRouting && !served.has(ping.entryPoint)) {
    faults.push(noEntryPoint(["ping", "entryPoint"], ping.entryPoint, served, "ping is not served"));
  }
  if (prometheus && !prometheus.manualRouting && !served.has(prometheus.entryPoint)) {
    const path = ["metrics", "prometheus", "entryPoint"];
    faults.push(noEntryPoint(path, prometheus.entryPoint, served, "the metrics are not served"));
  }
  for (const [resolver, { httpChallenge }] of certResolvers) {
    if (!httpChallenge || served.has(httpChallenge)) continue;
    const path = ["certificatesResolvers", resolver, "acme", "httpChallenge", "entryPoint"];
    faults.push(noEntryPoint(path, httpChallenge, served, "the challenge cannot be answered"));
  }
  return faults;
}

function tcpEntryPoints({ entryPoints }: StaticFacts): ReadonlySet<string> {
  return new Set([...entryPoints].flatMap(([name, { protocol }]) => (protocol === "tcp" ? [name] : [])));
}

function checkRedirections({ entryPoints }: StaticFacts): StaticFault[] {
  const names = new Set(entryPoints.keys());
  const faults: StaticFault[] = [];
  for (const [name, { redirection }] of entryPoints) {
    if (redirection === null || names.has(redirection.to) || /^:\d+$/.test(redirection.to)) continue;
    const path = ["entryPoints", name, "http", "redirections", "entryPoint"];
    if (redirection.to !== "") {
      faults.push(noEntryPoint([...path, "to"], redirection.to, names, `${name} redirects nothing`));
      continue;
    }
    faults.push({
      rule: "ignored-option",
      path,
      message: `entry point ${name} redirects nothing: its redirection has no "to"`,
      hint: "write to: websecure, or a port as in :443",
    });
  }
  return faults;
}

function noEntryPoint(path: StaticPath, name: string, names: ReadonlySet<string>, then: string): StaticFault {
  return {
    rule: "unknown-entry-point",
    path,
    message: `there is no entry point "${name}" here: ${then}`,
    hint: suggest(name, names),
  };
}

function checkEntryPointResolvers({ entryPoints, certResolvers }: StaticFacts): StaticFault[] {
  const names = new Set(certResolvers.keys());
  const faults: StaticFault[] = [];
  for (const [name, { tls }] of entryPoints) {
    const resolver = tls?.certResolver ?? "";
    if (resolver === "" || certResolvers.has(resolver)) continue;
    faults.push({
      rule: "unknown-cert-resolver",
      path: ["entryPoints", name, "http", "tls", "certResolver"],
      message: `there is no certificate resolver "${resolver}": routers of this entry point get no certificate from one`,
      hint: suggest(resolver, names),
    });
  }
  return faults;
}
