import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAnyYaml } from "../../../../src/traefik/load/yaml/parse-any-yaml.ts";
import { readSimple } from "../../../../src/traefik/load/yaml/read-simple.ts";
import { seeded, type Random } from "../../../fuzz/random.ts";

/** Whether it was read the simple way; fails where that differs from what the tokens say. */
function isSimple(text: string): boolean {
  const root = readSimple(text);
  if (root === null) return false;
  expect(JSON.stringify(parseAnyYaml(text))).toBe(JSON.stringify({ root, problems: [], refusal: null }));
  return true;
}

describe("what is read the simple way", () => {
  it.each([
    "a: b",
    "# c\n\n  # d\na:   b c  # e\nf: g#h\n",
    "a:\n  b:\n    c: 1\n  d: true # e\nf:\n",
    "a:\n- b\n- c: d\n  e: f\ng: [h, 'i''j', \"k\\\"l\\\\\"]\n",
    "a:\n  - b: {c: d, e: [f, {g: -1}], h: {}, i: []}\n  -   j: k\n      l: http://m:80/n?o=p\n",
    "a: Host(`b.example.com`) && (PathPrefix(`/c`) || !Path(`/d`))\n",
    "a: 0x1f\nb: 2024-01-02\nc: 1_000\nd: ~\ne: .5\nf: äöü → “g”\n",
  ])("%j", (text) => expect(isSimple(text)).toBe(true));
});

describe("what is left to the tokens", () => {
  it.each([
    "",
    "# nothing but a comment\n",
    "a",
    "- a\n",
    "'a': b\n",
    "1: b\n",
    "true: b\n",
    "a: b\na: c\n",
    "a: {b: 1, b: 2}\n",
    "a: &b c\n",
    "a: *b\n",
    "a: !!str b\n",
    "a: |\n  b\n",
    "a: b\n  c\n",
    "a: 'b\n  c'\n",
    "a: [b,\n  c]\n",
    "a: [b, ]\n",
    "a: {b}\n",
    "a: {b: }\n",
    "a: [b: c]\n",
    'a: "\\x41"\n',
    "a: b: c\n",
    'a: "b"c\n',
    'a: "b"#c\n',
    "a: b\n c: d\n",
    " a: b\nc: d\n",
    "a:\n  - b\n- c\n",
    "a:\n  - b\n   - c\n",
    "a:\n  - - b\n",
    "a:\n  -\n    b\n",
    "a:\tb\n",
    "a: b\r\n",
    "a: b\u2028c: d\n",
    "\ufeffa: b\n",
    "a: 😀\n",
    "---\na: b\n",
    "a: b\n---\nc: d\n",
    "<<: a\n",
    `a: ${"b".repeat(2000)}\n`,
    `a: ${"[".repeat(30)}${"]".repeat(30)}\n`,
    Array.from({ length: 200 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
  ])("%.40j", (text) => expect(isSimple(text)).toBe(false));
});

it("reads nearly all shipped files the simple way", () => {
  const files = readdirSync("envs", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".yaml"),
  );
  const simple = files.filter((file) => isSimple(readFileSync(join("envs", file), "utf8")));
  expect(files.length).toBeGreaterThan(20);
  expect(simple.length).toBeGreaterThan(files.length * 0.8);
});

it("says of recorded texts what the tokens say", () => {
  const recorded = new URL("golden.json", import.meta.url);
  const texts = (JSON.parse(readFileSync(recorded, "utf8")) as { text: string }[]).map(({ text }) => text);
  expect(texts.filter(isSimple).length).toBeGreaterThan(20);
});

it("says of random texts, whole and broken, what the tokens say", () => {
  const random = seeded(20260);
  let simple = 0;
  for (let n = 0; n < 20_000; n++) {
    const text = collection(random, 0, 0);
    if (isSimple(random.chance(0.6) ? broken(random, text) : text)) simple++;
  }
  // no more than a few of those that are whole are not simple
  expect(simple).toBeGreaterThan(8_000);
});

const KEYS = ["a", "b-c", "d.e", "f_1", "X-Id", "g/h", "a@b", "on"];
const VALUES = [
  "a", "b c", "1", "-2", "0x1f", "1e3", "true", "null", "~", "no", "a#b", "a:b", "http://a:80/b?c=d", "/a/", "$1",
  "Host(`a`)", "^a$", "'a'", "'a''b'", '"a"', '"a \\" b"', "' '", '""', "[]", "{}", "[a, b c]", "{a: b, c: [1, 'x']}",
  "[ a,b ]", "[a:b, {d: {}}]", "2024-01-02", "é", "10s", "=", "<<", "a  b", "[http://a:80, b]", "{a: 'b', c: \"d\"}",
]; // prettier-ignore
const PIECES = [
  " ", "  ", ":", ": ", "-", "- ", "#", " #", ",", "[", "]", "{", "}", "'", '"', "\n", "\n ", "?", "? ", "|", ">", "&a",
  "*a", "!", "%", "@", "`", "\\", "\t", "\r", "---\n", "...", "~", "<<: ", "é", "\u2028", "\u00a0", "null", "a: ", "Null: ",
]; // prettier-ignore

/** A map or list, in one of the ways in which people write it. */
function collection(random: Random, column: number, depth: number): string {
  const indent = " ".repeat(column);
  const isList = depth > 0 && random.chance(0.3);
  const lines: string[] = [];
  const keys = [...KEYS];
  for (let left = 1 + random.below(4); left > 0; left--) {
    if (random.chance(0.1)) lines.push(random.pick(["\n", `${indent}# a: b\n`, "#\n", "  \n"]));
    if (!isList) lines.push(`${indent}${entry(random, keys, column, depth)}`);
    else if (random.chance(0.6)) lines.push(`${indent}- ${value(random)}`);
    else {
      const gap = " ".repeat(random.below(3));
      const inner = column + 2 + gap.length;
      const own = [...KEYS];
      lines.push(`${indent}- ${gap}${entry(random, own, inner, depth + 1)}`);
      while (random.chance(0.4)) lines.push(`${" ".repeat(inner)}${entry(random, own, inner, depth + 1)}`);
    }
  }
  return lines.join("");
}

function entry(random: Random, keys: string[], column: number, depth: number): string {
  const [key = "z"] = random.chance(0.02) ? ["a"] : keys.splice(random.below(keys.length), 1);
  if (depth > 3 || random.chance(0.6)) return `${key}: ${value(random)}`;
  if (random.chance(0.2)) return `${key}:\n`;
  const deeper = random.chance(0.1) ? column : column + 1 + random.below(4);
  return `${key}:${random.pick(["", " ", " # b"])}\n${collection(random, deeper, depth + 1)}`;
}

function value(random: Random): string {
  return `${random.pick(VALUES)}${random.pick(["", "", "", " ", "  # c", " #"])}\n`;
}

/** The text with a few pieces put in, or some characters taken out. */
function broken(random: Random, text: string): string {
  let result = text;
  for (let left = 1 + random.below(2); left > 0; left--) {
    const at = random.below(result.length + 1);
    const piece = random.chance(0.7) ? random.pick(PIECES) : "";
    result = result.slice(0, at) + piece + result.slice(at + random.below(piece === "" ? 4 : 2));
  }
  return result;
}
