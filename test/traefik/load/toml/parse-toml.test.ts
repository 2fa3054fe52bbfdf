import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import type { MapNode, Node, Span } from "../../../../src/traefik/load/node.ts";
import { decodeText } from "../../../../src/traefik/load/text.ts";
import { parseToml } from "../../../../src/traefik/load/toml/parse-toml.ts";
import { treeOf, type Tree } from "../tree.ts";

interface Golden {
  readonly text: string;
  readonly refusal: string | null;
  readonly value?: Tree;
}

const goldens = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8")) as Golden[];

/** What BurntSushi/toml 1.6.0 itself made of each text, recorded with a Go program. */
describe("TOML as BurntSushi/toml reads it", () => {
  it.each(goldens)("$text", ({ text, refusal, value }) => {
    const reading = parseToml(text);
    const tree = reading.refusal === null ? treeOf(reading.root) : undefined;
    expect({ refusal: reading.refusal, value: tree }).toEqual({ refusal, value });
  });
});

interface Vector {
  readonly id: string;
  readonly format: "yaml" | "toml";
  readonly text?: string;
  readonly base64?: string;
  readonly refusal: string | null;
  /** what older versions of Traefik said */
  readonly differs?: Readonly<Record<string, string | null>>;
}

const vectors = (
  JSON.parse(readFileSync(new URL("../../../vectors/readers.json", import.meta.url), "utf8")) as Vector[]
).filter(({ format }) => format === "toml");

function textOf({ text, base64 }: Vector): string {
  const bytes = base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64");
  return decodeText(bytes, "toml").text;
}

/** What Traefik logged for each of these files; null where no complaint was TOML's. */
describe("TOML as Traefik reads it", () => {
  it.each(vectors)("$id, Traefik 3.7.15", (vector) =>
    expect(parseToml(textOf(vector)).refusal).toBe(vector.refusal),
  );

  it.each(vectors)("$id, Traefik 3.5.3", (vector) => {
    const expected = vector.differs === undefined ? vector.refusal : (vector.differs["3.5.3"] ?? null);
    expect(parseToml(textOf(vector), "3.5").refusal).toBe(expected);
  });
});

/** Of the accepted texts, those that the specification allows too mean the same to another implementation. */
describe("TOML as smol-toml reads it", () => {
  const accepted = goldens.filter(({ text, refusal }) => refusal === null && isStandard(text));

  it("knows most of them", () => expect(accepted.length).toBeGreaterThan(80));

  it.each(accepted)("$text", ({ text }) =>
    expect(treeOf(parseToml(text).root)).toEqual(treeOfValue(parse(text))),
  );
});

function isStandard(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function treeOfValue(value: unknown): Tree {
  if (Array.isArray(value)) return ["list", ...value.map(treeOfValue)];
  if (value instanceof Date) return ["time"];
  if (typeof value === "object" && value !== null)
    return [
      "map",
      ...Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => [name, treeOfValue(member)]),
    ];
  return scalarTree(value);
}

/** smol-toml's numbers do not say whether they were floats: only those that are none are compared as integers. */
function scalarTree(value: unknown): Tree {
  if (typeof value === "boolean") return ["bool", String(value)];
  if (typeof value === "string") return ["string", value];
  return [expect.stringMatching(/^(?:int64|float64)$/), expect.any(String)];
}

