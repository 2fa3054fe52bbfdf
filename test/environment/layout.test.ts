import { expect, test } from "vitest";
import { layOut, staticFiles } from "../../src/environment/layout.ts";
import { discover } from "../../src/traefik/load/discover.ts";
import { always, makeDocument } from "../../src/traefik/load/make-document.ts";
import { parseYaml } from "../../src/traefik/load/yaml/parse-yaml.ts";
import type { Tree } from "../../src/environment/tree.ts";

const NOTHING = { fileProvider: null, directory: null, filename: null };

function treeOf(...paths: string[]): Tree {
  return { files: paths.map((path) => ({ path, bytes: new Uint8Array(), mode: 0o644 })) };
}

function dynamic(
  tree: Tree,
  provider: Partial<typeof NOTHING> | { directory?: string; filename?: string },
): string[] {
  const { place, diagnostics } = layOut(tree, { ...NOTHING, ...provider }, "/srv/target", STATIC_FILE);
  return [...discover(tree, place).map(({ path }) => path), ...diagnostics.map(({ rule }) => `! ${rule}`)];
}

/** A static file that says nothing of where things are. */
const STATIC_FILE = makeDocument("traefik.yaml", always(""), null);

const TREE = treeOf(
  "conf.d/a.yaml",
  "conf.d/app/b.toml",
  "conf.d/users",
  "dyn/c.yml",
  "one.yaml",
  "traefik.yaml",
);

test.each([
  ["/etc/traefik/conf.d", ["conf.d/a.yaml", "conf.d/app/b.toml"]],
  ["/etc/traefik/conf.d/", ["conf.d/a.yaml", "conf.d/app/b.toml"]],
  ["/srv/target/dyn", ["dyn/c.yml"]],
  ["/etc//traefik/./x/../dyn", ["dyn/c.yml"]],
  ["conf.d", ["conf.d/a.yaml", "conf.d/app/b.toml"]],
  ["./dyn/", ["dyn/c.yml"]],
  ["etc/traefik/dyn", ["dyn/c.yml"]],
  ["/etc/traefik/none", ["! file-provider-empty"]],
  ["/config/conf.d/app", ["conf.d/app/b.toml"]],
  ["/config/dyn", ["dyn/c.yml"]],
  ["/elsewhere", ["conf.d/a.yaml", "conf.d/app/b.toml", "! file-provider-elsewhere"]],
  ["../up", ["conf.d/a.yaml", "conf.d/app/b.toml", "! file-provider-elsewhere"]],
  ["/etc/traefik", ["conf.d/a.yaml", "conf.d/app/b.toml", "dyn/c.yml", "one.yaml", "traefik.yaml"]],
  ["/srv/target", ["conf.d/a.yaml", "conf.d/app/b.toml", "dyn/c.yml", "one.yaml", "traefik.yaml"]],
])("the file provider's directory %s", (directory, files) => {
  expect(dynamic(TREE, { directory })).toEqual(files);
});

test("the file provider's filename, unless a directory is given too", () => {
  expect(dynamic(TREE, { filename: "/etc/traefik/one.yaml" })).toEqual(["one.yaml"]);
  expect(dynamic(TREE, { filename: "/etc/traefik/one.yaml", directory: "/etc/traefik/dyn" })).toEqual([
    "dyn/c.yml",
  ]);
});

test("without a word of it: conf.d, and everything where there is nothing else", () => {
  expect(dynamic(TREE, {})).toEqual(["conf.d/a.yaml", "conf.d/app/b.toml"]);
  const bare = layOut(treeOf("a.yaml", "sub/b.yaml"), NOTHING, "/etc/traefik", null);
  expect(bare.place).toEqual({ directory: "" });
});

test.each<[string, string[], Parameters<typeof dynamic>[1], string[]]>([
  [
    "nothing but a text",
    ["README.md", "traefik.yaml"],
    { directory: "/etc/traefik/conf.d" },
    ["! empty-configuration"],
  ],
  [
    "JSON, which no folder is read for",
    ["conf.d/a.json", "traefik.yaml"],
    { directory: "/etc/traefik/conf.d" },
    ["! empty-configuration"],
  ],
  [
    "no such folder, nor any of its name",
    ["app/a.yaml", "traefik.yaml"],
    { directory: "/etc/traefik/dyn" },
    ["! empty-configuration"],
  ],
  ["no such file", ["traefik.yaml"], { filename: "/etc/traefik/dyn.yaml" }, ["! empty-configuration"]],
  ["a folder elsewhere", ["traefik.yaml"], { directory: "/elsewhere" }, ["! file-provider-elsewhere"]],
  ["no word of the file provider", ["README.md", "traefik.yaml"], {}, []],
  ["no file at all, which is told otherwise", [], { directory: "/etc/traefik/conf.d" }, []],
])("an environment with %s", (_, paths, provider, expected) => {
  expect(dynamic(treeOf(...paths), provider)).toEqual(expected);
});

test("an environment without a static file says nothing where it has no configuration", () => {
  const { diagnostics } = layOut(treeOf("README.md"), NOTHING, "/etc/traefik", null);
  expect(diagnostics).toMatchObject([
    {
      file: ".",
      rule: "empty-configuration",
      message:
        "no file in the environment is read, so the dynamic configuration defines nothing: every route disappears",
    },
  ]);
});

test("the static file is the first that Traefik looks for", () => {
  const tree = treeOf("conf.d/traefik.yaml", "traefik.toml", "traefik.yaml", "traefik.yml");
  expect(staticFiles(tree).map(({ path }) => path)).toEqual(["traefik.toml", "traefik.yaml", "traefik.yml"]);
});

/** What is said, and where, of a static file. */
function said(
  text: string,
  provider: Partial<typeof NOTHING> | { fileProvider?: boolean; directory?: string },
): string[] {
  const document = makeDocument("traefik.yaml", always(text), parseYaml(text).root);
  const { diagnostics } = layOut(TREE, { ...NOTHING, ...provider }, "/etc/traefik", document);
  return diagnostics.map(({ rule, file, line, column }) => `${rule} ${file}:${line}:${column}`);
}

test("points at what the static file says", () => {
  const text = "providers:\n  File:\n    directory: /srv/x\n";
  expect(said(text, { directory: "/srv/x" })).toEqual(["file-provider-elsewhere traefik.yaml:3:16"]);
});

test("misses a file provider where there is something for it", () => {
  expect(said("providers: {docker: {}}\n", { fileProvider: false })).toEqual([
    "file-provider-missing traefik.yaml:1:1",
  ]);
  expect(said("api: {}\n", { fileProvider: false })).toEqual(["file-provider-missing traefik.yaml:1:1"]);
});
