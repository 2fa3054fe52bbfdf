import { configurationSchema } from "../../../src/traefik/load/schema.ts";
import { openFields, type Field, type StructType, type Type } from "../../../src/traefik/load/type.ts";
import type { FolderBreakage } from "../breakage.ts";
import type { Random } from "../random.ts";
import { valuesOf } from "./field-values.ts";
import { anyRule } from "./rules.ts";

/**
 * A file more, with random objects that routers reach: a middleware or service of any type, transports, TLS options,
 * with right and wrong values in every field that Traefik has. Names are known to fit, and sometimes are not.
 */
export const addObjects: FolderBreakage = (files, { random, names }) => {
  const { root } = configurationSchema("3.7", "dynamic");
  const protocol = random.pick(["http", "http", "http", "tcp", "tcp", "udp"] as const);
  const section = structAt(root, protocol);
  const known = ["s0", "s1", "m0", "m1", "t0", "o0", ...names];
  const make = (kind: string, name: string, count: number): string[] =>
    Array.from(
      { length: count },
      (_, i) => `    ${name}${i}: ${object(entryType(section, kind), random, known)}`,
    );
  const middlewares = protocol === "udp" ? "" : `, middlewares: [${listOf(random, ["m0", "m1", "m0"])}]`;
  const rule = protocol === "udp" ? "" : `rule: ${ruleOf(protocol, random)}, `;
  const tls =
    protocol === "udp" || random.chance(0.5)
      ? ""
      : `, tls: ${random.pick(["{}", "{options: o0}", "{options: o1}", "{passthrough: true}"])}`;
  const points = protocol === "udp" ? "[udpep]" : random.pick(["[web]", "[websecure]", "[web, websecure]"]);
  const lines = [
    `${protocol}:`,
    "  routers:",
    ...["s0", "s1"].map((service, i) => `    r${i}: {${rule}entryPoints: ${points}, service: ${service}${middlewares}${tls}}`),
    "  services:",
    ...make("services", "s", 2),
    ...(protocol === "udp" ? [] : ["  middlewares:", ...make("middlewares", "m", 2)]),
    ...(protocol === "udp" ? [] : ["  serversTransports:", ...make("serversTransports", "t", 1)]),
    ...(random.chance(0.4) ? ["tls:", "  options:", `    o0: ${object(entryType(structAt(root, "tls"), "options"), random, known)}`] : []),
  ]; // prettier-ignore
  return { ...files, "objects.yaml": `${lines.join("\n")}\n` };
};

function listOf(random: Random, names: readonly string[]): string {
  return names.slice(0, random.below(names.length + 1)).join(", ");
}

function ruleOf(protocol: "http" | "tcp", random: Random): string {
  if (random.chance(0.15)) return anyRule(random);
  return protocol === "http"
    ? random.pick(["Host(`o.example.com`)", "PathPrefix(`/o`)", "Host(`o`) && Method(`GET`)"])
    : random.pick(["HostSNI(`*`)", "HostSNI(`o.example.com`)", "HostSNI(`*`) && ClientIP(`10.0.0.0/8`)"]);
}

function structAt(root: StructType, name: string): StructType {
  const type = root.fields.get(name)?.type;
  if (type?.kind !== "struct") throw new TypeError(`${name} is no section`);
  return type;
}

function entryType(section: StructType, kind: string): Type {
  const type = section.fields.get(kind)?.type;
  if (type?.kind !== "map") throw new TypeError(`${kind} is no map`);
  return type.values;
}

/** One kind of object, mostly: services and middlewares have one type each. */
function object(type: Type, random: Random, known: readonly string[]): string {
  if (type.kind !== "struct") return "{}";
  const fields = openFields(type);
  const isChoice = fields.filter(({ type: { kind } }) => kind === "struct").length > 2;
  const chosen = isChoice ? [random.pick(fields)] : some(fields, random, 3);
  if (isChoice && random.chance(0.05)) chosen.push(random.pick(fields));
  return flow(chosen, random, known, 1);
}

function flow(fields: readonly Field[], random: Random, known: readonly string[], depth: number): string {
  const entries = [...new Set(fields)].map((field) => `${field.name}: ${value(field, random, known, depth)}`);
  return `{${entries.join(", ")}}`;
}

function value({ name, type }: Field, random: Random, known: readonly string[], depth: number): string {
  switch (type.kind) {
    case "struct": {
      const fields = openFields(type);
      if (depth > 6 || fields.length === 0) return "{}";
      return flow(some(fields, random, Math.min(4, fields.length)), random, known, depth + 1);
    }
    case "list": {
      const { items } = type;
      const field: Field = { name, type: items } as Field;
      return `[${Array.from({ length: random.pick([1, 1, 1, 2, 2, 0]) }, () => value(field, random, known, depth + 1)).join(", ")}]`;
    }
    case "map": {
      const field: Field = { name, type: type.values } as Field;
      return `{${random.pick(["a", "X-A", "'404'", "418", "b"])}: ${value(field, random, known, depth + 1)}}`;
    }
    case "plugin":
      return random.pick(["{a: b}", "{a: {b: [1, c]}}", "{}"]);
    case "opaque":
      return "true";
    default:
      return random.pick(valuesOf(name, type.kind, known));
  }
}

function some(fields: readonly Field[], random: Random, most: number): Field[] {
  return Array.from({ length: 1 + random.below(most) }, () => random.pick(fields));
}
