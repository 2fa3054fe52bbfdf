import { describe, expect, test } from "vitest";
import { renderTemplate, type RenderResult } from "../../../../src/traefik/load/template/render-template.ts";

const SET: Readonly<Record<string, string>> = { DOMAIN: "example.com", EMPTY: "", SECRET: "hunter2-horse" };

function partial(source: string): RenderResult {
  return renderTemplate(source, { version: "3.7", env: (name) => SET[name], environment: "partial" });
}

function complete(source: string): RenderResult {
  return renderTemplate(source, { version: "3.7", env: (name) => SET[name], environment: "complete" });
}

function rules({ problems }: RenderResult): string[] {
  return problems.map(({ rule }) => rule);
}

describe("where the environment is Traefik's own", () => {
  test("an unset variable is empty text, and warned of", () => {
    const result = complete('rule: Host(`{{ env "X" }}`)');
    expect(result.text).toBe("rule: Host(``)");
    expect(result.problems).toMatchObject([
      { rule: "template-variable-unset", span: { start: 12, end: 25 } },
    ]);
    expect(result.problems[0]?.message).toBe(
      "the environment variable X is not set: Traefik reads empty text",
    );
    expect(result.unknown).toBe(false);
  });

  test.each([
    '{{ env "X" | default "d" }}',
    '{{ env "X" | default (env "DOMAIN") }}',
    '{{ env "X" | default "" }}',
    '{{ or (env "X") "" }}',
    '{{ coalesce (env "X") "" }}',
    '{{ if env "X" }}a{{ end }}',
    '{{ or (env "X") "d" }}',
    '{{ coalesce (env "X") (env "Y") "d" }}',
    '{{ if eq (env "X") "y" }}a{{ end }}',
  ])("a question about it is no reason to warn: %s", (source) => {
    expect(rules(complete(source))).toEqual([]);
  });

  test("an error is Traefik's own", () => {
    expect(rules(complete('{{ if not (env "X") }}{{ fail "set X" }}{{ end }}'))).toEqual([
      "template-execution",
    ]);
  });
});

