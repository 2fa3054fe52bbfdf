import { concealedText } from "../conceal.ts";
import { problemText } from "../problem-text.ts";
import { sha256 } from "../sha256.ts";
import { keyOf } from "../traefik/load/configuration.ts";
import type { Gateway, Middleware, Part, PartKey, Router, Service } from "../traefik/model/gateway.ts";
import { childShares, serverShares } from "../traefik/model/shares.ts";
import { shownAddress } from "../traefik/model/shown-address.ts";
import type { Graph, GraphEdge, GraphNode, NodeKind } from "./graph.ts";

/** Draws the ways through a gateway, all that it has: what no router leads to stands for itself. */
export function buildGraph(title: string, gateway: Gateway): Graph {
  const sheet: Sheet = { gateway, nodes: new Map(), edges: new Map(), left: [] };
  addEntryPoints(sheet);
  for (const router of gateway.routers) if (router.source !== null) addRouter(sheet, router);
  for (const service of gateway.services.values())
    if (service.origin === "file") addService(sheet, service.key);
  // an array hands out what is added while it is walked
  for (const key of sheet.left) addService(sheet, key);
  addUnusedMiddlewares(sheet);
  const { nodes, edges } = sheet;
  return { title, traefikVersion: gateway.version, nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** A graph that is being drawn. */
interface Sheet {
  readonly gateway: Gateway;
  readonly nodes: Map<string, GraphNode>;
  readonly edges: Map<string, GraphEdge>;
  /** services that are nested too deep to be drawn at once: the stack has an end */
  readonly left: PartKey[];
}

const MAX_DEPTH = 400;

/** Leads from one node to another; without more said, all requests go this way. */
function connect({ edges }: Sheet, from: string, to: string, way: Partial<GraphEdge> = {}): void {
  const edge = { from, to, label: "", share: 1, isMain: true, ...way };
  edges.set(`${from}\n${to}\n${edge.label}`, edge);
}

function addPart({ nodes }: Sheet, id: string, kind: NodeKind, part: Part, detail: string): void {
  const { name, label, protocol, status, errors, source } = part;
  const provider = name.slice(name.lastIndexOf("@") + 1);
  const origin = "origin" in part ? part.origin : "file";
  const isElsewhere = origin === "elsewhere";
  nodes.set(id, {
    id,
    kind,
    protocol,
    // a router on entry points of several kinds runs under several names
    name: kind === "router" ? name.replace(/@file$/, "") : label,
    detail: isElsewhere ? `known to ${provider} alone` : concealedText(detail),
    state: isElsewhere ? "elsewhere" : origin === "nowhere" ? "missing" : status,
    problem: origin === "nowhere" ? "no file defines it" : errors.length === 0 ? null : problemText(part),
    file: source?.document.file ?? null,
    line: source?.document.range(keyOf(source)).line ?? null,
  });
}

function entryPointId(name: string): string {
  return `entryPoints.${name}`;
}

/** The entry points, with what Traefik itself answers there, and where they send requests by themselves. */
function addEntryPoints(sheet: Sheet): void {
  const { facts, routers } = sheet.gateway;
  for (const [name, { protocol, address, redirection }] of facts.entryPoints) {
    const own = routers.filter(({ source, entryPoints }) => source === null && entryPoints.includes(name));
    const internal = own.map(({ label }) => label.replace(/@internal$/, ""));
    const answers = redirection === null ? internal : [`redirects to ${redirection.to}`];
    const id = entryPointId(name);
    sheet.nodes.set(id, {
      id,
      kind: "entryPoint",
      protocol: protocol === "udp" ? "udp" : "http",
      name,
      detail: [address, ...answers].join(" · "),
      state: "enabled",
      problem: null,
      file: null,
      line: null,
    });
    if (redirection === null || !facts.entryPoints.has(redirection.to)) continue;
    const label = `redirects to ${redirection.scheme}`;
    connect(sheet, id, entryPointId(redirection.to), { label, share: 0, isMain: false });
  }
}

/** A router with its middlewares in order, and its service or its children. */
function addRouter(sheet: Sheet, router: Router): void {
  const { key, rule, priority, isPriorityGiven, tls, entryPoints, middlewares, service, children } = router;
  const details = [rule, isPriorityGiven ? `priority ${priority}` : "", tls === null ? "" : "TLS"];
  addPart(sheet, key, "router", router, details.filter((detail) => detail !== "").join(" · "));
  for (const point of entryPoints) connect(sheet, entryPointId(point), key);
  const targets = [...children, ...(service === null ? [] : [addService(sheet, service)])];
  for (const next of addMiddlewares(sheet, middlewares, targets)) connect(sheet, key, next);
}

/**
 * The middlewares before a router's targets, or a service, in the order in which a request meets them. Routers share a node
 * where the rest of their way is the same, so that every way through the graph is one that a request can take.
 *
 * @returns where to go first: a middleware, or the targets where there is none
 */
function addMiddlewares(
  sheet: Sheet,
  keys: readonly PartKey[],
  targets: readonly string[],
): readonly string[] {
  return keys.reduceRight<readonly string[]>((next, key) => {
    const middleware = sheet.gateway.middlewares.get(key);
    return middleware === undefined ? next : [addMiddleware(sheet, middleware, next)];
  }, targets);
}

/** A middleware; a chain is one, and says what it is made of. */
function addMiddleware(sheet: Sheet, middleware: Middleware, targets: readonly string[]): string {
  const id = wayId(middleware.key, targets);
  if (sheet.nodes.has(id)) return id;
  const members = membersOf(sheet.gateway, middleware);
  const names = members.map(({ label }) => label).join(" → ");
  addPart(sheet, id, "middleware", middleware, members.length === 0 ? (middleware.type ?? "") : names);
  for (const target of targets) connect(sheet, id, target);
  for (const { service, config } of [middleware, ...members]) {
    if (service === null) continue;
    const status = Array.isArray(config["status"]) ? config["status"].join(", ") : "";
    connect(sheet, id, addService(sheet, service), { label: `status ${status}`, share: 0, isMain: false });
  }
  return id;
}

/** The whole way from here, which makes one node of two; of a long one what comes behind is told by its digest. */
function wayId(key: PartKey, targets: readonly string[]): string {
  const behind = targets.join(" > ");
  return targets.length === 0 ? key : `${key} > ${behind.length > LONGEST_WAY ? sha256(behind) : behind}`;
}

const LONGEST_WAY = 1000;

/** What a chain is made of, chains in it taken apart, each once. The stack is kept by hand: they may be nested deep. */
function membersOf({ middlewares }: Gateway, chain: Middleware): readonly Middleware[] {
  const members = new Set<Middleware>();
  const open = chain.members.toReversed();
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const member = middlewares.get(key);
    if (member === undefined || member === chain || members.has(member)) continue;
    members.add(member);
    for (const inner of member.members.toReversed()) open.push(inner);
  }
  return [...members];
}

function addUnusedMiddlewares(sheet: Sheet): void {
  const { middlewares } = sheet.gateway;
  const drawn = [...sheet.nodes.keys()].map((id) => id.split(" > ", 1)[0] ?? "");
  const used = new Set([...drawn, ...[...middlewares.values()].flatMap(({ members }) => members)]);
  for (const middleware of middlewares.values()) {
    if (middleware.origin === "file" && !used.has(middleware.key)) addMiddleware(sheet, middleware, []);
  }
}

/**
 * A service with all that it leads to.
 *
 * @returns where to go first: a middleware of its own, or the service
 */
function addService(sheet: Sheet, key: PartKey, depth = 0): string {
  const service = sheet.gateway.services.get(key);
  if (service === undefined) return key;
  if (depth > MAX_DEPTH) sheet.left.push(key);
  else if (!sheet.nodes.has(key)) addBareService(sheet, service, depth);
  const [first = key] = addMiddlewares(sheet, service.middlewares, [key]);
  return first;
}

function addBareService(sheet: Sheet, service: Service, depth: number): void {
  const { key } = service;
  addPart(sheet, key, "service", service, detailOf(service));
  const shares = childShares(service);
  for (const [index, { service: child, role, percent }] of service.children.entries()) {
    const share = shares[index] ?? 0;
    const ways = {
      share: { label: percentage(share), share },
      main: {},
      mirror: { label: `mirror ${percent} %`, share: percent / 100, isMain: false },
      fallback: { label: "fallback", share: 0, isMain: false },
    } as const;
    connect(sheet, key, addService(sheet, child, depth + 1), ways[role]);
  }
  const servers = serverShares(service);
  const areEven = servers.every(({ share }) => share === servers[0]?.share);
  for (const { address, share } of servers) {
    connect(sheet, key, addServer(sheet, service, address), {
      share: share ?? 1,
      label: areEven || share === null ? "" : percentage(share),
    });
  }
}

function detailOf(service: Service): string {
  const details = [
    service.origin === "internal" ? "Traefik's own" : (service.type ?? ""),
    service.sticky ? "sticky" : "",
  ];
  return details.filter((detail) => detail !== "").join(" · ");
}

/** One server, which several services may share. */
function addServer({ nodes }: Sheet, { protocol }: Service, address: string): string {
  const name = concealedText(shownAddress(address));
  const id = `${protocol}.servers.${name}`;
  const nowhere = { problem: null, file: null, line: null };
  nodes.set(id, { id, kind: "server", protocol, name, detail: "", state: "enabled", ...nowhere });
  return id;
}

function percentage(share: number): string {
  return `${Number((share * 100).toFixed(share < 0.01 ? 2 : 1))} %`;
}
