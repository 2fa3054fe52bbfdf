import { expect, test } from "vitest";
import { loadFiles } from "../../support/load-files.ts";

function load(text: string, allVariables = false) {
  const { diagnostics, configuration, uncertain } = loadFiles({ "a.yaml": text }, { allVariables });
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  return { errors, known: configuration !== null, uncertain: uncertain.length > 0 };
}

test("a variable that is not set here is nobody's mistake, whatever field it fills", () => {
  const number = "http: {routers: {r: {rule: a, priority: '{{ env \"P\" }}'}}}";
  expect(load(number)).toEqual({ errors: [], known: true, uncertain: true });
  expect(load(number, true)).toEqual({ errors: ["invalid-value"], known: false, uncertain: false });
  const name = 'http:\n  routers:\n    r:\n      {{ env "FIELD" }}: a\n      rule: b\n';
  expect(load(name)).toEqual({ errors: [], known: true, uncertain: true });
  const section = 'http:\n  services:\n    s:\n      loadBalancer: {{ env "LB" }}\n';
  expect(load(section)).toEqual({ errors: [], known: false, uncertain: true });
});

test("what a guessed condition leaves empty may be full elsewhere", () => {
  const condition = 'http:\n  routers:\n{{ if env "X" }}\n    a: {rule: b}\n{{ end }}\n';
  expect(load(condition)).toEqual({ errors: [], known: false, uncertain: true });
  expect(load(condition, true)).toEqual({ errors: ["empty-element"], known: false, uncertain: false });
});

test.each([
  'service: {{ (urlParse (env "X")).host }}',
  "service: '{{ (urlParse (env \"X\")).host }}'",
  'service: {{ if env "X" }}a{{ end }} # what for',
  'service: >-\n        {{ (urlParse (env "X")).host }}',
  'service: {{ index (splitList "," (env "X")) 1 }}',
])("what prints nothing, and may print something elsewhere, is there: %s", (service) => {
  const text = `http:\n  routers:\n    r:\n      rule: Host(\`a\`)\n      ${service}\n`;
  const { configuration } = loadFiles({ "a.yaml": text }, { allVariables: false });
  expect([...(configuration?.objects["http.routers"].values() ?? [])][0]?.value).toMatchObject({
    service: "unset",
  });
});

test.each(["service: ''", "service: '' {{ $x := env \"X\" }}", 'service:\n{{ env "X" }}'])(
  "what is written as empty stays empty: %j",
  (service) => {
    const text = `http:\n  routers:\n    r:\n      rule: Host(\`a\`)\n      ${service}\n`;
    const { configuration } = loadFiles({ "a.yaml": text }, { allVariables: false });
    const [router] = configuration?.objects["http.routers"].values() ?? [];
    expect(router?.value["service"] ?? "").toBe("");
  },
);

test("TOML knows no bare words, but numbers and flags", () => {
  const toml = (priority: string) => {
    const text = `[http.routers.r]\nrule = "Host(\`a\`)"\npriority = ${priority}\nservise = "a"\n`;
    return loadFiles({ "a.toml": text }, { allVariables: false }).diagnostics.map(
      ({ line, column, rule }) => `${line}:${column} ${rule}`,
    );
  };
  const found = ["3:12 template-variable-unset", "4:1 unknown-field"];
  expect(toml('{{ env "P" }}')).toEqual(found);
  expect(toml('{{ if env "P" }}{{ env "P" }}{{ end }}')).toEqual([
    "3:18 template-variable-unset",
    "4:1 unknown-field",
  ]);
  expect(toml('{{ env "P" }} nonsense')).toEqual(["3:12 template-variable-unset", "3:26 toml-syntax"]);
});

test("what is wrong in any case is told", () => {
  const field = "http: {routers: {r: {rule: 'Host(`{{ env \"H\" }}`)', servise: a}}}";
  expect(load(field)).toMatchObject({ errors: ["unknown-field"], known: false });
  const shape = "http: {routers: {r: {rule: {host: '{{ env \"H\" }}'}}}}";
  expect(load(shape)).toMatchObject({ errors: ["wrong-type"], known: false });
  expect(
    load("http: {routers: {}, services: {s: {loadBalancer: {strategy: '{{ env \"S\" }}'}}}}"),
  ).toMatchObject({
    errors: ["empty-element"],
    known: false,
  });
});