function cut(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

function spans(text: string): string[] {
  const found: string[] = [];
  const visitEntries = ({ entries }: MapNode): void => {
    for (const { key, value } of entries) {
      found.push(`${cut(text, key.span)} =`);
      visit(value);
    }
  };
  const visit = (node: Node): void => {
    found.push(`${node.kind} ${cut(text, node.span)}`);
    if (node.kind === "list") node.items.forEach(visit);
    if (node.kind === "map") visitEntries(node);
  };
  visitEntries(parseToml(text).root ?? { kind: "map", entries: [], span: { start: 0, end: 0 } });
  return found;
}

describe("spans", () => {
  it.each<[string, string[]]>([
    ["a = 1 # b\n", ["a =", "scalar 1"]],
    ["a.'b c' = \"d\"\n", ["a =", "map a", "'b c' =", 'scalar "d"']],
    [
      "[a.b]\nc = [1, '''d''']\n",
      ["a =", "map a", "b =", "map [a.b]", "c =", "list [1, '''d''']", "scalar 1", "scalar '''d'''"],
    ],
    ["[a.b]\n[a]\nc = 1979-05-27 \n", ["a =", "map [a]", "b =", "map [a.b]", "c =", "scalar 1979-05-27"]],
    ["[[a]]\nb = 1\n[[a]]\n", ["a =", "list [[a]]", "map [[a]]", "b =", "scalar 1", "map [[a]]"]],
    [
      "a = {b = 1, c.d = [{e = 2}]}\n",
      [
        "a =",
        "map {b = 1, c.d = [{e = 2}]}",
        "b =",
        "scalar 1",
        "c =",
        "map c",
        "d =",
        "list [{e = 2}]",
        "map {e = 2}",
        "e =",
        "scalar 2",
      ],
    ],
  ])("%j", (text, expected) => expect(spans(text)).toEqual(expected));

  it.each<[string, string]>([
    [
      "a = 1\nb = 2\na = 3\n",
      "duplicate-key: toml: line 3 (last key \"a\"): Key 'a' has already been defined. <a>",
    ],
    ["[a]\n[b]\n[a]\n", "duplicate-key: toml: line 3: Key 'a' has already been defined. <a>"],
    ['a = 1\nb = "c\n', 'toml-syntax: toml: line 2 (last key "b"): strings cannot contain newlines <"c\n>'],
    [
      "a = 1\nb = 05\n",
      'toml-syntax: toml: line 2 (last key "b"): Invalid integer "05": cannot have leading zeroes <05>',
    ],
    ["a = 1\nb: 2\n", "toml-syntax: toml: line 2: expected '.' or '=', but got ':' instead <:>"],
    ['a = "\\q"\n', "toml-syntax: toml: line 1 (last key \"a\"): invalid escape in string '\\q' <\\q>"],
  ])("a problem of %j", (text, expected) => {
    const [problem] = parseToml(text).problems;
    expect(
      `${problem?.rule}: ${problem?.message} <${cut(text, problem?.span ?? { start: 0, end: 0 })}>`,
    ).toBe(expected);
  });
});

describe("what is never closed is blamed where it was opened", () => {
  it.each<[string, string, number]>([
    ["a = 1\nb = [1,\n2\n", "line 3", 10],
    ["b = [\n", "line 1", 4],
    ["b = [[1, 2],\n[3,\n", "line 2", 13],
    ["b = [[1, 2]\n", "line 1", 4],
    ["b = [{c = 1},\n", "line 1", 4],
    ["b = {c = 1", "line 1", 4],
    ["b = {c = [", "line 1", 9],
    ["b = {c = ", "line 1", 4],
  ])("%j", (text, line, start) => {
    const { problems, refusal } = parseToml(text);
    expect(refusal).toContain(line);
    expect(problems).toMatchObject([{ span: { start, end: start + 1 } }]);
  });

  it("so that no report is of a line that does not exist", () => {
    for (const { text } of goldens) {
      const isBelow =
        text.endsWith("\n") && parseToml(text).problems.some(({ span }) => span.start >= text.length);
      expect(isBelow, text).toBe(false);
    }
  });
});

describe("hostile texts", () => {
  it.each<[string, string, RegExp | null]>([
    ["nested arrays, as deep as allowed", `a = ${"[".repeat(10_000)}${"]".repeat(10_000)}`, null],
    ["millions of brackets", `a = ${"[".repeat(3_000_000)}`, /nested deeper than 10000 levels$/],
    ["millions of braces", `a = ${"{a = ".repeat(500_000)}`, /nested deeper than 10000 levels$/],
    ["a very long dotted key", `a${".a".repeat(500_000)} = 1`, /nested deeper than 10000 levels$/],
    ["a very long table name", `[a${".a".repeat(500_000)}]`, /nested deeper than 10000 levels$/],
    ["a very long number", `a = ${"1".repeat(2_000_000)}`, /is out of range for int64$/],
    ["many keys", Array.from({ length: 100_000 }, (_, i) => `k${i} = 1\n`).join(""), null],
    ["many tables", "[[a]]\n".repeat(100_000), null],
  ])("%s", (_, text, refusal) => {
    const reading = parseToml(text);
    expect(reading.refusal ?? "").toMatch(refusal ?? /^$/);
  });
});
