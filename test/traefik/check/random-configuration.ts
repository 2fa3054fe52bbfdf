import type { Random } from "../../fuzz/random.ts";

/** A value of a dynamic file. */
type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };
type Section = Record<string, Json>;

/** A whole dynamic configuration that loads, made of objects that refer to each other at random, often wrongly. */
export function randomConfiguration(random: Random): Json {
  const options = named("o", 2, () => tlsOptions(random));
  return random.chance(0.7)
    ? { http: http(random), tls: { options } }
    : { tcp: stream(random, "tcp"), udp: stream(random, "udp"), tls: { options } };
}

function http(random: Random): Json {
  const { pick, below, chance } = random;
  const services = 2 + below(5);
  const middlewares = 1 + below(5);
  const routers = 1 + below(5);
  const service = (): string =>
    chance(0.05)
      ? pick(["api@internal", "noop@internal", "ping@internal", "x@internal"])
      : name(random, "s", services);
  const middleware = (): string => name(random, "m", middlewares);
  return {
    routers: named("r", routers, () => router(random, service, middleware, () => name(random, "r", routers))),
    services: named("s", services, () => ({
      ...httpService(random, service),
      ...some(random, 0.15, { middlewares: list(random, 1, 2, middleware) }),
    })),
    middlewares: named("m", middlewares, () => httpMiddleware(random, service, middleware)),
    serversTransports: { t0: { insecureSkipVerify: true } },
  };
}

function router(random: Random, service: () => string, middleware: () => string, parent: () => string): Json {
  const { pick, chance } = random;
  const isChild = chance(0.25);
  const entryPoints = list(random, 1, 3, () =>
    pick(["web", "websecure", "web", "websecure", "traefik", "nope", "udpep"]),
  );
  return {
    rule: rule(random, httpMatcher),
    ...some(random, isChild ? 0.6 : 0.85, { service: service() }),
    ...(isChild ? { parentRefs: list(random, 1, 2, parent) } : some(random, 0.5, { entryPoints })),
    ...some(random, 0.4, { middlewares: list(random, 1, 3, middleware) }),
    ...some(random, isChild ? 0.05 : 0.35, { tls: chance(0.5) ? {} : { options: name(random, "o", 2) } }),
    ...some(random, 0.05, { priority: pick([1, -5]) }),
    ...some(random, 0.06, { ruleSyntax: pick(["v2", "v3", "V2", "default"]) }),
  };
}

function httpService(random: Random, service: () => string): Section {
  const { pick, below, chance } = random;
  const healthCheck = { healthCheck: {} };
  const children = (least: number): Json =>
    list(random, least, 3, () => ({ name: service(), weight: below(3) }));
  switch (below(9)) {
    case 0:
    case 1:
    case 2:
      return { weighted: { services: children(0), ...some(random, 0.2, healthCheck) } };
    case 3:
      return { highestRandomWeight: { services: children(1), ...some(random, 0.3, healthCheck) } };
    case 4: {
      const mirrors = list(random, 0, 2, () => ({
        name: service(),
        percent: chance(0.9) ? below(101) : 101,
      }));
      return { mirroring: { service: service(), mirrors, ...some(random, 0.3, healthCheck) } };
    }
    case 5: {
      const errors = { errors: { status: [pick(["500", "5xx", "500-599", "500-"])] } };
      const ends = { service: service(), fallback: service() };
      return { failover: { ...ends, ...some(random, 0.3, healthCheck), ...some(random, 0.3, errors) } };
    }
    case 6:
      return chance(0.3)
        ? {}
        : { ...loadBalancer(random), ...some(random, 0.3, { weighted: { services: children(1) } }) };
    default:
      return loadBalancer(random);
  }
}

function loadBalancer(random: Random): Section {
  const { pick, chance } = random;
  const url = (): string =>
    chance(0.93)
      ? "http://10.0.0.1"
      : pick(["10.0.0.1:80", "http://a b", "http://[a", "", "http://a:b", "localhost:80"]);
  return {
    loadBalancer: {
      servers: list(random, 0, 2, () => ({ url: url() })),
      ...some(random, 0.3, { healthCheck: { path: "/" } }),
      ...some(random, 0.15, { strategy: pick(["wrr", "p2c", "hrw", "leasttime", "WRR", "rr"]) }),
      ...some(random, 0.08, { serversTransport: name(random, "t", 2) }),
    },
  };
}

function httpMiddleware(random: Random, service: () => string, middleware: () => string): Json {
  const { pick, below, chance } = random;
  const plain = { stripPrefix: { prefixes: ["/a"] } };
  const kinds: readonly (() => Json)[] = [
    () => ({ chain: { middlewares: list(random, 1, 3, middleware) } }),
    () => ({ errors: { status: [chance(0.9) ? "500-599" : "5xx"], service: service(), query: "/" } }),
    () => ({ addPrefix: { prefix: chance(0.8) ? "/a" : "" } }),
    () => ({ ...plain, ...some(random, 0.2, { addPrefix: { prefix: "/b" } }) }),
    () => ({ redirectRegex: { regex: pick(["^a", "(", "(?=a)", "a{1001}"]), replacement: "b" } }),
    () => ({ ipAllowList: { sourceRange: [pick(["10.0.0.1", "10.0.0.0/8", "10.0/8", "::1", "x"])] } }),
    () => plain,
  ];
  return kinds[below(kinds.length)]!();
}

