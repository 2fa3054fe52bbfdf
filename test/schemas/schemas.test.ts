import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { VERSIONS } from "../../src/traefik/versions.ts";
import { fieldsOf, readSchema } from "./fields-of.ts";

const WORDS = [
  "x-traefik-version",
  "x-traefik-module",
  "x-go-name",
  "x-go-type",
  "x-allow-empty",
  "x-hidden",
  "x-sets-defaults",
];
const FORMATS = ["go-int64", "go-int32", "go-float", "go-duration"];

async function compile(minor: string, kind: string) {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  for (const word of WORDS) ajv.addKeyword(word);
  for (const format of FORMATS) ajv.addFormat(format, true);
  return ajv.compile(await readSchema(minor, kind));
}

describe.each(VERSIONS.flatMap((minor) => ["dynamic", "static"].map((kind) => [minor, kind] as const)))(
  "schema %s %s",
  (minor, kind) => {
    it("compiles in strict mode, with nothing but its own words declared", async () => {
      await expect(compile(minor, kind)).resolves.toBeTypeOf("function");
    });

    it("tells structs without a field from plain values", async () => {
      const { $defs } = await readSchema(minor, kind);
      const structs = Object.entries($defs).filter(([, { properties }]) => properties !== undefined);
      expect(structs.map(([name]) => name)).toEqual(Object.keys($defs).filter((name) => name.includes(".")));
    });
  },
);

describe("raw and normalised documents", () => {
  const compiled = compile("3.7", "dynamic");

  it.each([
    ["nothing", {}],
    ["an unknown root key", { pilot: { token: "x" } }],
    ["a null section", { http: null }],
    ["numbers, and numbers as text", { http: { routers: { a: { priority: 5 }, b: { priority: "5" } } } }],
    ["an empty tls", { http: { routers: { a: { tls: {} } } } }],
    ["tls as a word", { http: { routers: { a: { tls: true }, b: { tls: "" } } } }],
    ["an empty object, a plain one", { http: { routers: { a: {}, b: "x" } } }],
    ["one text for a list", { http: { routers: { a: { entryPoints: "web,websecure" } } } }],
    ["a plugin", { http: { middlewares: { a: { plugin: { p: { any: [1, { thing: null }] } } } } } }],
  ])("accepts %s", async (_, document) => {
    const validate = await compiled;
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  it.each([
    [
      "an unknown field",
      { http: { routers: { a: { servise: "x" } } } },
      "/http/routers/a",
      "additionalProperties",
    ],
    ["an empty section", { http: {} }, "/http", "minProperties"],
    ["no routers", { http: { routers: {} } }, "/http/routers", "minProperties"],
    [
      "a word for a struct",
      { http: { routers: { a: { observability: "x" } } } },
      "/http/routers/a/observability",
      "type",
    ],
    ["no integer", { http: { routers: { a: { priority: "5.0" } } } }, "/http/routers/a/priority", "pattern"],
    [
      "no boolean",
      { tls: { stores: { a: { defaultGeneratedCert: { resolver: {} } } } } },
      "/tls/stores/a/defaultGeneratedCert/resolver",
      "type",
    ],
    ["yes", { tls: { options: { a: { sniStrict: "yes" } } } }, "/tls/options/a/sniStrict", "enum"],
  ])("refuses %s with one error, at its place", async (_, document, instancePath, keyword) => {
    const validate = await compiled;
    validate(document);
    expect(validate.errors).toMatchObject([{ instancePath, keyword }]);
  });
});

describe("defaults", () => {
  it.each([
    ["dynamic", "http.services.*.loadBalancer.passHostHeader", true],
    ["dynamic", "http.services.*.loadBalancer.healthCheck.interval", "30s"],
    ["dynamic", "http.services.*.weighted.services[].weight", 1],
    ["dynamic", "http.services.*.mirroring.maxBodySize", -1],
    ["dynamic", "http.middlewares.*.compress.encodings", ["gzip", "br", "zstd"]],
    ["dynamic", "http.middlewares.*.rateLimit.burst", 1],
    ["static", "entryPoints.*.transport.respondingTimeouts.idleTimeout", "3m0s"],
    ["static", "providers", { providersThrottleDuration: "2s" }],
    ["static", "certificatesResolvers.*.acme.storage", "acme.json"],
  ])("of %s %s", async (kind, path, value) => {
    expect(fieldsOf(await readSchema("3.7", kind)).get(path)?.default).toEqual(value);
  });
});
