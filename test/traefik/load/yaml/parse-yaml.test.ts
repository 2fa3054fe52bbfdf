import { describe, expect, it } from "vitest";
import type { MapNode, Node, Span } from "../../../../src/traefik/load/node.ts";
import { parseYaml } from "../../../../src/traefik/load/yaml/parse-yaml.ts";

/** Every key and value below the root with the text of its span. */
function spans(text: string): string[] {
  const found: string[] = [];
  const cut = ({ start, end }: Span) => text.slice(start, end);
  const visitEntries = ({ entries }: MapNode): void => {
    for (const { key, value } of entries) {
      found.push(`${cut(key.span)} =`);
      visit(value);
    }
  };
  const visit = (node: Node): void => {
    found.push({ scalar: "", list: "[] ", map: "{} " }[node.kind] + cut(node.span));
    if (node.kind === "list") node.items.forEach(visit);
    if (node.kind === "map") visitEntries(node);
  };
  visitEntries(parseYaml(text).root ?? { kind: "map", entries: [], span: { start: 0, end: 0 } });
  return found;
}

describe("spans", () => {
  it.each<[string, string[]]>([
    ["a: b # c\n", ["a =", "b"]],
    [
      "a:\n  b: 'c d'\n  \"e\": f g\n\n# x\nh: 1\n",
      ["a =", "{} b: 'c d'\n  \"e\": f g", "b =", "'c d'", '"e" =', "f g", "h =", "1"],
    ],
    ["a:\n- b\n- - c\n  - d\n", ["a =", "[] - b\n- - c\n  - d", "b", "[] - c\n  - d", "c", "d"]],
    ["a: [b, {c: d, e}]\n", ["a =", "[] [b, {c: d, e}]", "b", "{} {c: d, e}", "c =", "d", "e =", ""]],
    ["a: [b: c]\n", ["a =", "[] [b: c]", "{} b: c", "b =", "c"]],
    ["a: &x !!str  b\nc: *x\n", ["a =", "b", "c =", "*x"]],
    ["a: |-\n  b\n\n  c\n\nd: 1\n", ["a =", "|-\n  b\n\n  c", "d =", "1"]],
    ["a: b\n  c\n\n\nd: 'e\n f'\n", ["a =", "b\n  c", "d =", "'e\n f'"]],
    ["a:\nb: \nc: &x\n", ["a =", "", "b =", "", "c =", "&x"]],
    ["\ufeffa: 😀 b\r\nc: d\r\n", ["a =", "😀 b", "c =", "d"]],
    [
      "a: &a\n  b: 1\nc:\n  <<: *a\n  d: 2\n",
      ["a =", "{} b: 1", "b =", "1", "c =", "{} <<: *a\n  d: 2", "d =", "2", "b =", "1"],
    ],
    ["a: &a {b: 1}\nc: *a\n", ["a =", "{} {b: 1}", "b =", "1", "c =", "{} *a", "b =", "1"]],
    ["? a\n: b\n? c\n", ["a =", "b", "c =", ""]],
    ["a:\n  - b: c\n    d: e\n", ["a =", "[] - b: c\n    d: e", "{} b: c\n    d: e", "b =", "c", "d =", "e"]],
  ])("%j", (text, expected) => expect(spans(text)).toEqual(expected));

  it("puts an empty value right behind its colon", () => {
    const value = parseYaml("a:   # c\nb: 1\n").root?.entries[0]?.value;
    expect(value).toEqual({ kind: "scalar", type: "null", text: "", span: { start: 2, end: 2 } });
  });
});

/** A problem as its rule, its message and the text it points at (with `@` its offset if that is empty). */
function problems(text: string): string[] {
  return parseYaml(text).problems.map(
    ({ rule, message, span }) =>
      `${rule}: ${message} <${text.slice(span.start, span.end) || `@${span.start}`}>`,
  );
}

