import { meaningOf } from "../traefik/check/advice/shadowed-routers.ts";
import { tlsHosts } from "../traefik/check/rules/http-rule.ts";
import type { RuleReader } from "../traefik/check/rules/rule-reader.ts";
import { listOf, structOf, textOf, textsOf } from "../traefik/check/values.ts";
import {
  isList,
  isStruct,
  type LoadedObject,
  type Struct,
  type Value,
} from "../traefik/load/configuration.ts";
import type { Document } from "../traefik/load/document.ts";
import { objectsOf } from "../traefik/load/objects-of.ts";
import type { StaticFacts } from "../traefik/static/facts.ts";
import type { TraefikVersion } from "../traefik/versions.ts";

/** All by which one file can matter to the verdict on another. */
export interface Traits {
  /** what it defines, as `http.routers.shop` */
  readonly names: readonly string[];
  /** every text in it that could be the name of an object of the files: more than its references, never less */
  readonly mentions: readonly string[];
  /** the objects that its routers lead to by themselves, as `http.services.shop`: these are used for certain */
  readonly routed: readonly string[];
  /** files that share one of these compete: rules, names of running routers, entry points of UDP */
  readonly contests: readonly string[];
  /** the hosts of its HTTP routers, on each of which all have to agree on TLS options */
  readonly hosts: readonly string[];
  /** a router of it names TLS options */
  readonly choosesOptions: boolean;
  /** it settles something for objects that do not name it: certificates, stores, default TLS options, parents */
  readonly isGlobal: boolean;
  /** see `LoadedFile` */
  readonly isPlain: boolean;
}

/** By what a file's traits are seen. */
export interface Lens {
  readonly facts: StaticFacts;
  readonly version: TraefikVersion;
  readonly readRule: RuleReader;
}

/** A file that was loaded without an error. */
export interface Sound {
  readonly configuration: Struct;
  readonly document: Document;
  readonly isPlain: boolean;
}

/** The traits of one loaded file. */
export function traitsOf({ configuration, document, isPlain }: Sound, lens: Lens): Traits {
  const objects = objectsOf(configuration, document);
  const names: string[] = [];
  const mentions = new Set<string>();
  const routed = new Set<string>();
  const contests = new Set<string>();
  const hosts = new Set<string>();
  let choosesOptions = false;
  for (const object of objects) {
    const { kind, name, value } = object;
    names.push(`${kind}.${name}`);
    collectTexts(value, mentions);
    if (!kind.endsWith(".routers")) continue;
    addAll(routed, routedBy(object));
    addAll(contests, contestsOf(object, lens));
    if (kind === "http.routers") addAll(hosts, tlsHosts(lens, textOf(value, "rule")) ?? []);
    choosesOptions ||= textOf(structOf(value, "tls") ?? {}, "options") !== "";
  }
  return {
    names,
    mentions: [...mentions],
    routed: [...routed],
    contests: [...contests],
    hosts: [...hosts],
    choosesOptions,
    isGlobal:
      listOf(structOf(configuration, "tls") ?? {}, "certificates").length > 0 || objects.some(isGlobal),
    isPlain,
  };
}

function addAll(texts: Set<string>, more: readonly string[]): void {
  for (const text of more) texts.add(text);
}

/** The name without its kind: names hold dots, kinds hold one. */
export function bareName(name: string): string {
  return name.slice(name.indexOf(".", name.indexOf(".") + 1) + 1);
}

const FILE = "@file";

/** The name of an object of the files that a text may stand for; null where it can be none. */
export function nameIn(text: string): string | null {
  if (text.endsWith(FILE)) return text.slice(0, -FILE.length);
  return text === "" || text.includes("@") ? null : text;
}

/** Fields that hold no name of an object, and many texts. */
const NAMELESS = new Set([
  "rule",
  "ruleSyntax",
  "entryPoints",
  "url",
  "address",
  "customRequestHeaders",
  "customResponseHeaders",
]);

function collectTexts(value: Value | undefined, found: Set<string>): void {
  if (typeof value === "string") {
    const name = nameIn(value);
    if (name !== null) found.add(name);
  } else if (isList(value)) for (const item of value) collectTexts(item, found);
  else if (isStruct(value))
    for (const field in value) if (!NAMELESS.has(field)) collectTexts(value[field], found);
}

function routedBy({ kind, name, value }: LoadedObject): string[] {
  // an `@` in its own name sends Traefik to look for plain names elsewhere
  if (name.includes("@")) return [];
  const protocol = kind.slice(0, kind.indexOf("."));
  const service = nameIn(textOf(value, "service"));
  const routed = service === null ? [] : [`${protocol}.services.${service}`];
  for (const text of textsOf(value, "middlewares")) {
    const middleware = nameIn(text);
    if (middleware !== null) routed.push(`${protocol}.middlewares.${middleware}`);
  }
  return routed;
}

function contestsOf({ kind, name, value }: LoadedObject, { facts, readRule }: Lens): string[] {
  if (kind === "udp.routers") return ["udp"];
  const family = kind === "tcp.routers" ? "tcp" : "http";
  const syntax = textOf(value, "ruleSyntax") || facts.defaultRuleSyntax;
  const meaning = meaningOf({ readRule }, family, textOf(value, "rule"), syntax) ?? [];
  if (family === "tcp") return [meaning].flat();
  // an entry point with settings of its own gives its routers names like these
  const points = [...facts.entryPoints.keys()].map((point) => `router ${point}-${name}`);
  return [`router ${name}`, ...(settlesNames(facts) ? points : []), ...[meaning].flat()];
}

function settlesNames({ entryPoints, defaultRuleSyntax }: StaticFacts): boolean {
  return (
    defaultRuleSyntax !== "" ||
    [...entryPoints.values()].some(
      ({ middlewares, tls, observability, encodedCharacters }) =>
        middlewares.length > 0 || tls !== null || observability || encodedCharacters,
    )
  );
}

function isGlobal({ kind, name, value }: LoadedObject): boolean {
  if (kind === "http.models" || kind === "tls.stores") return true;
  if (kind === "tls.options") return name === "default";
  return kind === "http.routers" && listOf(value, "parentRefs").length > 0;
}