describe("where it is not", () => {
  test.each([
    ['rule: Host(`{{ env "APP_DOMAIN" }}`)', "rule: Host(`unset-app-domain`)"],
    ['url: http://{{ env "HOST" }}:{{ env "PORT" }}/', "url: http://unset-host:unset-port/"],
    ['a: {{ env "_" }}', "a: unset"],
    ['a: {{ expandenv "$A/${B}/$DOMAIN" }}', "a: unset-a/unset-b/example.com"],
    ['{{ $x := env "X" }}a: {{ $x | upper }}', "a: UNSET-X"],
    ['{{ range split (env "HOSTS") "," }}- {{ . }}{{ end }}', "- unset-hosts"],
  ])("a placeholder stands for the value: %s", (source, text) => {
    const result = partial(source);
    expect(result.text).toBe(text);
    expect(new Set(rules(result))).toEqual(new Set(["template-variable-unset"]));
    expect(result.unknown).toBe(false);
    const at = text.toLowerCase().indexOf("unset");
    expect(result.map.isGuessed({ start: at, end: at + 1 })).toBe(true);
    expect(result.map.isGuessed({ start: 0, end: 1 })).toBe(false);
  });

  test.each([
    ['{{ env "X" | default "d" }}', "d"],
    ['{{ default "d" (env "X") }}', "d"],
    ['{{ or (env "X") "d" }}', "d"],
    ['{{ coalesce (env "X") (env "Y") "d" }}', "d"],
    ['{{ env "DOMAIN" }}', "example.com"],
    ['{{ env "EMPTY" }}', ""],
  ])("a default takes its place: %s", (source, text) => {
    const result = partial(source);
    expect(result.text).toBe(text);
    expect(rules(result)).toEqual([]);
    expect(result.map.isGuessed({ start: 0, end: 1 })).toBe(false);
  });

  test("a default that is itself unset is a placeholder", () => {
    const result = partial('a: {{ env "X" | default (env "Y") }}');
    expect(result.text).toBe("a: unset-y");
    expect(result.problems.map(({ message }) => message)).toEqual([
      "the environment variable Y is not set: a placeholder stands for its value",
    ]);
  });

  test.each([
    '{{ if env "X" }}a{{ else }}b{{ end }}',
    '{{ with env "X" }}a{{ else }}b{{ end }}',
    '{{ if eq (env "X") "prod" }}a{{ else }}b{{ end }}',
    '{{ if ne (env "X") "" }}a{{ else }}b{{ end }}',
    '{{ if gt (len (env "X")) 0 }}a{{ else }}b{{ end }}',
    '{{ $x := env "X" }}{{ if and $x true }}a{{ else }}b{{ end }}',
    '{{ if empty (env "X") }}b{{ end }}',
  ])("a condition takes it for empty, and says so: %s", (source) => {
    const result = partial(source);
    expect(result.text).toBe("b");
    expect(result.problems.map(({ message }) => message)).toEqual([
      "the environment variable X is not set: the condition takes it for empty",
    ]);
  });

  test("a variable is warned of once", () => {
    expect(rules(partial('{{ env "X" }}{{ env "X" }}{{ env "Y" }}'))).toHaveLength(2);
  });

  test("an action that has its line to itself leaves it empty: a word there would break the file", () => {
    expect(partial('http:\n  {{ env "EXTRA" | nindent 2 }}\n  routers: {}\n').text).toBe(
      "http:\n  \n  routers: {}\n",
    );
  });

  test.each([
    '{{ if not (env "X") }}{{ fail "set X" }}{{ end }}a',
    '{{ index (split (env "X") ",") 1 }}a',
    '{{ $x := env "X" }}{{ semver $x }}a',
    '{{ (fromJson (env "X")).a.b | upper }}a',
    '{{ or (env "X") (upper 1 2) }}a',
    '{{ or (env "X") (index (list) 1) }}a',
    '{{ if not (env "X") }}{{ upper 1 2 }}{{ end }}a',
  ])("an error that its value would decide is left to Traefik: %s", (source) => {
    const result = partial(source);
    expect(result.unknown).toBe(true);
    expect(result.text).toBe("a");
    expect(new Set(rules(result))).toEqual(new Set(["template-variable-unset", "template-unknown"]));
  });

  test.each([
    'h: "{{ (urlParse (env "X")).host }}"',
    'h: "{{ env "X" | ext }}"',
    'h: "{{ env "X" | trunc 0 }}"',
    'h: "{{ index (splitList "," (env "X")) 1 }}"',
    'h: "{{ (semver (env "X")).Major }}"',
    'h: "{{ if env "X" }}{{ env "X" }}{{ end }}"',
    'h: "{{ with env "X" }}{{ . }}{{ end }}"',
    'h: "{{ if not (env "X") }}{{ else }}a{{ end }}"',
    'h: "{{ range fromJson (env "X") }}{{ . }}{{ else }}{{ end }}"',
    '{{ $h := "" }}{{ if env "X" }}{{ $h = env "X" }}{{ end }}h: "{{ $h }}"',
    '{{ $h := "" }}{{ with env "X" }}{{ if true }}{{ $h = . }}{{ end }}{{ end }}h: "{{ $h }}"',
    '{{ $d := dict "h" "" }}{{ if env "X" }}{{ $_ := set $d "h" (env "X") }}{{ end }}h: "{{ $d.h }}"',
    '{{ $h := "" }}{{ $h = index (splitList "," (env "X")) 1 }}h: "{{ $h }}"',
    '{{ $h := "" }}{{ if index (splitList "," (env "X")) 1 }}{{ $h = "a" }}{{ end }}h: "{{ $h }}"',
  ])("what it decides is a guess, even if it prints nothing: %s", (source) => {
    const { text, map, problems } = partial(source);
    expect(text).toBe('h: ""');
    expect(problems[0]?.message).toContain("X is not set");
    expect(map.isGuessed({ start: 3, end: 5 })).toBe(true);
    expect(map.isGuessed({ start: 0, end: 3 })).toBe(false);
  });

  test("a variable whose value fails has a placeholder for it", () => {
    const result = partial('{{ $x := index (splitList "," (env "X")) 1 }}h: {{ $x }}');
    expect(result.text).toBe("h: unset-x");
    expect(result.map.isGuessed({ start: 3, end: 10 })).toBe(true);
    expect(new Set(rules(result))).toEqual(new Set(["template-variable-unset", "template-unknown"]));
  });

  test.each([
    'a: b\n{{- if env "X" }}\nc: d\n{{- end }}\n',
    'a: b\n{{- env "X" | nindent 0 }}\n',
    'a: b\n{{- range fromJson (env "X") }}\nc: {{ . }}\n{{- end }}\n',
    'a: b{{ if env "X" }}{{ $x := 1 }}{{ end }}\n',
    'a: b{{ $x := index (splitList "," (env "X")) 1 }}\n',
  ])("but what is no part of a value leaves it as it is: %j", (source) => {
    const { text, map } = partial(source);
    expect(text).toBe("a: b\n");
    expect(map.isGuessed({ start: 3, end: 4 })).toBe(false);
  });

  test("a number may stand where a word breaks the file", () => {
    const { withNumbers } = partial('p: {{ env "X" }}-{{ env "X" | ext }}b\n{{ env "X" }}\n');
    expect(withNumbers?.().text).toBe("p: 0-0b\n\n");
    const either = '{{ if eq (env "X") "a" }}1{{ else if env "X" }}2{{ end }}';
    expect(partial(`p: ${either}\n`).withNumbers?.().text).toBe("p: 0\n");
    expect(withNumbers?.().map.isGuessed({ start: 3, end: 4 })).toBe(true);
    expect(partial("p: {{ 1 }}").withNumbers).toBeNull();
  });

  test("a value that a guessed condition gave to a variable is a guess", () => {
    const result = partial('{{ $x := "a" }}{{ if env "X" }}{{ else }}{{ $x = "b" }}{{ end }}x: {{ $x }}');
    expect(result.text).toBe("x: b");
    expect(result.map.isGuessed({ start: 3, end: 4 })).toBe(true);
    expect(result.map.isGuessed({ start: 0, end: 3 })).toBe(false);
  });

  test.each([
    '{{ env "X" }}{{ .y }}',
    '{{ if env "X" }}a{{ end }}{{ .y }}',
    '{{ range split (env "X") "," }}{{ end }}{{ .y }}',
    '{{ env "X" }}{{ fail "no" }}',
    '{{ upper (env "X") }}{{ nope }}',
    '{{ env "X" | upper 1 2 }}',
    '{{ env "X" | upper | lower 1 }}',
    '{{ env "X" | repeat "a" }}',
    '{{ env "X" | set 1 "b" }}',
    '{{ $x := env "X" }}{{ $x | add1 1 }}',
  ])("an error that has nothing to do with it refuses the file: %s", (source) => {
    expect(rules(partial(source)).at(-1)).toMatch(/^template-(?:execution|syntax)$/);
  });
});

describe("a value never shows in a message", () => {
  test.each([
    '{{ fail (env "SECRET") }}',
    '{{ fail (printf "bad %s" (upper (env "SECRET"))) }}',
    '{{ fail (b64enc (env "SECRET")) }}',
    '{{ range env "SECRET" }}{{ end }}',
    '{{ $d := dict "t" (env "SECRET") }}{{ range $d.t }}{{ end }}',
    '{{ semver (env "SECRET") }}',
    '{{ semverCompare (env "SECRET") "1" }}',
    '{{ regexFind (printf "(%s" (env "SECRET")) "a" }}',
  ])("%s", (source) => {
    const { problems } = complete(source);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).not.toMatch(/hunter2|horse|aHVudGVy/i);
  });
});
