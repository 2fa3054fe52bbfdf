import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { keySpanOf, spanOf } from "../../../src/traefik/load/configuration.ts";
import {
  decodeDocument,
  type DecodeDocumentOptions,
  decodeInFull,
} from "../../../src/traefik/load/decode-document.ts";
import { decodeSimple } from "../../../src/traefik/load/decode-simple.ts";
import { defaultsOf } from "../../../src/traefik/load/defaults.ts";
import { readDocument } from "../../../src/traefik/load/read-document.ts";
import { configurationSchema, type SchemaName } from "../../../src/traefik/load/schema.ts";
import { VERSIONS, type TraefikVersion } from "../../../src/traefik/versions.ts";
import { seeded } from "../../fuzz/random.ts";
import { randomShape } from "../../fuzz/shapes.ts";

interface Kind {
  readonly version?: TraefikVersion;
  readonly name?: SchemaName;
  readonly format?: "yaml" | "toml";
}

/** Whether a text was decoded the simple way; fails where that differs from what the full way comes to. */
function isSimple(text: string, { version = "3.7", name = "dynamic", format = "yaml" }: Kind = {}): boolean {
  const { root } = readDocument(text, format, version);
  if (root === null) return false;
  const schema = configurationSchema(version, name);
  const base = name === "static" ? defaultsOf(schema.root) : {};
  const unknown = { isGuessed: () => false, conditions: false };
  const options: DecodeDocumentOptions = { schema, version, base, unknown, again: () => root };
  const origins = { read: () => expect.unreachable(), root: null, places: null };
  if (decodeSimple(root, schema.root, base, origins) === undefined) return false;
  const { isSimple, ...decoded } = decodeDocument(root, options);
  expect(isSimple).toBe(true);
  expect(described(decoded)).toBe(described(decodeInFull(root, options)));
  return true;
}

/** All there is to see, the order of members and the place of each included. */
function described(value: unknown): string {
  const lines: string[] = [];
  const pending: (readonly [path: string, value: unknown])[] = [["", value]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [path, item] = next;
    if (typeof item !== "object" || item === null) {
      lines.push(`${path} ${typeof item} ${String(item)}`);
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(item);
    lines.push(`${path} ${Array.isArray(item)} ${prototype === null} ${JSON.stringify(spanOf(item))}`);
    for (const [name, member] of Object.entries(item)) {
      const places = [spanOf(item, name), keySpanOf(item, name)];
      lines.push(`${path}/${name} ${JSON.stringify(places)}`);
      pending.push([`${path}/${name}`, member]);
    }
  }
  return lines.join("\n");
}

describe("what is decoded the simple way", () => {
  it.each([
    "http: {routers: {r: {rule: Host(`a`), service: s, priority: 7, tls: {}}}}",
    "http: {routers: {r: {entryPoints: [web, ' x '], middlewares: ['', b]}}}",
    "http: {services: {s: {loadBalancer: {servers: [{url: http://a}, {url: b, weight: 2}], passHostHeader: false}}}}",
    "http: {services: {s: {weighted: {services: [{name: b, weight: 0}], sticky: {cookie: {}}}}}}",
    "http: {middlewares: {m: {headers: {customRequestHeaders: {B: b, A: '', a.b: 1}}}}}",
    "http: {middlewares: {b: {compress: {}}, a: {stripPrefix: {prefixes: [/a]}}, constructor: {chain: {middlewares: [a]}}}}",
    "http: {services: {s: {loadBalancer: {healthCheck: {path: /, interval: 1m30s, timeout: 3}}}}}",
    "tls: {certificates: [{certFile: a, keyFile: b}], options: {default: {minVersion: VersionTLS12}}}",
    "tcp: {routers: {r: {rule: HostSNI(`*`), tls: {passthrough: true}}}}\nudp: {services: {s: {loadBalancer: {servers: [{address: a}]}}}}",
  ])("%s", (text) => expect(isSimple(text)).toBe(true));
});

describe("what is left to the full way", () => {
  it.each([
    "http: ~",
    "http: {}",
    "http: x",
    "htp: {}",
    "HTTP: {routers: {r: {rule: a}}}",
    "http: {routers: ~}",
    "http: {routers: {}}",
    "http: {routers: {r: ~}}",
    "http: {routers: {r: {}}}",
    "http: {routers: {r: x}}",
    "http: {routers: {r: {Rule: a}}}",
    "http: {routers: {r: {rule: a, Rule: b}}}",
    "http: {routers: {r: {rul: a}}}",
    "http: {routers: {r: {rule: ~}}}",
    "http: {routers: {r: {rule: [a]}}}",
    "http: {routers: {r: {rule: 2001-12-14}}}",
    "http: {routers: {r: {priority: x}}}",
    "http: {routers: {r: {priority: 99999999999999999999}}}",
    "http: {routers: {r: {tls: true}}}",
    "http: {routers: {r: {entryPoints: web}}}",
    "http: {routers: {r: {entryPoints: []}}}",
    "http: {routers: {r: {entryPoints: [~]}}}",
    "http: {routers: {r: {entryPoints: [a║b]}}}",
    "http: {routers: {r: {entryPoints: [{a: b}]}}}",
    "http: {services: {s: {loadBalancer: {servers: [{}]}}}}",
    "http: {services: {s: {loadBalancer: {servers: {url: a}}}}}",
    "http: {middlewares: {m: {headers: {customRequestHeaders: {a: {b: c}}}}}}",
    "http: {middlewares: {m: {plugin: {p: {a: b}}}}}",
  ])("%s", (text) => expect(isSimple(text)).toBe(false));
});

test("nearly all shipped files are decoded the simple way", () => {
  const files = readdirSync("envs", { recursive: true, encoding: "utf8" }).filter((file) =>
    /conf\.d.*\.yaml$/.test(file),
  );
  const simple = files.filter((file) => isSimple(readFileSync(join("envs", file), "utf8")));
  expect(files.length).toBeGreaterThan(15);
  expect(simple.length).toBeGreaterThan(files.length * 0.7);
});

test("recorded files come to the same both ways", () => {
  const recorded = new URL("../../vectors/loading.json", import.meta.url);
  const vectors: readonly { readonly files: Record<string, string> }[] = JSON.parse(
    readFileSync(recorded, "utf8"),
  );
  const files = vectors.flatMap(({ files: all }) => Object.entries(all));
  const simple = files.filter(([path, text]) =>
    isSimple(text, { format: path.endsWith(".toml") ? "toml" : "yaml" }),
  );
  expect(simple.length).toBeGreaterThan(100);
});

test.each(
  VERSIONS.flatMap((version) => (["dynamic", "static"] as const).map((name) => [version, name] as const)),
)("random shapes of %s, %s, come to the same both ways", (version, name) => {
  const random = seeded(20261129);
  const { root } = configurationSchema(version, name);
  let simple = 0;
  for (let count = 0; count < 1_500; count++) {
    if (isSimple(randomShape(root, random), { version, name })) simple++;
  }
  expect(simple).toBeGreaterThan(15);
});
