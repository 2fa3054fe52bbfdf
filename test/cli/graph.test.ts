import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hook, sandbox } from "../support/transcript.ts";

const box = sandbox({
  "envs/one/traefik.yaml":
    "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "envs/one/conf.d/a.yaml": `http:
  routers: { shop: { rule: "Host(\`shop\`)", service: shop } }
  services: { shop: { loadBalancer: { servers: [{ url: "http://10.0.0.1" }] } } }
`,
  "envs/broken/traefik.yaml": "entryPoints: {web: {address: ':8000'}}\n",
  "envs/broken/conf.d/a.yaml": "http: {routers: {shop: {rul: x}}}\n",
});
afterAll(box.remove);

const graph = (...args: string[]) => hook(["graph", ...args], { cwd: box.root });

test("Mermaid unless told otherwise; the environment of `sync` where none is named", async () => {
  const { stdout } = await graph("envs/one");
  expect(stdout).toContain('n2("<b>shop</b><br/>loadBalancer")');
  expect((await graph("--config-path", "envs/one")).stdout).toBe(stdout);
});

test("the ending of the file says how it is drawn", async () => {
  for (const [file, start] of [
    ["out.html", "<!doctype html>"],
    ["out.dot", "digraph"],
    ["out.json", '{\n  "version": 1'],
    ["out.mmd", "%% envs/one\nflowchart LR"],
  ] as const) {
    expect(await graph("envs/one", "--output", file)).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(box.root, file), "utf8").slice(0, start.length)).toBe(start);
  }
});

test("the page is whole in the bundle too", async () => {
  const { stdout } = await graph("envs/one", "--format", "html");
  expect(stdout).toContain('<script>"use strict"');
  expect(stdout).toContain("--ground");
});

test("what Traefik would not load has no graph", async () => {
  const { code, stdout, stderr } = await graph("envs/broken");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("validate tells why");
});

test("a format that there is not is a mistake of the call", async () => {
  expect(await graph("envs/one", "--format", "svg")).toMatchObject({ code: 2 });
});
