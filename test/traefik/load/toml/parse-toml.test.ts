import { describe, expect, it } from "vitest";
import type { Node } from "../../../../src/traefik/load/node.ts";
import { parseToml } from "../../../../src/traefik/load/toml/parse-toml.ts";

/** Scalars by kind and text, everything else as it is. */
function plain(node: Node): unknown {
  if (node.kind === "scalar") return `${node.type} ${node.text}`.trim();
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.name, plain(value)]));
}

function read(text: string): unknown {
  const { root, refusal } = parseToml(text);
  return refusal ?? (root === null ? null : plain(root));
}

describe("TOML as BurntSushi/toml 1.6 reads it", () => {
  it.each([
    ["# nothing\n", null],
    ["\ufeffa = 1\r\n", { a: "int64 1" }],
    ["a = 0x1F\nb = 1_000\nc = +5\nd = 1e3\ne = -inf\nf = 3.5\n", {
      a: "int64 31", b: "int64 1000", c: "int64 5", d: "float64 1000", e: "float64 -Inf", f: "float64 3.500000",
    }],
    ["d = 1979-05-27 07:32:00\nt = 07:32\n", { d: "time", t: "time" }],
    ['s = """\nx\\\n   y""""\nl = \'\\d\'\ne = "\\e\\x41\\u00e9"\n', { s: 'string xy"', l: "string \\d", e: "string \u001bA\u00e9" }],
    ["a.b.c = true\n[a.d]\n[[a.e]]\nx = 1\n[[a.e]]\n[a.e.f]\n", {
      a: { b: { c: "bool true" }, d: {}, e: [{ x: "int64 1" }, { f: {} }] },
    }],
    ["a = [{b = 1}, [2, 'x'], {c.d = []},] # c\n", { a: [{ b: "int64 1" }, ["int64 2", "string x"], { c: { d: [] } }] }],
    // Looser than the specification: a header after dotted keys, more below an inline table.
    ["t.k = 1\n[t]\nl = 2\n", { t: { k: "int64 1", l: "int64 2" } }],
    ["t = {k = 1}\n[t.u]\nl = 2\n", { t: { k: "int64 1", u: { l: "int64 2" } } }],
    ["t = {k = 1}\nt.l = 2\n", { t: { k: "int64 1", l: "int64 2" } }],
  ])("%j", (text, value) => {
    expect(read(text)).toEqual(value);
  }); // prettier-ignore

  it.each([
    ["a = 1\na = 2\n", "toml: line 2 (last key \"a\"): Key 'a' has already been defined."],
    ["z = []\nz = []\n", "toml: line 2 (last key \"z\"): Key 'z' has already been defined."],
    ["t = {}\nt = {}\n", "toml: line 2 (last key \"t\"): Key 't' has already been defined."],
    ["[t]\n[t]\n", "toml: line 2: Key 't' has already been defined."],
    ["a = 05\n", 'toml: line 1 (last key "a"): Invalid integer "05": cannot have leading zeroes'],
    [
      "a = 9223372036854775808\n",
      'toml: line 1 (last key "a"): 9223372036854775808 is out of range for int64',
    ],
    ['a = "x\n', 'toml: line 1 (last key "a"): strings cannot contain newlines'],
    ["[t\n", "toml: line 2: expected '.' or ']' to end table name, but got '\\n' instead"],
    ["[[t]\n", "toml: line 2: expected end of table array name delimiter ']', but got '\\n' instead"],
    ["a\n", "toml: line 1: expected '.' or '=', but got '\\n' instead"],
  ])("%j is refused", (text, refusal) => {
    expect(read(text)).toBe(refusal);
  });

  it.each([
    ["a = {b = 1,}\n", "trailing comma not allowed in inline tables"],
    ["a = {\nb = 1}\n", "newlines not allowed within inline tables"],
    ['a = "\\e"\n', "invalid escape in string '\\e'"],
  ])("%j is refused before Traefik 3.6, which has TOML 1.1", (text, message) => {
    expect(parseToml(text, "3.5").problems.map((problem) => problem.message)).toEqual([message]);
    expect(parseToml(text, "3.6").problems).toEqual([]);
  });

  it("knows where everything stands", () => {
    const text = '[http.routers."a b"]\nrule = "Host(`x`)" # why\ntls.options = \'o\'\n';
    const found: string[] = [];
    const walk = (node: Node): void => {
      if (node.kind === "scalar") found.push(text.slice(node.span.start, node.span.end));
      if (node.kind === "list") node.items.forEach(walk);
      if (node.kind !== "map") return;
      for (const { key, value } of node.entries) {
        found.push(text.slice(key.span.start, key.span.end));
        walk(value);
      }
    };
    const { root } = parseToml(text);
    if (root !== null) walk(root);
    expect(found).toEqual(["http", "routers", '"a b"', "rule", '"Host(`x`)"', "tls", "options", "'o'"]);
  });

  it("blames the second of two keys", () => {
    const text = "a = 1\nb = 2\na = 3\n";
    expect(parseToml(text).problems).toMatchObject([{ rule: "duplicate-key", span: { start: 12, end: 13 } }]);
  });

  it("survives nesting deeper than its stack", () => {
    expect(parseToml(`a = ${"[".repeat(100_000)}`).refusal).toContain("nested more than");
    expect(parseToml(`a = ${"{a = ".repeat(100_000)}`).refusal).toContain("nested more than");
  });
});
