import type { Judgement } from "../validate.ts";
import { defaultEntryPoints, entryPointsOf } from "../traefik/check/entry-points.ts";
import { qualify } from "../traefik/check/names.ts";
import { textOf, textsOf } from "../traefik/check/values.ts";
import { addEntryPoints, entryPointId } from "./entry-points.ts";
import type { Graph } from "./graph.ts";
import { addMiddlewares, membersOf } from "./middlewares.ts";
import { addService } from "./services.ts";
import { createSheet, placeOf, type Sheet } from "./sheet.ts";

/** Draws the ways of a judged environment; null where Traefik would load nothing of it. */
export function buildGraph(title: string, { facts, running, traefikVersion }: Judgement): Graph | null {
  if (running === null) return null;
  const sheet = createSheet(running, facts);
  addEntryPoints(sheet);
  for (const name of running.routers.keys()) addHttpRouter(sheet, name);
  for (const protocol of ["tcp", "udp"] as const) addStreamRouters(sheet, protocol);
  addUnused(sheet);
  return { title, traefikVersion, nodes: [...sheet.nodes.values()], edges: [...sheet.edges.values()] };
}

/** A router with its children, its middlewares in order, and its service; returns its node. */
function addHttpRouter(sheet: Sheet, name: string): string {
  const { running, facts } = sheet;
  const id = `http.routers.${name}`;
  const router = running.routers.get(name);
  if (router === undefined || router.source === null || sheet.nodes.has(id)) return id;
  const { rule, priority, tls } = router;
  const details = [rule, priority === 0 ? "" : `priority ${priority}`, tls ? "TLS" : ""];
  sheet.add({ id, kind: "router", protocol: "http", detail: said(details), ...placeOf(router) });
  if (router.parents === null) {
    const existing = entryPointsOf(facts, "tcp");
    for (const point of router.entryPoints)
      if (existing.includes(point)) sheet.connect(entryPointId(point), id);
  }
  const below = running.children.get(name) ?? [];
  const targets = [
    ...below.map((child) => addHttpRouter(sheet, child)),
    ...(router.service.name === "" ? [] : [addService(sheet, "http", name, router.service.name)]),
  ];
  const names = router.middlewares.map((middleware) => middleware.name);
  for (const next of addMiddlewares(sheet, "http", name, names, targets)) sheet.connect(id, next);
  return id;
}

function addStreamRouters(sheet: Sheet, protocol: "tcp" | "udp"): void {
  const { running, facts } = sheet;
  const existing = entryPointsOf(facts, protocol);
  const defaults = protocol === "tcp" ? defaultEntryPoints(facts) : existing;
  for (const [name, router] of running.subjects[`${protocol}.routers`]) {
    if (router.source === null) continue;
    const { value } = router.source;
    const id = `${protocol}.routers.${name}`;
    const detail = said([textOf(value, "rule"), value["tls"] === undefined ? "" : "TLS"]);
    sheet.add({ id, kind: "router", protocol, detail, ...placeOf(router) });
    const named = textsOf(value, "entryPoints");
    for (const point of named.length > 0 ? named : defaults)
      if (existing.includes(point)) sheet.connect(entryPointId(point), id);
    const service = textOf(value, "service");
    const targets = service === "" ? [] : [addService(sheet, protocol, name, service)];
    const middlewares = textsOf(value, "middlewares"); // a UDP router has none
    for (const next of addMiddlewares(sheet, "tcp", name, middlewares, targets)) sheet.connect(id, next);
  }
}

/** What no router leads to stands for itself. */
function addUnused(sheet: Sheet): void {
  const { subjects } = sheet.running;
  for (const protocol of ["http", "tcp", "udp"] as const) {
    for (const name of subjects[`${protocol}.services`].keys()) addService(sheet, protocol, "", name);
  }
  for (const protocol of ["http", "tcp"] as const) {
    const kind = `${protocol}.middlewares` as const;
    const drawn = [...sheet.nodes.values()].filter(
      (node) => node.kind === "middleware" && node.protocol === protocol,
    );
    const used = new Set(drawn.flatMap(({ name }) => membersOf(sheet.running, kind, qualify(name, "@file"))));
    const members = new Set(
      [...subjects[kind].keys()].flatMap((name) => membersOf(sheet.running, kind, name).slice(1)),
    );
    for (const name of subjects[kind].keys()) {
      if (!used.has(name) && !members.has(name)) addMiddlewares(sheet, protocol, "", [name], []);
    }
  }
}

function said(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}