describe("problems point at the mistake", () => {
  it.each<[string, string[]]>([
    ["a: 1\nb:\n\tc: 1\n", ["yaml-syntax: yaml: line 3: found character that cannot start any token <\t>"]],
    [
      "a:\n  b: 1\n  c: 2\n  b: 3\n",
      ['duplicate-key: yaml: unmarshal errors: line 4: mapping key "b" already defined at line 2 <b>'],
    ],
    ["a: 1\nb: 'c\nd: 1\n", ["yaml-syntax: yaml: line 2: found unexpected end of stream <'>"]],
    ["a: 1\nb: [c,\nd: 1\n", ["yaml-syntax: yaml: line 1: did not find expected ',' or ']' <[>"]],
    ["a: 1\nb: [c\n", ["yaml-syntax: yaml: line 1: did not find expected ',' or ']' <[>"]],
    ["a: 1\nb: c: d\n", ["yaml-syntax: yaml: line 2: mapping values are not allowed in this context <:>"]],
    ["a: 1\nbc\nd: 1\n", ["yaml-syntax: yaml: line 2: could not find expected ':' <bc>"]],
    ['a: 1\nb: "c\\d"\n', ["yaml-syntax: yaml: line 2: found unknown escape character <\\d>"]],
    ["a: 1\nb: *c\n", ["yaml-syntax: yaml: an anchor that is not defined is referenced <*c>"]],
    [
      "a: 1\nb: *.c\n",
      ["yaml-syntax: yaml: line 2: did not find expected alphabetic or numeric character <*.>"],
    ],
    ["a: 1\nb: !!int c\n", ["yaml-syntax: yaml: cannot decode !!str as a !!int <c>"]],
    ["a: 1\n# \x07\n", ["yaml-syntax: yaml: control characters are not allowed <\x07>"]],
    [
      "- a\n",
      [
        "yaml-syntax: yaml: unmarshal errors: line 1: cannot unmarshal !!seq into map[string]interface {} <- a>",
      ],
    ],
    ["%YAML 1.2\n---\na: 1\n", ["yaml-syntax: yaml: found incompatible YAML document <%YAML 1.2>"]],
    [
      "a: {1: x, <<: {[b]: c}}\n",
      ["yaml-crash: panic: runtime error: hash of unhashable type []interface {} <[b]>"],
    ],
    ["http: {.nan: c}\n", ["yaml-crash: panic: reflect: call of reflect.Value.IsNil on zero Value <.nan>"]],
  ])("%j", (text, expected) => expect(problems(text)).toEqual(expected));

  it("keeps the first of duplicate keys, so that what is in it can be judged too", () => {
    const { root, refusal } = parseYaml("a: {b: 1}\nc: 2\na: {d: 1}\n");
    expect(refusal).toBe('yaml: unmarshal errors:\n  line 3: mapping key "a" already defined at line 1');
    expect(root?.entries.map(({ key }) => key.name)).toEqual(["a", "c"]);
  });
});

function unread(text: string): string[] {
  return parseYaml(text)
    .problems.filter(({ rule }) => rule === "unread-content")
    .map(({ span }) => text.slice(span.start, span.end));
}

describe("content that Traefik never reads", () => {
  it.each<[string, string[]]>([
    ["a: 1\n---\nb: 2\nc: 3\n---\n# d\n--- e\n", ["b: 2", "e"]],
    ["---\n---\na: 1\n", ["a: 1"]],
    ["a: 1\n...\n# b\n---\n\n", []],
    ["a: 1\n...\n%YAML 1.1\n---\nb: 1\n", ["b: 1"]],
    ["{a: 1}}\n", ["}"]],
    [" a: 1\nb: 2\n", ["b: 2"]],
    ["a: {~: 1, b: 2}\n", ["~: 1"]],
    ["a: {~: , b: 2}\n", []],
    ["a: {1: x, 0x1: y}\n", ["1"]],
  ])("%j", (text, expected) => expect(unread(text)).toEqual(expected));
});

describe("hostile texts", () => {
  const DEEP = 10_000;
  const ALIASES = "bcdefghij";

  it.each<[string, string, string | null]>([
    ["brackets, as deep as allowed", `a: ${"[".repeat(DEEP)}${"]".repeat(DEEP)}`, null],
    ["brackets, one deeper", "[".repeat(DEEP + 1), "yaml: exceeded max depth of 10000"],
    [
      "blocks, as deep as allowed",
      Array.from({ length: DEEP }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
      null,
    ],
    ["millions of brackets", "{".repeat(3_000_000), "yaml: exceeded max depth of 10000"],
    ["millions of quotes", "'".repeat(2_000_001), "yaml: found unexpected end of stream"],
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${Array.from(ALIASES, (name, i) => `${name}: &${name} [${`*${"abcdefghi"[i]},`.repeat(10)}]\n`).join("")}`,
      "yaml: document contains excessive aliasing",
    ],
    [
      "a merge bomb",
      `a: &a {x: 1}\n${Array.from(ALIASES, (name, i) => `${name}: &${name} {<<: [${`*${"abcdefghi"[i]},`.repeat(10)}]}\n`).join("")}`,
      "yaml: document contains excessive aliasing",
    ],
    ["a key of 1,024 characters", `${"k".repeat(1024)}: v\n`, null],
    [
      "a key of 1,025 characters",
      `${"k".repeat(1025)}: v\n`,
      "yaml: mapping values are not allowed in this context",
    ],
    ["a key of 1,024 characters of two units", `${"😀".repeat(1024)}: v\n`, null],
    ["many keys", Array.from({ length: 100_000 }, (_, i) => `k${i}: v\n`).join(""), null],
  ])("%s", (_, text, refusal) => expect(parseYaml(text).refusal).toBe(refusal));

  it("lists no more duplicates than anybody reads", () => {
    expect(parseYaml("k: v\n".repeat(20_000)).problems.length).toBe(500);
  });

  it("is not wrong about a forbidden character that yaml.v3 never gets to see", () => {
    const rest = "# padding padding padding\n".repeat(100);
    expect(parseYaml(`a: 1\n---\nb: 1\n${rest}\x01`).refusal).toBe(null);
    expect(parseYaml(`a: 1\n---\nb: 1\n\x01`).refusal).toBe("yaml: control characters are not allowed");
  });
});