function stream(random: Random, protocol: "tcp" | "udp"): Json {
  const { pick, chance, below } = random;
  const isTcp = protocol === "tcp";
  const services = 2 + below(4);
  const target = (): string => name(random, "s", services);
  const points = isTcp ? ["web", "web", "websecure", "udpep", "nope"] : ["udpep", "udpep", "web", "nope"];
  const ofTcp = (): Section => ({
    rule: rule(random, tcpMatcher),
    ...some(random, 0.6, {
      tls: pick<Json>([{}, { passthrough: true }, { options: name(random, "o", 2) }, { options: "default" }]),
    }),
    ...some(random, 0.3, { middlewares: list(random, 1, 2, () => name(random, "m", 2)) }),
  });
  return {
    routers: named("r", 1 + below(3), () => ({
      ...(isTcp ? ofTcp() : {}),
      ...some(random, 0.95, { service: target() }),
      ...some(random, 0.6, { entryPoints: [pick(points)] }),
    })),
    services: named("s", services, (index) => streamService(random, isTcp, index, services)),
    ...(isTcp
      ? {
          middlewares: named("m", 2, () => ({
            ipAllowList: { sourceRange: [pick(["10.0.0.1", "x", "1.2.3.4/33"])] },
            ...some(random, 0.3, { inFlightConn: { amount: 1 } }),
          })),
          serversTransports: { t0: { dialTimeout: "1s" }, t1: { proxyProtocol: { version: 1 + below(3) } } },
        }
      : {}),
  };

  /** Children come later in most cases: circles kill Traefik, which makes no verdict. */
  function streamService(from: Random, ofProtocol: boolean, index: number, count: number): Json {
    const child = (): Json => ({
      name: chance(0.95) ? `s${index + 1 + below(Math.max(1, count - index))}` : name(from, "s", count),
      ...some(from, 0.4, { weight: below(4) - (chance(0.2) ? 1 : 0) }),
    });
    const address = (): string =>
      chance(0.85) ? "10.0.0.1:80" : pick(["x", "a:b:c", "[::1]:1", "[::1", ":1"]);
    const balancer = {
      loadBalancer: {
        servers: list(from, 0, 2, () => ({ address: address() })),
        ...(ofProtocol ? some(from, 0.2, { serversTransport: name(from, "t", 2) }) : {}),
        ...(ofProtocol ? some(from, 0.3, { healthCheck: { interval: "5s" } }) : {}),
      },
    };
    if (chance(0.5)) return balancer;
    const weighted = {
      services: list(from, 1, 3, child),
      ...(ofProtocol ? some(from, 0.2, { healthCheck: {} }) : {}),
    };
    return { weighted, ...some(from, 0.1, balancer) };
  }
}

function tlsOptions({ pick, chance }: Random): Json {
  if (chance(0.8)) return { minVersion: "VersionTLS12" };
  return pick<Json>([
    { cipherSuites: ["X"] },
    { clientAuth: { clientAuthType: "RequireAndVerifyClientCert" } },
    { clientAuth: { clientAuthType: "x" } },
    { curvePreferences: ["P256"] },
  ]);
}

function httpMatcher({ pick, chance }: Random): string {
  const odd = [
    "Path(`a`)",
    "Host(`x`, `y`)",
    "ClientIP(`x`)",
    "PathRegexp(`(`)",
    "Host(`é`)",
    "Foo(`a`)",
    "Host(``)",
    "Host(x)",
  ];
  const fine = [
    "Host(`x`)",
    "Host(`X`)",
    "Host(`y.org`)",
    "PathPrefix(`/a`)",
    "Method(`GET`)",
    "Query(`a`, `b`)",
    "HostRegexp(`^a$`)",
  ];
  return pick(chance(0.1) ? odd : fine);
}

function tcpMatcher({ pick, chance }: Random): string {
  const odd = [
    "HostSNI(`a b`)",
    "HostSNI(`é`)",
    "ClientIP(`z`)",
    "ALPN(`acme-tls/1`)",
    "HostSNI(`a`, `b`)",
    "Host(`a`)",
  ];
  return pick(
    chance(0.12)
      ? odd
      : ["HostSNI(`x`)", "HostSNI(`*`)", "HostSNI(`*.a.b`)", "ClientIP(`10.0.0.1`)", "ALPN(`h2`)"],
  );
}

function rule(random: Random, matcher: (random: Random) => string, depth = 0): string {
  const below = (): string => rule(random, matcher, depth + 1);
  const text = [
    () => matcher(random),
    () => matcher(random),
    () => `${below()} && ${below()}`,
    () => `(${below()} || ${below()})`,
    () => `!${matcher(random)}`,
  ][random.below(depth > 2 ? 1 : 5)]!();
  if (depth > 0 || random.chance(0.95)) return text;
  const at = random.below(text.length);
  return text.slice(0, at) + random.pick(["", "(", "`", "&", ",", "@", "\n"]) + text.slice(at + 1);
}

/** A name of one of these objects, or now and then of none, or in another form. */
function name({ pick, below, chance }: Random, prefix: string, count: number): string {
  const plain = `${prefix}${below(count)}`;
  return chance(0.88)
    ? plain
    : pick([`${plain}@file`, `${plain}@file`, `${plain}@docker`, `${plain}x`, plain.toUpperCase()]);
}

function named(prefix: string, count: number, make: (index: number) => Json): Section {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, make(index)]));
}

function list<T extends Json>({ below }: Random, least: number, most: number, make: () => T): readonly T[] {
  return Array.from({ length: least + below(most - least + 1) }, make);
}

function some({ chance }: Random, probability: number, section: Section): Section {
  return chance(probability) ? section : {};
}
