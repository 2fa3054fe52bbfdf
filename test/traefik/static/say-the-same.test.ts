import { expect, test } from "vitest";
import { sayTheSame } from "../../../src/traefik/static/say-the-same.ts";
import { NEWEST } from "../../../src/traefik/versions.ts";
import { treeOf } from "../../support/load-files.ts";

const YAML = `entryPoints:
  web: { address: ":80", reusePort: true }
providers:
  file: { directory: /etc/traefik/conf.d }
`;
const TOML = `[entryPoints.web]
address = ":80"
[providers.file]
directory = "/etc/traefik/conf.d"
`;

const same = (before: Record<string, string>, after: Record<string, string>) =>
  sayTheSame(treeOf(before), treeOf(after), NEWEST);
const yaml = (before: string, after: string) => same({ "traefik.yaml": before }, { "traefik.yaml": after });

test.each([
  ["its bytes", YAML, YAML],
  ["a comment", YAML, `# ports of the office\n\n${YAML}# end\n`],
  [
    "flow or block",
    YAML,
    YAML.replace("{ directory: /etc/traefik/conf.d }", "\n    directory: /etc/traefik/conf.d"),
  ],
  ["quotes", YAML, YAML.replace('":80"', "':80'").replace("file:", '"file":')],
  ["an anchor", "a: { x: 1 }\nb: { x: 1 }\n", "a: &a { x: 1 }\nb: *a\n"],
  ["how a number is written", "a: 0x1f", "a: 31"],
])("does not take %s for a change", (_, before, after) => {
  expect(yaml(before, after)).toBe(true);
  expect(yaml(after, before)).toBe(true);
});

test.each([
  ["a value", YAML, YAML.replace(":80", ":81")],
  ["a value's type", YAML, YAML.replace("true", '"true"')],
  ["a key", YAML, YAML.replace("reusePort", "asDefault")],
  ["another spelling of a key", YAML, YAML.replace("reusePort", "reuseport")],
  ["something more", YAML, `${YAML}api: {}\n`],
  ["a list that is longer", "a: [1]", "a: [1, 2]"],
  ["a list for a value", "a: [1]", "a: 1"],
  ["a map for a list", "a: {}", "a: []"],
  ["null for nothing", "a: 1\nb:\n", "a: 1\n"],
  ["the order of keys", "a: 1\nA: 2\n", "A: 2\na: 1\n"],
  ["what cannot be read", YAML, `${YAML}}`],
])("takes %s for a change", (_, before, after) => {
  expect(yaml(before, after)).toBe(false);
  expect(yaml(after, before)).toBe(false);
});

test("what Traefik refuses says nothing, also where it is refused for the same reason", () => {
  expect(yaml("a: }", "a: } #")).toBe(false);
});

test("compares all that Traefik could be told to read, by their names", () => {
  const toml = { "traefik.toml": TOML };
  expect(same(toml, { "traefik.toml": `# web\n${TOML.replace('":80"', "':80'")}` })).toBe(true);
  expect(same(toml, { "traefik.toml": TOML.replace(":80", ":81") })).toBe(false);
  expect(same(toml, { "traefik.yaml": YAML })).toBe(false);
  const both = { ...toml, "traefik.yaml": YAML };
  expect(same(toml, both)).toBe(false);
  expect(same(both, { ...toml, "traefik.yaml": `# web\n${YAML}` })).toBe(true);
  // the one that it does not find by itself may be the one it was started with
  expect(same(both, { ...toml, "traefik.yaml": YAML.replace(":80", ":81") })).toBe(false);
  expect(same(toml, {})).toBe(false);
  expect(same({}, toml)).toBe(false);
  expect(same({}, {})).toBe(true);
});
