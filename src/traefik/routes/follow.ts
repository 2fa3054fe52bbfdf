import type { Connection } from "./tcp-matchers.ts";
import { answering, destinationsOf } from "./destinations.ts";
import { followHttp } from "./follow-http.ts";
import { refusedHandshake, wantedOfClient } from "./handshake.ts";
import type { Gateway, PartKey } from "../model/gateway.ts";
import { passConnection } from "./pass-connection.ts";
import type { Arrival, Journey, Passage } from "./journey.ts";
import { tryRoutes, type Route } from "./route.ts";
import { unservedText } from "./service-ways.ts";
import type { EntryPointTable, RoutingTable } from "./routing-table.ts";

/**
 * Follows what arrives at an entry point to where it ends, as Traefik's TCP router does: what is no TLS belongs to a
 * TCP router that takes it, else to HTTP; of TLS the names of HTTPS routers come first, then TCP routers with a name,
 * then HTTPS without a name, then TCP without.
 *
 * @throws Error for an entry point that does not exist
 */
export function follow(table: RoutingTable, arrival: Arrival): Journey {
  const point = table.entryPoints.get(arrival.entryPoint);
  if (point === undefined) throw new Error(`there is no entry point ${arrival.entryPoint} for TCP`);
  const { tls, clientIp } = arrival;
  const connection = (hello = tls): Connection => ({
    serverName: hello?.serverName ?? "",
    alpnProtocols: hello?.alpnProtocols ?? [],
    clientIp,
  });
  // without anything that needs TLS, Traefik does not wait for what the client says
  if (point.tcp.length > 0 && point.tcpTls.length === 0 && point.tlsHosts.isEmpty()) {
    const early = tryRoutes(point.tcp, connection(null));
    if (early.winner !== null) return taken(table, arrival, point, early);
  }
  if (tls === null) {
    const plain = tryRoutes(point.tcp, connection());
    return plain.winner === null
      ? followHttp(table, point, arrival, plain.tried, null)
      : taken(table, arrival, point, plain);
  }
  if (isAcmeChallenge(table, point, connection()))
    return closed(point, "it is ACME's TLS challenge, which Traefik answers");

  // where nothing hangs on the name it need not be looked up
  const isAllTheSame = point.tlsHosts.isUniform && point.tcpTls.length === 0;
  const host = isAllTheSame ? null : point.tlsHosts.find(connection());
  const chance = host?.isChance ? CHANCE : null;
  const https = (before: Journey["tried"]): Journey => {
    const broken =
      host === null
        ? table.gateway.brokenOptions.has("default") && "the default TLS options"
        : host.options === null && `the TLS options of ${host.host}`;
    if (broken !== false) {
      const says = `${broken} are broken: Traefik cuts the connection off`;
      return { ...closed(point, says), tried: before, chance };
    }
    const options = host?.options ?? "default";
    const refused = refusedHandshake(table.gateway, options, tls.serverName);
    if (refused !== null) return { ...closed(point, refused), tried: before, chance };
    const journey = followHttp(table, point, arrival, before, options, chance);
    return { ...journey, assumed: wantedOfClient(table.gateway, options) };
  };
  if (host !== null && host.host !== "*") return https(() => []);
  const streams = tryRoutes(point.tcpTls, connection());
  if (streams.winner !== null && !takesAll(streams.winner)) return taken(table, arrival, point, streams);
  if (host !== null || streams.winner === null) return https(streams.tried);
  return taken(table, arrival, point, streams);
}

const CHANCE =
  "routers with different TLS options fit the name in the handshake equally well: it is chance which of the options the connection gets";

/** Whether a rule is HostSNI(`*`) and nothing else. */
function takesAll({ test }: Route<Connection>): boolean {
  const { rule } = test();
  return (
    rule.kind === "matcher" &&
    rule.name === "HostSNI" &&
    rule.args.length === 1 &&
    rule.args[0]?.value === "*"
  );
}

function isAcmeChallenge({ gateway }: RoutingTable, { facts }: EntryPointTable, hello: Connection): boolean {
  const isSolved = [...gateway.facts.certResolvers.values()].some(({ tlsChallenge }) => tlsChallenge);
  return isSolved && !facts.allowAcmeByPass && hello.alpnProtocols.includes("acme-tls/1");
}

/** A TCP router has the connection. */
function taken(
  { gateway }: RoutingTable,
  { clientIp, tls }: Arrival,
  point: EntryPointTable,
  { tried, winner, ties }: ReturnType<typeof tryRoutes<Connection>>,
): Journey {
  const router = winner?.router ?? null;
  const found = { tried, router, ties };
  if (router === null || router.service === null)
    return { ...closed(point, "no TCP router takes it"), ...found };
  if (router.does === "closes") {
    const says = `its TLS options ${router.tls?.options ?? ""} are broken: Traefik cuts the connection off`;
    return { ...closed(point, says), ...found };
  }
  const options = router.tls?.passthrough === false ? router.tls.resolvedOptions : null;
  const refused = options === null ? null : refusedHandshake(gateway, options, tls?.serverName ?? "");
  if (refused !== null) return { ...closed(point, refused), ...found };
  const { service, middlewares } = router;
  const behind = (): Omit<Passage, "steps"> => {
    const found = destinationsOf(gateway, service, null);
    return answering(found.destinations).every(({ isUnserved }) => isUnserved)
      ? { ...CUT_OFF, end: { kind: "closed", says: unservedText(labelOf(gateway, service)) } }
      : { end: { kind: "service", service }, ...found };
  };
  return {
    ...closed(point, ""),
    ...found,
    assumed: options === null ? null : wantedOfClient(gateway, options),
    passage: () => passConnection(gateway, middlewares, clientIp, behind()),
  };
}

function labelOf({ services }: Gateway, service: PartKey): string {
  return services.get(service)?.label ?? service;
}

const CUT_OFF: Omit<Passage, "end"> = { steps: [], destinations: [], passed: [] };

/** The connection is cut off. */
function closed(point: EntryPointTable, says: string): Journey {
  return {
    entryPoint: point.name,
    tried: () => [],
    router: null,
    parents: [],
    ties: [],
    chance: null,
    assumed: null,
    passage: () => ({ ...CUT_OFF, end: { kind: "closed", says } }),
  };
}
