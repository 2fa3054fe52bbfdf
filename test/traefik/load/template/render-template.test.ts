import { describe, expect, test } from "vitest";
import { loadRegex } from "../../../../src/traefik/load/template/functions/regex.ts";
import type { TemplateContext } from "../../../../src/traefik/load/template/context.ts";
import { renderTemplate, type RenderResult } from "../../../../src/traefik/load/template/render-template.ts";

await loadRegex();

function render(source: string, context: Partial<TemplateContext> = {}): RenderResult {
  return renderTemplate(source, {
    version: "3.7",
    env: () => undefined,
    environment: "complete",
    ...context,
  });
}

/** The part of the source that made a part of the rendered text. */
function sourceOf(source: string, part: string): string {
  const { text, map } = render(source);
  const start = text.indexOf(part);
  const span = map.source({ start, end: start + part.length });
  return source.slice(span.start, span.end);
}

function marked(source: string): readonly string[] {
  return render(source).problems.map(({ span }) => source.slice(span.start, span.end));
}

describe("text without actions", () => {
  test("is returned as it is, with the identity map", () => {
    const source = "a: }} b\né: {x}\n";
    const { text, map, problems, unknown } = render(source);
    expect({ text, problems, unknown }).toEqual({ text: source, problems: [], unknown: false });
    expect(map.source({ start: 3, end: 5 })).toEqual({ start: 3, end: 5 });
  });
});

describe("the map back to the source", () => {
  test("is exact for literal text, also after characters of several bytes", () => {
    expect(sourceOf('é😀: {{ "longer than that" }}\nname: value\n', "value")).toBe("value");
    expect(sourceOf('{{ "é😀" }} é: x', "é: x")).toBe("é: x");
  });

  test("gives what an action printed to the action", () => {
    expect(sourceOf('a: {{ "x" | upper }} b', "X")).toBe('{{ "x" | upper }}');
    expect(sourceOf("a: {{ range list 1 2 }}<{{ . }}>{{ end }}", "2")).toBe("{{ . }}");
  });

  test("joins text and actions", () => {
    expect(sourceOf('Host(`{{ "a" }}.b`)', "Host(`a.b`)")).toBe('Host(`{{ "a" }}.b`)');
  });

  test("leads into the template that holds the text", () => {
    expect(sourceOf('{{ define "p" }}inner{{ end }}a{{ template "p" }}b', "inner")).toBe("inner");
  });

  test("keeps to the start where the end comes from an earlier place", () => {
    const source = '{{ define "p" }}inner{{ end }}outer {{ template "p" }}';
    const { text, map } = render(source);
    const span = map.source({ start: 0, end: text.length });
    expect(span).toEqual({ start: source.indexOf("outer"), end: source.indexOf("outer") });
  });

  test("has a place for the end of the text", () => {
    const source = 'a{{ "x" }}';
    expect(render(source).map.source({ start: 2, end: 2 }).start).toBe(1);
    expect(render("{{/* nothing */}}").map.source({ start: 0, end: 0 })).toEqual({ start: 0, end: 0 });
  });
});

describe("a problem stands where its cause is", () => {
  test.each([
    ["é: {{ upper .A.B }}", ".A.B"],
    ["a: {{ nope }}", "nope"],
    ["a: {{ $x }}", "$x"],
    ['a: {{ fail "x" }}', 'fail "x"'],
    ['{{ template "x"  . }}', '"x"  .'],
    ["{{ $x := dict }}{{ $x.a | upper }}", "upper"],
  ])("%s", (source, part) => {
    expect(marked(source)).toEqual([part]);
  });

  test.each([
    ["{{ .Env.HOME }}", '{{ env "NAME" }}'],
    ["{{ $HOME }}", '{{ env "NAME" }}'],
    ["{{ ToUpper 1 }}", "{{`{{`}}"],
    ["{{ toupper }}", "{{`{{`}}"],
    ["{{ tojson 1 }}", "toJson"],
    ["{{ .Values.x }}", "{{`{{`}}"],
  ])("%s has a hint", (source, hint) => {
    expect(render(source).problems[0]?.hint).toContain(hint);
  });
});

