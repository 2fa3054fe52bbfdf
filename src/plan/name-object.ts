import { isList, isStruct, type Struct, type Value } from "../traefik/load/configuration.ts";
import { concealed } from "../conceal.ts";
import { plain } from "./diff-objects.ts";

const NOUNS: Readonly<Record<string, string>> = {
  routers: "router",
  services: "service",
  middlewares: "middleware",
  serversTransports: "servers transport",
  models: "model",
  options: "TLS options",
  stores: "TLS store",
  certificates: "certificate",
};

/** An object as people call it: `TCP router mqtt`, `weighted service shop`, `middleware auth (basicAuth)`. */
export function titleOf(object: string, value: Struct): string {
  const [protocol = "", section = "", ...rest] = object.split(".");
  const name = rest.join(".");
  const noun = NOUNS[section] ?? section;
  const type = typeOf(value);
  const words = [
    protocol === "tcp" || protocol === "udp" ? protocol.toUpperCase() : "",
    section === "services" && type !== "loadBalancer" ? spaced(type) : "",
    noun,
    name,
    section === "middlewares" && type !== "" ? `(${type})` : "",
  ];
  return words.filter((word) => word !== "").join(" ");
}

/** What a router, a service or another object that comes or goes is about. */
export function gistOf(object: string, value: Struct): string[] {
  const section = object.split(".")[1];
  if (section === "routers") {
    const target = text(value["service"]);
    return [[text(value["rule"]), target === "" ? "" : `→ ${target}`].filter(Boolean).join(" ")].filter(
      Boolean,
    );
  }
  return section === "services" ? gistOfService(value) : [];
}

function gistOfService(value: Struct): string[] {
  const type = value[typeOf(value)];
  if (!isStruct(type)) return [];
  const servers = structs(type["servers"]).map(({ url, address }) => text(url) || text(address));
  const members = structs(type["services"]).map(({ name, weight }) =>
    `${text(name)} ${weight === undefined ? "" : show("weight", weight)}`.trim(),
  );
  const mirrors = structs(type["mirrors"]).map(
    ({ name, percent = 0 }) => `${text(name)} ${show("percent", percent)} %`,
  );
  const main = ["service", "fallback"].map((field) => text(type[field])).filter(Boolean);
  const all = [...main, ...mirrors, ...members, ...servers];
  return all.length === 0
    ? []
    : [all.length > 4 ? `${all.slice(0, 3).join(", ")} and ${all.length - 3} more` : all.join(", ")];
}

/** The field that says what kind of service or middleware it is. */
function typeOf(value: Struct): string {
  return Object.keys(value).find((field) => value[field] !== undefined) ?? "";
}

/** `highestRandomWeight` in words. */
function spaced(type: string): string {
  return type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A value of a field as people may see it. */
export function show(path: string, value: Value | undefined): string {
  const shown = concealed(path, plain(value));
  return typeof shown === "string" ? shown : JSON.stringify(shown);
}

export function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The structs of a list. */
export function structs(value: Value | undefined): readonly Struct[] {
  return isList(value) ? value.filter(isStruct) : [];
}
