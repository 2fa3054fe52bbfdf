import { expect, test } from "vitest";
import { discover, extensionOf } from "../../../src/traefik/load/discover.ts";

const tree = (...paths: readonly string[]) => ({
  files: paths.map((path) => ({ path, bytes: new Uint8Array(), mode: 0o644 })),
});

const loaded = (...paths: readonly string[]) =>
  discover(tree(...paths), { directory: "" }).map(({ path }) => path);

test("loads by the last extension in any letter case, hidden files too", () => {
  expect(
    loaded(
      "a.YAML",
      "b.yml",
      "c.Toml",
      ".yaml",
      ".x.yaml",
      ".git/x.yml",
      "d.yaml.bak",
      "e.json",
      "yaml",
      "f.yaml.",
    ),
  ).toEqual([".git/x.yml", ".x.yaml", ".yaml", "a.YAML", "b.yml", "c.Toml"]);
});

test("reads folders and files in byte order of their names", () => {
  expect(loaded("a.yaml", "a/z.yaml", "a-b.yaml", "B.yaml", "9.yaml", "10.yaml", "é.yaml", "z.yaml")).toEqual(
    ["10.yaml", "9.yaml", "B.yaml", "a/z.yaml", "a-b.yaml", "a.yaml", "z.yaml", "é.yaml"],
  );
});

test("loads one folder, or one file alone", () => {
  const files = tree(
    "traefik.yaml",
    "conf.d/a.yaml",
    "conf.d/sub/b.toml",
    "conf.dx/c.yaml",
    "x.json",
    "x.txt",
  );
  const paths = (place: Parameters<typeof discover>[1]) => discover(files, place).map(({ path }) => path);
  expect(paths({ directory: "conf.d" })).toEqual(["conf.d/a.yaml", "conf.d/sub/b.toml"]);
  expect(paths({ filename: "conf.d/a.yaml" })).toEqual(["conf.d/a.yaml"]);
  expect(paths({ filename: "x.json" })).toEqual(["x.json"]);
  expect(paths({ filename: "x.txt" })).toEqual([]);
  expect(paths({ filename: "missing.yaml" })).toEqual([]);
});

test("takes the extension as Go does", () => {
  expect(["a.b.YML", ".yaml", "a.d/x", "x."].map(extensionOf)).toEqual([".yml", ".yaml", "", "."]);
});
