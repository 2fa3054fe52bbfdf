import type { Running } from "../check/running.ts";
import type { Gateway, Middleware, PartKey, Protocol, Router, Service } from "./gateway.ts";
import { internalMiddlewareConfigs } from "./internal-middlewares.ts";
import { fileMiddleware, otherMiddleware } from "./middlewares.ts";
import { routersOf } from "./routers.ts";
import { knownCertificateNames, tlsOptionsOf } from "./tls.ts";
import { fileService, otherService } from "./services.ts";

/** Puts together what Traefik runs: every object of the files, Traefik's own, and what is referred to beyond them. */
export function buildGateway(running: Running): Gateway {
  const { version, facts, subjects, readRule, brokenOptions } = running;
  const services = new Map<PartKey, Service>();
  const middlewares = new Map<PartKey, Middleware>();

  for (const protocol of ["http", "tcp", "udp"] as const) {
    for (const subject of subjects[`${protocol}.services`].values()) {
      const service = fileService(protocol, subject, subject.source?.value ?? {});
      services.set(service.key, service);
    }
  }
  for (const protocol of ["http", "tcp"] as const) {
    for (const subject of subjects[`${protocol}.middlewares`].values()) {
      const middleware = fileMiddleware(protocol, subject, subject.source?.value ?? {});
      middlewares.set(middleware.key, middleware);
    }
  }
  for (const [name, internal] of internalMiddlewareConfigs(facts)) {
    const middleware = otherMiddleware("http", name, internal);
    middlewares.set(middleware.key, middleware);
  }

  const routers = routersOf(running);
  for (const reference of referencedServices(routers, middlewares, services)) {
    if (services.has(reference)) continue;
    const [protocol, name] = partsOf(reference);
    services.set(reference, otherService(protocol, name));
  }
  for (const reference of referencedMiddlewares(routers, middlewares, services)) {
    if (middlewares.has(reference)) continue;
    const [protocol, name] = partsOf(reference);
    middlewares.set(reference, otherMiddleware(protocol, name));
  }
  let names: readonly string[] | null | undefined;
  return {
    version,
    facts,
    routers,
    middlewares,
    services,
    readRule,
    tlsOptions: tlsOptionsOf(running),
    brokenOptions,
    certificateNames: () => (names === undefined ? (names = knownCertificateNames(running)) : names),
  };
}

function referencedServices(
  routers: readonly Router[],
  middlewares: ReadonlyMap<PartKey, Middleware>,
  services: ReadonlyMap<PartKey, Service>,
): ReadonlySet<PartKey> {
  const named = new Set<PartKey>();
  for (const { service } of routers) if (service !== null) named.add(service);
  for (const { service } of middlewares.values()) if (service !== null) named.add(service);
  for (const { children } of services.values()) for (const { service } of children) named.add(service);
  return named;
}

function referencedMiddlewares(
  routers: readonly Router[],
  middlewares: ReadonlyMap<PartKey, Middleware>,
  services: ReadonlyMap<PartKey, Service>,
): ReadonlySet<PartKey> {
  const named = new Set<PartKey>();
  for (const router of routers) for (const key of router.middlewares) named.add(key);
  for (const service of services.values()) for (const key of service.middlewares) named.add(key);
  for (const { members } of middlewares.values()) for (const key of members) named.add(key);
  return named;
}

/** The protocol and the name in a key; names may hold dots, kinds do not. */
function partsOf(key: PartKey): readonly [Protocol, string] {
  const [protocol = "http", kind = ""] = key.split(".", 2);
  return [
    protocol === "tcp" || protocol === "udp" ? protocol : "http",
    key.slice(protocol.length + kind.length + 2),
  ];
}
