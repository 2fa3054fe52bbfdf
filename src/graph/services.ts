import { qualify } from "../traefik/check/names.ts";
import {
  integerOf,
  optionalIntegerOf,
  structOf,
  structsOf,
  textOf,
  textsOf,
} from "../traefik/check/values.ts";
import type { Struct } from "../traefik/load/configuration.ts";
import type { GraphEdge } from "./graph.ts";
import { placeOf, strange, type Sheet } from "./sheet.ts";

type Protocol = "http" | "tcp" | "udp";

/** A service with all that it leads to; returns its node. */
export function addService(sheet: Sheet, protocol: Protocol, holder: string, name: string): string {
  const kind = `${protocol}.services` as const;
  const qualified = qualify(name, holder);
  const id = `${kind}.${qualified}`;
  if (sheet.nodes.has(id)) return id;
  const subject = sheet.running.subjects[kind].get(qualified);
  if (subject === undefined || subject.source === null) {
    return sheet.add({ id, kind: "service", protocol, ...strange(qualified) });
  }
  const { value } = subject.source;
  sheet.add({ id, kind: "service", protocol, detail: typeOf(value), ...placeOf(subject) });
  for (const { child, server, ...way } of waysOf(value)) {
    const to =
      server === undefined
        ? addService(sheet, protocol, qualified, child)
        : addServer(sheet, protocol, server);
    sheet.connect(id, to, way);
  }
  return id;
}

type Way = Partial<GraphEdge> &
  (
    | { readonly child: string; readonly server?: undefined }
    | { readonly child?: undefined; readonly server: string }
  );

/** Where a service sends its requests. */
function waysOf(value: Struct): Way[] {
  const balancer = structOf(value, "loadBalancer");
  if (balancer !== undefined) return balanced(structsOf(balancer, "servers"));
  const shared = structOf(value, "weighted") ?? structOf(value, "highestRandomWeight");
  if (shared !== undefined) return weighted(structsOf(shared, "services"));
  const mirroring = structOf(value, "mirroring");
  if (mirroring !== undefined) {
    const mirrors = structsOf(mirroring, "mirrors").map((mirror) => {
      const percent = Number(integerOf(mirror, "percent"));
      const label = `mirror ${percent} %`;
      return { child: textOf(mirror, "name"), label, share: percent / 100, isMain: false };
    });
    return [{ child: textOf(mirroring, "service") }, ...mirrors];
  }
  const failover = structOf(value, "failover");
  if (failover === undefined) return [];
  const fallback = { child: textOf(failover, "fallback"), label: "fallback", isMain: false };
  return [{ child: textOf(failover, "service") }, fallback];
}

function balanced(servers: readonly Struct[]): Way[] {
  const shares = sharesOf(servers);
  const areEven = shares.every((share) => share === shares[0]);
  return servers.map((server, index) => {
    const share = shares[index] ?? 0;
    const label = areEven ? "" : percentage(share);
    return { server: textOf(server, "url") || textOf(server, "address"), share, label };
  });
}

function weighted(services: readonly Struct[]): Way[] {
  const shares = sharesOf(services);
  return services.map((service, index) => {
    const share = shares[index] ?? 0;
    return { child: textOf(service, "name"), share, label: percentage(share) };
  });
}

/** The part of each in all requests, by its weight, which is 1 where none is written. */
function sharesOf(items: readonly Struct[]): number[] {
  const weights = items.map((item) => Math.max(0, Number(optionalIntegerOf(item, "weight") ?? 1)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum === 0 ? 0 : weight / sum));
}

function percentage(share: number): string {
  return `${Number((share * 100).toFixed(share < 0.01 ? 2 : 1))} %`;
}

function typeOf(value: Struct): string {
  const types = Object.keys(value).filter((type) => structOf(value, type) !== undefined);
  const isSticky = types.some((type) => structOf(structOf(value, type) ?? {}, "sticky") !== undefined);
  const middlewares = textsOf(value, "middlewares");
  return [
    types.join(", "),
    isSticky ? "sticky" : "",
    middlewares.length > 0 ? `after ${middlewares.join(", ")}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** One server, which several services may share. A password in its address is nobody's business. */
function addServer(sheet: Sheet, protocol: Protocol, address: string): string {
  const name = address.replace(/\/\/[^/@]*@/, "//(secret)@") || "(no address)";
  return sheet.add({
    id: `${protocol}.servers.${name}`,
    kind: "server",
    protocol,
    name,
    detail: "",
    state: "enabled",
    problem: null,
    file: null,
    line: null,
  });
}
