import { expect, test } from "vitest";
import { decodeDocument, type Decoded } from "../../../src/traefik/load/decode-document.ts";
import { firstError } from "../../../src/traefik/load/mistake.ts";
import { configurationSchema } from "../../../src/traefik/load/schema.ts";
import { parseYaml } from "../../../src/traefik/load/yaml/parse-yaml.ts";

function decode(text: string): Decoded {
  const { root } = parseYaml(text);
  if (root === null) throw new Error("not a document");
  const schema = configurationSchema("3.7", "dynamic");
  return decodeDocument(root, {
    schema,
    version: "3.7",
    base: {},
    unknown: { isGuessed: () => false, conditions: false },
    again: () => root,
  });
}

const plugin = (text: string): Decoded => decode(`http: {middlewares: {m: {plugin: {p: ${text}}}}}`);

const first = (text: string): string | null | undefined => firstError(decode(text).mistakes)?.text;

test("fills structures: letter case, lists in one text, durations as nanoseconds, defaults", () => {
  const { configuration, mistakes } = decode(`
http:
  ROUTERS:
    shop: { Rule: "Host(\`a\`)", entrypoints: "web, websecure", service: app, priority: "7", tls: true }
  services:
    app:
      loadBalancer:
        servers: [{ url: "http://h" }]
        healthCheck: { path: /up, interval: 1m30s, timeout: 3 }
`);
  expect(mistakes).toEqual([]);
  expect(configuration?.["http"]).toMatchObject({
    routers: {
      shop: { rule: "Host(`a`)", entryPoints: ["web", "websecure"], service: "app", priority: 7, tls: {} },
    },
    services: {
      app: {
        loadBalancer: {
          servers: [{ url: "http://h" }],
          passHostHeader: true,
          strategy: "wrr",
          responseForwarding: { flushInterval: 100_000_000 },
          healthCheck: { path: "/up", interval: 90_000_000_000, timeout: 3_000_000_000, mode: "http" },
        },
      },
    },
  });
});

test("tells every mistake once, and which one Traefik would tell", () => {
  const { mistakes, configuration } = decode(`
http:
  routers:
    r: { priority: ten, servise: a, middlewares: {} }
  middlewares:
    m: { addPrefix: {} }
`);
  expect(configuration).toBeNull();
  expect(mistakes.map(({ rule, object }) => `${rule} ${object}`).toSorted()).toEqual([
    "empty-element http.middlewares.m",
    "invalid-value http.routers.r",
    "unknown-field http.routers.r",
  ]);
  // types before values, and byte order inside of a stage
  expect(firstError(mistakes)?.text).toBe(
    "addPrefix cannot be a standalone element (type *dynamic.AddPrefix)",
  );
});

test("an earlier stage hides later ones, whatever the order in the file", () => {
  expect(first("http: {routers: {r: {priority: x}}, services: {s: {loadBalancer: {servers: [~]}}}}")).toBe(
    "unsupported simple value type: invalid",
  );
  expect(first("http: {routers: {r: {priority: x}}, services: {s: {foo: 1}}}")).toBe(
    "field not found, node: foo",
  );
});

test("one field in two spellings: the last in byte order counts, the other must be valid too", () => {
  expect(decode("http: {routers: {r: {rule: a, Rule: b}}}").configuration).toMatchObject({
    http: { routers: { r: { rule: "a" } } },
  });
  expect(decode("http: {routers: {r: {entryPoints: [], EntryPoints: [b]}}}").configuration).toMatchObject({
    http: { routers: { r: { entryPoints: ["b"] } } },
  });
  expect(first("http: {routers: {r: {priority: 1, Priority: x}}}")).toBe(
    'strconv.ParseInt: parsing "x": invalid syntax',
  );
  expect(decode("http: {Routers: {a: {rule: a}}, routers: {b: {rule: b}}}").configuration).toMatchObject({
    http: { routers: { a: { rule: "a" }, b: { rule: "b" } } },
  });
});

test("a plugin's values keep their kinds, and what kills Traefik is found", () => {
  expect(plugin("{a: 1, b: [1, 2], c: {d: [true]}, e: [{f: [1.5]}]}").configuration).toMatchObject({
    http: {
      middlewares: { m: { plugin: { p: { a: "1", b: [1, 2], c: { d: [true] }, e: [{ f: [1.5] }] } } } },
    },
  });
  expect(plugin('{a: {"": 1}}').mistakes.map(({ rule }) => rule)).toEqual(["plugin-panic"]);
  expect(plugin("{a: [18446744073709551615]}").mistakes.map(({ rule }) => rule)).toEqual(["plugin-panic"]);
  expect(plugin("{a: [true, 1]}").mistakes.map(({ text }) => text)).toEqual([
    'parse int: true, strconv.ParseInt: parsing "true": invalid syntax',
  ]);
});

test("deep nesting costs no stack", () => {
  const depth = 9_000;
  const nested = (key: string) => `{${key}: `.repeat(depth) + "1" + "}".repeat(depth);
  expect(decode(`http: {middlewares: {m: {plugin: {p: ${nested("a")}}}}}`).mistakes).toEqual([]);
  expect(
    decode(`http: {middlewares: {m: {headers: {customRequestHeaders: ${nested("a")}}}}}`).mistakes,
  ).toEqual([]);
  expect(first(`http: {routers: ${nested("a")}}`)).toBe("field not found, node: a");
});

test("root keys that Traefik drops are told, but for those that only hold anchors", () => {
  const { mistakes, sections } = decode(
    "entryPoints: {web: {address: ':80'}}\nhtpp: {a: b}\nx-common: {a: b}\n",
  );
  expect(sections).toEqual([]);
  expect(mistakes.map(({ rule, hint }) => [rule, hint])).toEqual([
    ["unknown-section", "it belongs in the static configuration (traefik.yaml)"],
    ["unknown-section", 'did you mean "http"?'],
  ]);
});