describe("each version has its Go", () => {
  test.each([
    ["3.0", '{{ with "" }}{{ else with 1 }}{{ end }}', "template: :1: unexpected <with> in else"],
    ["3.2", '{{ with "" }}{{ else with 1 }}{{ end }}', undefined],
    ["3.3", "{{ range 3 }}{{ end }}", 'template: :1:9: executing "" at <3>: range can\'t iterate over 3'],
    ["3.4", "{{ range 3 }}{{ end }}", undefined],
  ] as const)("%s: %s", (version, source, message) => {
    expect(render(source, { version }).refusal?.words).toBe(message);
  });
});

describe("what cannot be known here", () => {
  test.each([
    '{{ now | date "2006" }}',
    "{{ randAlphaNum 8 }}",
    "{{ uuidv4 }}",
    '{{ htpasswd "u" "p" }}',
    '{{ (genCA "x" 365).Cert }}',
    '{{ getHostByName "x" }}',
    "{{ now }}",
    '{{ printf "%p" (list 1) }}',
  ])("%s leaves the verdict to Traefik", (source) => {
    const { unknown, problems, map } = render(`a: ${source}\n`);
    expect(unknown).toBe(true);
    expect(new Set(problems.map(({ rule }) => rule))).toEqual(new Set(["template-unknown"]));
    expect(map.isGuessed({ start: 3, end: 4 })).toBe(true);
    expect(map.isGuessed({ start: 0, end: 3 })).toBe(false);
  });

  test.each([
    ["{{ now }}", ["now"]],
    ["{{ mustToDate `2006-01-02` `x` }}", ["mustToDate"]],
    ["{{ $t := now }}{{ $t }}", ["now"]],
    ['{{ list (toDate "a" "b") 1 }}', ["toDate"]],
    ["{{ now }} {{ uuidv4 }} {{ now }}", ["now", "uuidv4"]],
  ])("%s is told once for each function", (source, names) => {
    expect(
      render(`a: ${source}\n`).problems.map(({ message }) => /the result of (\S+)/.exec(message)?.[1]),
    ).toEqual(names);
  });

  test("is still checked for its arguments", () => {
    expect(render("{{ now 1 }}").problems[0]?.rule).toBe("template-execution");
    expect(render('{{ genCA "x" "y" }}').refusal?.words).toContain('expected integer; found "y"');
  });

  test("an error that follows from it is no refusal", () => {
    const { problems, unknown } = render('a{{ if eq (now | date "2006") "2006" }}{{ fail "x" }}{{ end }}b');
    expect(unknown).toBe(true);
    expect(problems.every(({ rule }) => rule === "template-unknown")).toBe(true);
  });
});

