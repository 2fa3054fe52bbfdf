import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findEnvironment } from "../../../src/environment/find.ts";
import { readTree } from "../../../src/environment/read.ts";
import { loadDynamic } from "../../../src/traefik/load/load-dynamic.ts";
import { traefikSays } from "../../../src/traefik/load/traefik-says.ts";
import { loadFiles } from "../../support/load-files.ts";
import { temporaryFolder } from "../../support/start-traefik.ts";

const certificate = (stores: string): string =>
  `tls: {certificates: [{certFile: a, keyFile: b, stores: [${stores}]}]}`;

const router = (name: string, rule: string): string => `http: {routers: {${name}: {rule: ${rule}}}}\n`;

test("the first definition in order of loading wins, and the others are told where it is", () => {
  const { configuration, diagnostics } = loadFiles({
    "b.yaml": router("shop", "second"),
    "a/z.yaml": `# a folder comes before a file\n${router("shop", "first")}`,
    "a.toml": '[http.routers.shop]\nrule = "third"\n',
  });
  expect(configuration?.objects["http.routers"].get("shop")?.value).toMatchObject({ rule: "first" });
  expect(diagnostics).toMatchObject([
    {
      rule: "duplicate-name",
      file: "a.toml",
      line: 1,
      column: 15,
      object: "http.routers.shop",
      message: "router shop is defined in a/z.yaml:2 already: Traefik drops this one",
    },
    { rule: "duplicate-name", file: "b.yaml", line: 1, column: 18 },
  ]);
});

test("names are compared exactly, and each kind has its own", () => {
  const { configuration, diagnostics } = loadFiles({
    "a.yaml": router("shop", "a"),
    "b.yaml": router("Shop", "b"),
    "c.yaml": "tcp: {routers: {shop: {rule: c}}}",
  });
  expect(diagnostics).toEqual([]);
  expect([...(configuration?.objects["http.routers"].keys() ?? [])]).toEqual(["shop", "Shop"]);
});

test("certificates are all kept, but for equal ones since 3.7", () => {
  const files = { "a.yaml": certificate("x"), "b.yaml": certificate("y") };
  const newest = loadFiles(files);
  expect(newest.configuration?.certificates.map(({ value }) => value["stores"])).toEqual([["x"]]);
  expect(newest.diagnostics).toMatchObject([
    { rule: "duplicate-certificate", file: "b.yaml", severity: "warning" },
  ]);
  const older = loadFiles(files, { version: "3.6" });
  expect(older.configuration?.certificates).toHaveLength(2);
  expect(older.diagnostics).toEqual([]);
});

test("models of a folder are there since 3.7", () => {
  const files = { "a.yaml": "http: {models: {web: {middlewares: [a]}}}" };
  expect(loadFiles(files).configuration?.objects["http.models"].size).toBe(1);
  expect(loadFiles(files, { version: "3.6" }).configuration?.objects["http.models"].size).toBe(0);
});

test("one refused file refuses all; the mistakes of all files are told, the first is Traefik's", () => {
  const { configuration, diagnostics, refusal } = loadFiles({
    "b.yaml": "http: {routers: {r: {servise: a}}}",
    "a/c.yaml": "http: {routers: {r: {priority: x}}}",
    "c.yaml": "http: [",
    "d.yaml": router("fine", "a"),
  });
  expect(configuration).toBeNull();
  expect(diagnostics.map(({ file, rule }) => [file, rule])).toEqual([
    ["a/c.yaml", "invalid-value"],
    ["b.yaml", "unknown-field"],
    ["c.yaml", "yaml-syntax"],
  ]);
  expect(refusal && traefikSays(refusal, "/conf", "3.7")).toBe(
    'collecting file configs: loading content configuration from subdirectory d a/: /conf/a/c.yaml: strconv.ParseInt: parsing "x": invalid syntax',
  );
  expect(refusal && traefikSays(refusal, "/conf", "3.6")).toBe(
    'unable to load content configuration from subdirectory d a/: /conf/a/c.yaml: strconv.ParseInt: parsing "x": invalid syntax',
  );
});

test("what kills Traefik when it is copied harms nobody in a definition that is dropped", () => {
  const deadly = "http: {middlewares: {m: {plugin: {p: {a: [18446744073709551615]}}}}}";
  const harmless = "http: {middlewares: {m: {plugin: {p: {a: [1]}}}}}";
  expect(loadFiles({ "a.yaml": deadly }).refusal?.panics).toBe(true);
  expect(loadFiles({ "a.yaml": deadly, "b.yaml": harmless }).refusal?.panics).toBe(true);
  const dropped = loadFiles({ "a.yaml": harmless, "b.yaml": deadly });
  expect(dropped.refusal).toBeNull();
  expect(dropped.diagnostics.map(({ rule }) => rule)).toEqual(["duplicate-name"]);
});

test("a configuration that defines nothing is warned of, no configuration is not", () => {
  expect(loadFiles({ "a.yaml": "# nothing\n", "b.yaml": "x-y: 1" }).diagnostics).toMatchObject([
    { rule: "empty-configuration", file: "a.yaml", line: 1 },
  ]);
  expect(loadFiles({ "a.txt": "" }).diagnostics).toEqual([]);
});

test("names out of JavaScript's own world are names like others", () => {
  const { configuration, diagnostics } = loadFiles({
    "a.yaml": "http: {routers: {constructor: {rule: a}, __proto__: {rule: b}, toString: {rule: c}}}",
    "b.yaml": "http: {middlewares: {m: {plugin: {__proto__: {__proto__: {a: b}}}}}}",
    "c.yaml":
      "http: {middlewares: {h: {headers: {customRequestHeaders: {__proto__: x}}}, v: {hasOwnProperty: {}}}}",
  });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('unknown field "hasOwnProperty" in middleware v'),
  ]);
  expect(configuration).toBeNull();
  const loaded = loadFiles({ "a.yaml": "http: {routers: {constructor: {rule: a}, __proto__: {rule: b}}}" });
  expect([...(loaded.configuration?.objects["http.routers"].keys() ?? [])].toSorted()).toEqual([
    "__proto__",
    "constructor",
  ]);
});

/** Symbolic links are resolved when the environment is read; Traefik gets the files they lead to. */
test.each([
  ["a.yaml", ".x.txt", []],
  ["b.yaml", "a.yaml", ["duplicate-name"]],
  ["x.yaml", "nowhere", ["symlink-broken"]],
  ["x.YML", "nowhere", ["symlink-broken"]],
  ["x.txt", "nowhere", ["symlink-dangling"]],
  ["shared", "../shared", ["symlink-dangling"]],
  ["x.yaml", "x.yaml", ["symlink-loop"]],
  ["sub/up", "..", ["symlink-loop"]],
])("a link %s -> %s", async (link, target, rules) => {
  const folder = await temporaryFolder({ [target === "a.yaml" ? "a.yaml" : ".x.txt"]: router("r", "a") });
  mkdirSync(dirname(join(folder.path, link)), { recursive: true });
  symlinkSync(target, join(folder.path, link));
  const found = findEnvironment(folder.path, ".");
  if (found.kind !== "found") throw new Error(found.kind);
  const { tree, diagnostics } = readTree(found.place);
  const loaded = loadDynamic(tree, { directory: "" }, { version: "3.7", variables: {}, allVariables: true });
  await folder.remove();
  expect([...diagnostics, ...loaded.diagnostics].map(({ rule }) => rule)).toEqual(rules);
});
