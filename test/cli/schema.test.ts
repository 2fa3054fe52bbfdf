import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hook } from "../support/transcript.ts";

const KINDS = ["static", "dynamic", "tests"] as const;
const check: Partial<Record<(typeof KINDS)[number], ValidateFunction>> = {};

beforeAll(async () => {
  for (const kind of KINDS) {
    const { stdout } = await hook(["schema", kind], { cwd: "." });
    check[kind] = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(stdout) as object);
  }
});

const files = readdirSync("envs", { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".yaml"),
);

test.each(files)("the shipped envs/%s is right in an editor", (name) => {
  const kind = name.endsWith("traefik.yaml")
    ? "static"
    : name.endsWith("gateway.test.yaml")
      ? "tests"
      : "dynamic";
  const validate = check[kind];
  validate?.(parse(readFileSync(join("envs", name), "utf8")));
  expect(validate?.errors).toBeNull();
});

describe.each([
  ["static", "entryPoints: {web: {addres: ':80'}}", "addres"],
  ["static", "entrypoints: {web: {address: ':80'}}", "entrypoints"],
  ["dynamic", "http: {routers: {shop: {rule: Host(`a`), servise: s}}}", "servise"],
  ["dynamic", "http: {routers: {shop: 5}}", "type"],
  ["dynamic", "http: {services: {s: {loadBalancer: {passHostHeader: maybe}}}}", "enum"],
  // the loader takes any case, and fields of other providers: an editor offers what is documented
  ["dynamic", "http: {routers: {shop: {Rule: Host(`a`)}}}", "Rule"],
  ["dynamic", "http: {routers: {shop: {defaultRule: true}}}", "defaultRule"],
] as const)("%s %s", (kind, source, said) => {
  test("is marked", () => {
    expect(check[kind]?.(parse(source))).toBe(false);
    expect(JSON.stringify(check[kind]?.errors)).toContain(said);
  });
});

test("anchors may stand at the root below x-", () => {
  const source = "x-shared: &m [a]\nhttp: {routers: {shop: {rule: Host(`a`), service: s, middlewares: *m}}}";
  expect(check.dynamic?.(parse(source))).toBe(true);
});
