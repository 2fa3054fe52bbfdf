import { expect, test } from "vitest";
import { renderTemplate } from "../../../../src/traefik/load/template/render-template.ts";
import type { TraefikVersion } from "../../../../src/traefik/versions.ts";

function outcome(version: TraefikVersion, source: string): string {
  const context = { version, env: () => undefined, environment: "complete" } as const;
  const { text, refusal } = renderTemplate(source, context);
  return refusal === null ? text : refusal.words.replace(/^.*?executing "" at /, "");
}

/** What the libraries and the Go of each version make of it, as its binary is built with them. */
test.each<[TraefikVersion, string, string]>([
  ["3.0", '{{ camelcase "http_server" }}', "HttpServer"],
  ["3.2", '{{ camelcase "http_server" }}', "httpServer"],
  ["3.5", '{{ eq 1 "1" }}', '<eq 1 "1">: error calling eq: incompatible types for comparison'],
  [
    "3.6",
    '{{ eq 1 "1" }}',
    '<eq 1 "1">: error calling eq: incompatible types for comparison: int and string',
  ],
  ["3.0", '{{ call "x" }}', '<call "x">: error calling call: non-function of type string'],
  ["3.2", '{{ call "x" }}', '<call "x">: error calling call: non-function "x" of type string'],
  ["3.6", '{{ semver "x" }}', '<semver "x">: error calling semver: Invalid Semantic Version'],
  ["3.7", '{{ semver "x" }}', '<semver "x">: error calling semver: invalid semantic version'],
  ["3.6", '{{ semverCompare ">1.0.0, <2-0" "1.5.0-rc.1" }}', "false"],
  ["3.7", '{{ semverCompare ">1.0.0, <2-0" "1.5.0-rc.1" }}', "true"],
  ["3.6", '{{ semverCompare "!=1.2.3" "1.0.0-a" }}', "true"],
  ["3.7", '{{ semverCompare "!=1.2.3" "1.0.0-a" }}', "false"],
])("%s: %s", (version, source, expected) => {
  expect(outcome(version, source)).toBe(expected);
});
