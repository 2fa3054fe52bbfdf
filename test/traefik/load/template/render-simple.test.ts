import { expect, it } from "vitest";
import type { TemplateContext } from "../../../../src/traefik/load/template/context.ts";
import { renderSimple } from "../../../../src/traefik/load/template/render-simple.ts";
import { renderTemplate, type RenderResult } from "../../../../src/traefik/load/template/render-template.ts";
import { seeded, type Random } from "../../../fuzz/random.ts";

const VALUES: Readonly<Record<string, string>> = { A: "a", B: "b: 'c'\n", EMPTY: "", UMLAUT: "ü" };

function contextOf(environment: TemplateContext["environment"]): TemplateContext {
  return { version: "3.7", env: (name) => VALUES[name], environment };
}

/** What can be compared of a result: where each character of the text comes from, too. */
function shown({ map, ...result }: RenderResult) {
  const spans = Array.from({ length: result.text.length }, (_, start) => ({ start, end: start + 1 }));
  return { ...result, sources: spans.map(map.source), guessed: spans.map(map.isGuessed) };
}

/** Whether it was rendered the simple way; fails where that differs from what the engine makes of it. */
function isSimple(source: string, environment: TemplateContext["environment"] = "partial"): boolean {
  const simple = renderSimple(source, contextOf(environment));
  if (simple === null) return false;
  expect(shown(simple), source).toEqual(shown(renderTemplate(source, contextOf(environment))));
  return true;
}

it.each([
  '{{ env "A" }}',
  'a: {{env "A"}}-{{ env "EMPTY" }}{{ env "B" | default "d" }}{{ env "NONE" | default "d" }}\n',
  'a: {{ env "NONE" | default "" }}b{{ with env "NONE" | default "" }}{{ . }}{{ end }}\n',
  '# {{ with env "A" | default "" }}\nb: {{ . }}\n# {{ end }}\n',
  '{{ with env "EMPTY" }}{{ . }}{{ env "A" }}{{ end }}}}{{ if env "A" }}b{{ with env "B" }}{{.}}{{ end }}{{end}}',
])("renders %j", (source) => {
  expect(isSimple(source)).toBe(true);
  expect(isSimple(source, "complete")).toBe(true);
});

it.each([
  "{{ . }}",
  '{{ env "NONE" }}',
  '{{ with env "NONE" }}{{ . }}{{ end }}',
  '{{ if env "A" }}{{ . }}{{ end }}',
  '{{- env "A" }}',
  '{{ env "A" -}}',
  '{{/* env "A" */}}',
  '{{ env "A" | quote }}',
  '{{ env "A" | default "\\n" }}',
  "{{ env `A` }}",
  '{{ if env "A" }}b{{ else }}c{{ end }}',
  '{{ if env "A" }}b',
  '{{ env "A" }}{{ end }}',
  '{{ env "A" ',
  '{{ env "A" }} {{',
  '{{{ env "A" }}',
  '{{ env "UMLAUT" }}',
  'ü{{ env "A" }}',
  '{{ env "A" }}'.repeat(1001),
  `{{ env "A" }}${"b".repeat(100_000)}`,
])("leaves %.40j to the engine", (source) => expect(isSimple(source, "complete")).toBe(false));

it("renders random templates, whole and broken, as the engine does", () => {
  const random = seeded(11);
  let simple = 0;
  for (let n = 0; n < 3_000; n++) {
    const source = template(random, 0);
    const at = random.below(source.length + 1);
    const broken = source.slice(0, at) + random.pick(PIECES) + source.slice(at + random.below(3));
    if (isSimple(random.chance(0.5) ? broken : source, random.pick(["partial", "complete"]))) simple++;
  }
  expect(simple).toBeGreaterThan(1_000);
});

const PIECES = [
  "{{",
  "}}",
  "{",
  "}",
  "-",
  " ",
  '"',
  "|",
  ".",
  "end",
  "\n",
  "with",
  "if",
  "\\",
  "`",
  "ü",
  "{{ . }}",
];

function template(random: Random, depth: number): string {
  const space = (): string => random.pick(["", " ", "  "]);
  const env = (): string =>
    `env "${random.pick(Object.keys(VALUES).slice(0, 3))}"${random.pick(["", "", ' | default "d"', '|default ""'])}`;
  const parts = Array.from({ length: 1 + random.below(4) }, () => {
    if (random.chance(0.4)) return random.pick(["a", "b: c\n", " ", "}}", "# "]);
    if (depth > 2 || random.chance(0.5)) return `{{${space()}${env()}${space()}}}`;
    const inner = `${template(random, depth + 1)}${random.pick(["", "{{ . }}"])}`;
    return `{{${space()}${random.pick(["with", "with", "if"])} ${env()}${space()}}}${inner}{{ end }}`;
  });
  return parts.join("");
}
