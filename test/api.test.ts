import { afterAll, expect, test } from "vitest";
import { join } from "node:path";
import { RULES, summarize, validate, VERSIONS } from "../src/index.ts";
import { sandbox } from "./support/transcript.ts";

const box = sandbox({
  "e/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "e/conf.d/shop.yaml": "http: {routers: {shop: {rule: 'Host(`{{ env \"HOST\" }}`)', service: nobody}}}\n",
  "r/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "r/conf.d/shop.yaml": [
    "http:",
    '  routers: {shop: {rule: \'Host(`{{ regexReplaceAll "o+" "foo" "u" }}{{ env "NONE" }}.example`)\', service: s}}',
    "  services: {s: {loadBalancer: {servers: [{url: 'http://127.0.0.1:1'}]}}}",
    "",
  ].join("\n"),
});
afterAll(() => {
  box.remove();
});

test("validate judges a folder, and reports as the command line does", () => {
  const report = validate(join(box.root, "e"), { variables: { HOST: "shop.example.com" } });
  expect(report).toMatchObject({ verdict: "rejected", traefikVersion: "3.7", files: 2 });
  expect(report.diagnostics).toMatchObject([{ rule: "unknown-service", file: "conf.d/shop.yaml", line: 1 }]);
  expect(summarize([report])).toMatchObject({
    version: 1,
    summary: { environments: 1, rejected: 1, errors: 1 },
  });
});

test("its options change the verdict as the flags do", () => {
  const { diagnostics } = validate(join(box.root, "e"), { traefikVersion: "3.0", failOn: "warning" });
  expect(diagnostics.map(({ rule }) => rule)).toContain("template-variable-unset");
});

test("templates with regular expressions are judged, and what is unset is empty where all variables are known", () => {
  const judged = validate(join(box.root, "r"), { allVariables: true });
  expect(judged).toMatchObject({
    verdict: "accepted",
    diagnostics: [{ message: "the environment variable NONE is not set: Traefik reads empty text" }],
  });
});

test("a folder that is not there is an error of the file system", () => {
  expect(() => validate(join(box.root, "nowhere"))).toThrow(expect.objectContaining({ code: "ENOENT" }));
});

test("a file in its place is one, too", () => {
  const file = join(box.root, "e/traefik.yaml");
  expect(() => validate(file)).toThrow(expect.objectContaining({ code: "ENOTDIR" }));
});

test.each([
  ["v3.5", "3.5"],
  ["3.5.1", "3.5"],
  ["v3.7.15", "3.7"],
])("a version is read as on the command line: %s", (traefikVersion, known) => {
  expect(validate(join(box.root, "e"), { traefikVersion }).traefikVersion).toBe(known);
});

test.each([
  [{ traefikVersion: "9.9" }, 'traefikVersion: "9.9" is none of 3.0, '],
  [{ traefikVersion: "" }, 'traefikVersion: "" is none of 3.0, '],
  [{ failOn: "x" as "error" }, 'failOn: "x" is none of "error", "warning"'],
])("an option that makes no sense is a RangeError: %j", (options, message) => {
  const call = () => validate(join(box.root, "e"), options);
  expect(call).toThrow(RangeError);
  expect(call).toThrow(message);
});

test("names its rules and versions", () => {
  expect(VERSIONS.at(-1)).toBe("3.7");
  expect(RULES["unknown-field"]).toMatchObject({ severity: "error", effect: "refused" });
});
