import { Ajv } from "ajv";
import fastGlob from "fast-glob";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readTests } from "../../src/route-tests/read-tests.ts";
import { ROUTE_TESTS_SCHEMA } from "../../src/route-tests/schema.ts";

const valid = new Ajv({ allowUnionTypes: true }).compile(ROUTE_TESTS_SCHEMA);
const shipped = await fastGlob("envs/**/gateway.test.yaml");

/** One test with these members, in a file. */
const one = (members: string): string => `tests:\n  - {${members}}\n`;
const ASKS = "request: GET http://a/";

test.each([
  ...shipped.map((file) => [file, readFileSync(file, "utf8")]),
  ["a list of requests", one(`request: [GET http://a/, "tls://b:8443"], expect: {router: null}`)],
  [
    "every part of a request",
    one(
      `${ASKS}, name: x, headers: {A: [b, c], D: 1}, from: "::1", entryPoint: web, serverName: b, alpn: [h2], expect: {status: 404}`,
    ),
  ],
  [
    "every part of an answer",
    one(
      `${ASKS}, expect: {router: a, middlewares: [b], service: c, split: {d: 1, e: 50 %}, mirrors: {f: 5}, redirect: "http://b/", status: 301, closed: false, path: /x, host: y, headers: {A: b, C: null}}`,
    ),
  ],
  ["defaults", `defaults: {from: 10.0.0.1, headers: {A: b}}\n${one(`${ASKS}, expect: {router: a}`)}`],
])("schema and reader take: %s", (_, text = "") => {
  expect(readTests(Buffer.from(text)).faults).toEqual([]);
  expect(valid(parse(text)), JSON.stringify(valid.errors)).toBe(true);
});

test.each([
  ["no tests", "defaults: {}\n"],
  ["an empty list of tests", "tests: []\n"],
  ["no method", one('request: "G@T http://a/", expect: {router: a}')],
  ["another member", "tests: []\ntest: []\n"],
  ["no request", one("expect: {router: a}")],
  ["no expectation", one(ASKS)],
  ["an empty one", one(`${ASKS}, expect: {}`)],
  ["an unknown member", one(`${ASKS}, expects: {router: a}, expect: {router: a}`)],
  ["an unknown expectation", one(`${ASKS}, expect: {ruter: a}`)],
  ["no URL", one("request: GET /cart, expect: {router: a}")],
  ["a number for a list", one(`${ASKS}, expect: {middlewares: 1}`)],
  ["a text for a weight", one(`${ASKS}, expect: {split: {a: much}}`)],
  ["a broken status", one(`${ASKS}, expect: {status: 404.5}`)],
  ["a text for a switch", one(`${ASKS}, expect: {closed: "true"}`)],
  ["more copies than requests", one(`${ASKS}, expect: {mirrors: {a: 300}}`)],
  ["a header with a blank", one(`${ASKS}, expect: {headers: {"a b": c}}`)],
  ["a header of the request with a blank", one(`${ASKS}, headers: {"a b": c}, expect: {router: a}`)],
  ["no status", one(`${ASKS}, expect: {status: 99}`)],
  ["a relative path", one(`${ASKS}, expect: {path: x}`)],
])("schema and reader refuse: %s", (_, text) => {
  expect(readTests(Buffer.from(text)).faults).not.toEqual([]);
  expect(valid(parse(text))).toBe(false);
});
