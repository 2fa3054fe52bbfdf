import { openFields, type Field, type StructType, type Type } from "../../src/traefik/load/type.ts";
import type { Random } from "./random.ts";

/** Spellings of plain values, lists and maps that decoders stumble over. */
const PLAIN = [
  "abc",
  "5",
  "-5",
  "true",
  "True",
  "yes",
  "''",
  "' '",
  "~",
  "3.5",
  "1e3",
  "0x1f",
  "017",
  "5s",
  "1d",
];
const ODD = [
  "'a, b'",
  '"a║b"',
  "'║24║a║b'",
  "9223372036854775808",
  "2001-12-14",
  "!!str 5",
  "1.0",
  "'-0'",
  "100ms",
];
const LISTS = [
  "[]",
  "[a, b]",
  "[5]",
  "[true, x]",
  "[~]",
  "[a, ~]",
  "[[a]]",
  "[{}]",
  "[{a: b}]",
  "[{a: {b: c}}]",
];
const MIXED = ["[a, {a: b}]", "[a, {a: {b: c}}]", "[{}, {}]", "['a,b']", "[' a ']", "['']", "[2001-12-14]"];
const MAPS = [
  "{}",
  "{a: b}",
  "{a: ~}",
  "{a: {b: c}}",
  "{a: []}",
  "{a: [b]}",
  "{1: b}",
  "{true: b}",
  "{'': b}",
];
const NAMES = ["a", "b", "'5'", "5", "A", "x.y", "'a b'", "a@b", "''", "'[0]'", "é", "true", "constructor"];
const FITTING: Readonly<Record<string, readonly string[]>> = {
  bool: ["true", "false", "'t'", "1"],
  string: ["abc", "'x y'", "/p", "5", "true"],
  duration: ["5", "5s", "'1m'", "100ms"],
};
const NUMBERS = ["1", "5", "'7'", "-1", "0x1f"];

/** A random document in flow style over the types of a configuration: mostly well shaped, never for long. */
export function randomShape(root: StructType, random: Random): string {
  const field = random.pick(openFields(root));
  return `${field.name}: ${shape(field.type, random, 1)}\n`;
}

function shape(type: Type, random: Random, depth: number): string {
  if (depth > 7 || random.chance(0.12)) return anything(random);
  switch (type.kind) {
    case "struct":
      return structShape(type, random, depth);
    case "map":
      return flow(
        Array.from({ length: random.below(3) }, () => random.pick(NAMES)),
        () => shape(type.values, random, depth + 1),
      );
    case "list":
      if (type.items.kind !== "struct" && random.chance(0.1)) return "'a, b'";
      return `[${Array.from({ length: random.below(3) }, () => shape(type.items, random, depth + 1)).join(", ")}]`;
    case "plugin":
      return `{k: ${anything(random)}, m: {n: ${anything(random)}, o: [{p: ${anything(random)}}]}}`;
    default:
      return random.pick(FITTING[type.kind] ?? NUMBERS);
  }
}

function structShape(type: StructType, random: Random, depth: number): string {
  // what is new within the patch releases of one minor version is not known to all
  const fields = [...new Set(type.fields.values())].filter(({ name }) => name !== "kubernetes");
  if (fields.length === 0) return "{}";
  const chosen = Array.from({ length: random.chance(0.06) ? 0 : 1 + random.below(3) }, () =>
    random.pick(fields),
  );
  const spelt = new Map(chosen.map((field) => [misspell(field.name, random), field]));
  return flow([...spelt.keys()], (name) => shape((spelt.get(name) as Field).type, random, depth + 1));
}

/** A flow map; of keys that are equal to YAML the first stays. */
function flow(names: readonly string[], value: (name: string) => string): string {
  const own = names.filter(
    (name, index) => names.findIndex((other) => unquoted(other) === unquoted(name)) === index,
  );
  return `{${own.map((name) => `${name}: ${value(name)}`).join(", ")}}`;
}

function unquoted(name: string): string {
  return name.replaceAll("'", "");
}

function misspell(name: string, random: Random): string {
  if (random.chance(0.8)) return name;
  const ways = [
    name.toUpperCase(),
    name.toLowerCase(),
    name.replace("s", "ſ"),
    `${name}x`,
    name.slice(1) || "x",
    name.replace(/(.)(.)/, "$2$1"),
  ];
  return random.pick(ways);
}

function anything(random: Random): string {
  return random.pick(random.pick([PLAIN, PLAIN, ODD, LISTS, MIXED, MAPS]));
}
