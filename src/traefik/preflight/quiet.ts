import { integerOf, optionalIntegerOf, structOf } from "../check/values.ts";
import {
  isList,
  isStruct,
  type DynamicConfiguration,
  type Struct,
  type Value,
} from "../load/configuration.ts";
import { configurationSchema } from "../load/schema.ts";
import { findField, needsContent, type Type } from "../load/type.ts";
import type { TraefikVersion } from "../versions.ts";

/** Sorts before every other name, so that its definitions are the first, which are the ones that count. */
export const QUIET_FILE = "\u0001gateway-preflight.yaml";

/** Longer than a preflight lives, in nanoseconds. */
const LONG = 3_600_000_000_000n;

/**
 * A dynamic file with the objects of a configuration that would speak to other machines within the life of a
 * preflight, and do so no more: health checks at short intervals, and connections to Redis that a rate limiter opens
 * at once. All else about them is as it was, so that Traefik judges them as it would.
 *
 * @returns YAML; null where nothing of a configuration speaks so soon
 */
export function quietFile({ objects }: DynamicConfiguration, version: TraefikVersion): string | null {
  const { root } = configurationSchema(version, "dynamic");
  const kinds = {
    "http.services": quietService,
    "tcp.services": quietService,
    "http.middlewares": quietMiddleware,
  };
  const document: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [kind, quiet] of Object.entries(kinds)) {
    const [section = "", list = ""] = kind.split(".");
    for (const { name, value } of objects[kind as keyof typeof kinds].values()) {
      const quieter = quiet(value);
      if (quieter === null) continue;
      ((document[section] ??= {})[list] ??= {})[name] = plain(quieter, entryType(root, section, list));
    }
  }
  return Object.keys(document).length === 0 ? null : `${yaml(document)}\n`;
}

function quietService(service: Struct): Struct | null {
  const loadBalancer = structOf(service, "loadBalancer");
  const healthCheck = loadBalancer && structOf(loadBalancer, "healthCheck");
  if (loadBalancer === undefined || healthCheck === undefined) return null;
  const short = ["interval", "unhealthyInterval"].filter((field) =>
    isShort(optionalIntegerOf(healthCheck, field)),
  );
  if (short.length === 0) return null;
  const longer = Object.fromEntries(short.map((field) => [field, LONG]));
  return { ...service, loadBalancer: { ...loadBalancer, healthCheck: { ...healthCheck, ...longer } } };
}

/** What is not above zero becomes the default, half a minute. */
function isShort(interval: number | bigint | undefined): boolean {
  return interval !== undefined && interval > 0 && interval < LONG;
}

function quietMiddleware(middleware: Struct): Struct | null {
  const rateLimit = structOf(middleware, "rateLimit");
  const redis = rateLimit && structOf(rateLimit, "redis");
  if (redis === undefined || integerOf(redis, "minIdleConns") <= 0) return null;
  return { ...middleware, rateLimit: { ...rateLimit, redis: { ...redis, minIdleConns: 0 } } };
}

function entryType(root: Type, section: string, list: string): Type {
  const inside = fieldType(fieldType(root, section), list);
  if (inside.kind !== "map") throw new TypeError(`${section}.${list} is no map`);
  return inside.values;
}

function fieldType(type: Type, name: string): Type {
  const found = type.kind === "struct" ? findField(type, name)?.type : undefined;
  if (found === undefined) throw new TypeError(`there is no ${name}`);
  return found;
}

/** A decoded value as Traefik would decode it again; undefined: as if it were not there. */
function plain(value: Value | undefined, type: Type): unknown {
  if (value === undefined) return undefined;
  const isDuration = type.kind === "duration" || type.kind === "nanoseconds";
  if (isDuration && (typeof value === "number" || typeof value === "bigint")) return `${value}ns`;
  if (type.kind === "list" && isList(value)) return value.map((item) => plain(item, type.items));
  if (!isStruct(value)) return typeof value === "bigint" ? String(value) : value;
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (type.kind === "map") return [[name, plain(member, type.values)] as const];
    const field = type.kind === "struct" ? findField(type, name) : undefined;
    if (field === undefined) return [];
    const inside = plain(member, field.type);
    const isEmpty = typeof inside === "object" && Object.keys(inside ?? {}).length === 0;
    return isEmpty && needsContent(field.type) && !field.allowEmpty ? [] : [[name, inside] as const];
  });
  return Object.fromEntries(members);
}

/** JSON that is YAML to Traefik, and no template. */
function yaml(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replaceAll("{{", '{{"{{"}}'); // prettier-ignore
}
