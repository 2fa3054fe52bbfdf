import { expect, test } from "vitest";
import { loadFiles } from "../../support/load-files.ts";

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

test("in a large configuration every mistake keeps its place", () => {
  const servers = lines(
    5000,
    (index) => `          - {${index === 4321 ? "adress" : "url"}: "http://h${index}"}\n`,
  );
  const routers = lines(3000, (index) => `    r${index}: {priority: ${index === 2999 ? "x" : index}}\n`);
  const text = `http:\n  routers:\n${routers}  services:\n    s:\n      loadBalancer:\n        servers:\n${servers}`;
  const { diagnostics } = loadFiles({ "a.yaml": text });
  expect(diagnostics).toMatchObject([
    { rule: "invalid-value", object: "http.routers.r2999", line: 3002 },
    { rule: "unknown-field", line: 3007 + 4321, column: 14 },
  ]);
  expect(diagnostics[1]?.message).toContain('"adress" in loadBalancer.servers[4321] of service s');
});

test("a large configuration without a mistake has none", () => {
  const middlewares = lines(
    4000,
    (index) => `    m${index}: {addPrefix: {prefix: /a}, headers: {stsSeconds: 1}}\n`,
  );
  const { diagnostics, configuration } = loadFiles({ "a.yaml": `http:\n  middlewares:\n${middlewares}` });
  expect(diagnostics).toEqual([]);
  expect(configuration?.objects["http.middlewares"].size).toBe(4000);
});

test("thousands of mistakes are told as one thousand", () => {
  const many = (line: (index: number) => string): number =>
    loadFiles({ "a.yaml": `http:\n  routers:\n${lines(20_000, line)}` }).diagnostics.length;
  expect(many((index) => `    r${index}: {priority: x}\n`)).toBe(1000);
  expect(many((index) => `    r${index}: {entryPoints: [~]}\n`)).toBe(1000);
  expect(many((index) => `    r${index}: {tls: }\n`)).toBe(1000);
  const { diagnostics } = loadFiles({ "a.yaml": lines(20_000, (index) => `key${index}: 1\n`) });
  expect(diagnostics.filter(({ rule }) => rule === "unknown-section")).toHaveLength(1000);
});

test("names joined from deep maps cannot exhaust the memory", () => {
  const depth = 2000;
  const key = "k".repeat(1000);
  const nested = lines(depth, () => `{${key}: "", a${key.slice(1)}: `) + "1" + "}".repeat(depth);
  const { diagnostics } = loadFiles({
    "a.yaml": `http: {middlewares: {m: {headers: {customRequestHeaders: ${nested}}}}}`,
  });
  expect(diagnostics.map(({ rule }) => rule)).toContain("file-too-large");
});

test("long names are cut in messages", () => {
  const name = "n".repeat(900);
  const { diagnostics } = loadFiles({ "a.yaml": `http: {routers: {${name}: {${name}x: 1}}}` });
  expect(diagnostics[0]?.message.length).toBeLessThan(300);
});