describe("untrusted templates are kept within limits", () => {
  const manyParentheses = "(".repeat(20_000);
  const manyBlocks = "{{ if true }}".repeat(20_000);
  test.each([
    ["work", "{{ range until 1000000000 }}{{ end }}"],
    ["an endless range", "{{ range 9223372036854775807 }}{{ end }}"],
    ["text", '{{ repeat 1000000000 "x" }}'],
    ["doubling text", `{{ $x := "xxxxxxxx" }}${"{{ $x = print $x $x }}".repeat(40)}{{ $x }}`],
    ["output", '{{ $x := repeat 1000000 "x" }}{{ range until 100 }}{{ $x }}{{ end }}'],
    ["padding", `{{ printf "${"%1000000d".repeat(100)}" ${"1 ".repeat(100)} }}`],
    ["a tree of lists", `{{ $x := list 1 }}${"{{ $x = list $x $x }}".repeat(60)}{{ $x }}`],
    [
      "a comparison of trees",
      `{{ $x := list 1 }}{{ $y := list 1 }}${"{{ $x = list $x $x }}{{ $y = list $y $y }}".repeat(60)}{{ deepEqual $x $y }}`,
    ],
    ["a deep list", `{{ $x := list }}{{ range until 50000 }}{{ $x = list $x }}{{ end }}{{ $x }}`],
    ["deep JSON", `{{ fromJson (repeat 100000 "[") }}`],
    ["replacements", '{{ $x := repeat 100000 "x" }}{{ replace "x" $x $x }}'],
    ["indentation", '{{ indent 1000000000 "x" }}'],
    ["repetitions in a pattern", '{{ regexFind "((a{30}){30}b?){1,1}c" (repeat 1000000 "a") }}'],
    ["matches that look far ahead", '{{ regexFindAll "x*y|x" (repeat 100000 "x") -1 | len }}'],
    ["matches of many groups", `{{ regexFindAll "${"()".repeat(1000)}x" (repeat 60000 "x") -1 | len }}`],
    ["groups put in", '{{ regexReplaceAll "x" (repeat 10000 "x") (repeat 100000 "$1") | len }}'],
    ["matches put in", '{{ regexReplaceAll "x" (repeat 10000 "x") (repeat 100000 "$0") | len }}'],
    ["long groups put in", '{{ regexReplaceAll "x*" (repeat 100000 "x") (repeat 100000 "$0") | len }}'],
    [
      "long patterns that are none",
      '{{ $p := print (repeat 100000 "x") "(" }}{{ range until 100000 }}{{ $_ := regexMatch $p "x" }}{{ end }}',
    ],
    ["parentheses", `{{ ${manyParentheses} }}`],
    ["blocks", manyBlocks],
    ["actions", "{{1}}".repeat(400_000)],
  ])("%s", (_what, source) => {
    const started = performance.now();
    const { problems, text } = render(source);
    expect(problems.map(({ rule }) => rule)).toEqual(["template-too-large"]);
    expect(text).toBe("");
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test("what all files of an environment do is counted together, but for a little of each", () => {
    const together = { left: 2_000_000 };
    const rules = (source: string): readonly string[] =>
      render(source, { together }).problems.map(({ rule }) => rule);
    const work = "{{ range until 100000 }}{{ end }}";
    const verdicts = Array.from({ length: 100 }, () => rules(work)[0]);
    expect(verdicts.indexOf("template-too-large")).toBeGreaterThan(5);
    expect(together.left).toBeGreaterThanOrEqual(0);
    expect(rules(work)).toEqual(["template-too-large"]);
    expect(rules("{{ range until 100 }}{{ end }}")).toEqual([]);
  });

  test("Go's own limit of templates within templates is Go's message", () => {
    const { problems } = render('{{ define "r" }}{{ template "r" }}{{ end }}{{ template "r" }}');
    expect(problems[0]?.message).toContain("exceeded maximum template depth (100000)");
  });

  test("a deep recursion that ends is rendered", () => {
    const source =
      '{{ define "r" }}{{ if . }}{{ template "r" (sub . 1) }}{{ end }}{{ end }}{{ template "r" 20000 }}x';
    expect(render(source)).toMatchObject({ text: "x", problems: [] });
  });

  test("a dict that holds itself would kill Traefik", () => {
    expect(render('{{ $d := dict }}{{ $_ := set $d "d" (list $d) }}{{ $d }}').problems[0]?.rule).toBe(
      "template-crash",
    );
  });

  test("a name of JavaScript's objects is a key like any other", () => {
    expect(
      render('{{ $d := dict "__proto__" 1 "constructor" 2 }}{{ $d.__proto__ }}{{ $d.toString }}').text,
    ).toBe("1<no value>");
  });
});

describe("bytes that are no UTF-8", () => {
  test("make a file that is no text", () => {
    const { problems } = render('a: {{ trunc 1 "é" }}\n');
    expect(problems.map(({ rule }) => rule)).toEqual(["file-not-text"]);
  });

  test("are text again once they are whole", () => {
    expect(render('{{ trunc 1 "é" }}{{ "\\xa9" }}')).toMatchObject({ text: "é", problems: [] });
  });
});

test("a constraint that has its blanks in many ways costs no more than others", () => {
  const began = Date.now();
  const { problems } = render(`{{ semverCompare "${"1   ".repeat(70)}!" "1.2.3" }}`);
  expect(problems.map(({ message }) => message).join()).toContain("improper constraint");
  expect(Date.now() - began).toBeLessThan(2_000);
});

test.each([
  ["1", true],
  [" >= 1 , < 2 ", true],
  [">=1 <2", true],
  [">=1   ,<   2", true],
  [">=1, ,<2", null],
  [">=1<2", null],
  ["", null],
  ["~1 || 3", true],
])("the constraint %j", (constraint, holds) => {
  const { text, problems } = render(`{{ semverCompare ${JSON.stringify(constraint)} "1.2.3" }}`);
  expect(holds === null ? problems.length > 0 : text === String(holds)).toBe(true);
});
