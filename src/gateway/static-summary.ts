import { readFile } from "node:fs/promises";
import { equalFold } from "../traefik/go/fold.ts";
import type { Node } from "../traefik/load/node.ts";
import { parseYaml } from "../traefik/load/yaml/parse-yaml.ts";
import { portOf } from "../traefik/static/facts.ts";
import type { ClientPort } from "./closed-ports.ts";
import type { StaticSummary } from "./restart.ts";

/** Of a gateway whose static configuration cannot be read here: flags and variables, or another machine's file. */
export const UNKNOWN: StaticSummary = {
  ping: null,
  api: null,
  reusePort: false,
  resolvers: false,
  fileProvider: false,
  clientPorts: [],
  publicPorts: [],
};

/**
 * What a published static file says of how Traefik can be asked and replaced. It was judged before it was published,
 * so that nothing is judged here: the few fields are looked up as they stand, at little cost in memory.
 *
 * @param file null where none is published
 */
export async function readStaticSummary(file: string | null): Promise<StaticSummary> {
  if (file === null) return UNKNOWN;
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return UNKNOWN;
  const parse = file.endsWith(".toml")
    ? (await import("../traefik/load/toml/parse-toml.ts")).parseToml
    : parseYaml;
  const { root } = parse(text);
  return root === null ? UNKNOWN : summarise(root);
}

function summarise(root: Node): StaticSummary {
  const entryPoints = at(root, "entryPoints");
  const all = entryPoints?.kind === "map" ? entryPoints.entries.map(({ value }) => value) : [];
  const insecure = isTrue(at(root, "api", "insecure"));
  const api = insecure ? url(root, "traefik", textOf(at(root, "api", "basePath"))) : null;
  const isRouted = isGiven(at(root, "ping")) && !isTrue(at(root, "ping", "manualRouting"));
  const pingEntryPoint = textOf(at(root, "ping", "entryPoint")) || "traefik";
  return {
    ping: isRouted ? url(root, pingEntryPoint, "/ping") : null,
    // the hook asks it, too, and would not trust the certificate
    api: api?.startsWith("https:") === true ? null : api,
    reusePort: all.length > 0 && all.every((entryPoint) => isTrue(at(entryPoint, "reusePort"))),
    resolvers: at(root, "certificatesResolvers") !== undefined,
    fileProvider: at(root, "providers", "file") !== undefined,
    clientPorts: clientPorts(entryPoints, new Set([pingEntryPoint, "traefik"])),
    publicPorts: publicPorts(entryPoints, new Set([pingEntryPoint, "traefik"])),
  };
}

/** TCP ports that are open on all addresses, but for the entry points where Traefik itself is asked. */
function publicPorts(entryPoints: Node | undefined, except: ReadonlySet<string>): number[] {
  if (entryPoints?.kind !== "map") return [];
  return entryPoints.entries.flatMap(({ key, value }) => {
    const address = textOf(at(value, "address")).replace(/\/tcp$/i, "");
    const port = /^(?:0\.0\.0\.0|\[::\])?:\d+$/.test(address) ? portOf(address) : null;
    return port === null || except.has(key.name) ? [] : [port];
  });
}

/** The entry points where clients connect by TCP; `except` those, unless there are no others. */
function clientPorts(entryPoints: Node | undefined, except: ReadonlySet<string>): ClientPort[] {
  if (entryPoints?.kind !== "map") return [];
  const all = entryPoints.entries.flatMap(({ key, value }) => {
    const found = localAddress(textOf(at(value, "address")));
    if (found === null) return [];
    return [{ name: key.name, host: found.host.replaceAll(/[[\]]/g, ""), port: found.port }];
  });
  const clients = all.filter(({ name }) => !except.has(name));
  return clients.length > 0 ? clients : all;
}

/** Where an entry point's address is on this machine; null where its port cannot be told, or is none of TCP. */
function localAddress(address: string): { host: string; port: number } | null {
  const tcp = address.replace(/\/tcp$/i, "");
  const port = portOf(tcp);
  if (port === null || port === 0) return null;
  const host = tcp.slice(0, tcp.lastIndexOf(":"));
  return { host: host === "" || host === "0.0.0.0" ? "127.0.0.1" : host === "[::]" ? "[::1]" : host, port };
}

/** The URL of an entry point on this machine; null where its port cannot be told. `traefik` is at 8080 by default. */
function url(root: Node, entryPoint: string, path: string): string | null {
  const address = textOf(at(root, "entryPoints", entryPoint, "address"));
  const found = localAddress(address === "" && entryPoint === "traefik" ? ":8080" : address);
  if (found === null) return null;
  // what an entry point says of TLS holds for all its routers, and so for Traefik's own
  const scheme = isGiven(at(root, "entryPoints", entryPoint, "http", "tls")) ? "https" : "http";
  return `${scheme}://${found.host}:${found.port}${path}`;
}

/** The value below these names; fields in any letter case, entry points as they are written. Null is no value. */
function at(node: Node | undefined, ...names: string[]): Node | undefined {
  let found = node;
  for (const name of names) {
    if (found?.kind !== "map") return undefined;
    found = found.entries.find(({ key }) => equalFold(key.name, name))?.value;
  }
  return found?.kind === "scalar" && found.type === "null" ? undefined : found;
}

function textOf(node: Node | undefined): string {
  return node?.kind === "scalar" ? node.text : "";
}

/** Whether Traefik has something whose name alone gives it: `ping: {}` and `ping: true` do, `ping: false` does not. */
function isGiven(node: Node | undefined): boolean {
  return node?.kind === "scalar" ? ["", "true"].includes(node.text.toLowerCase()) : node !== undefined;
}

function isTrue(node: Node | undefined): boolean {
  return ["1", "t", "true"].includes(textOf(node).toLowerCase());
}
