import { describe, expect, it } from "vitest";
import { checkDynamic } from "../../../src/traefik/check/check-dynamic.ts";
import { JUDGE_FACTS } from "../../support/judge-facts.ts";
import { loadFiles } from "../../support/load-files.ts";

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");
const times = (count: number, name: string): string => Array.from({ length: count }, () => name).join(", ");

const HTTP = "http:\n  services: {s: {loadBalancer: {servers: [{url: http://10.0.0.1}]}}}\n  routers:\n";
const ROUTER = "    r: {rule: Host(`a`), service: s, middlewares: [m0]}\n";
const doubled = (depth: number): string =>
  `  middlewares:\n${many(depth, (index) => `    m${index}: {chain: {middlewares: [m${index + 1}, m${index + 1}]}}\n`)}    m${depth}: {stripPrefix: {prefixes: [/a]}}\n`;
const weighed = (depth: number): string =>
  `  services:\n${many(depth, (index) => `    s${index}: {weighted: {services: [{name: s${index + 1}}, {name: s${index + 1}}]}}\n`)}`;

/** The objects that are told, and of what else the environment is found guilty. */
function told(text: string): readonly (string | null)[] {
  const { configuration } = loadFiles({ "a.yaml": text }, { version: "3.7" });
  return checkDynamic(configuration!, JUDGE_FACTS, "3.7")
    .filter(({ severity }) => severity === "error")
    .map(({ rule, object }) => (rule === "built-too-often" ? object : rule));
}

describe("chains in chains", () => {
  it.each([
    ["as many as Traefik builds in a few seconds", 16, []],
    ["more than it has the memory for", 18, ["http.middlewares.m0"]],
    ["more than can be counted", 3000, ["http.middlewares.m2982"]],
  ])("%s", (_, depth, expected) => {
    expect(told(HTTP + ROUTER + doubled(depth))).toEqual(expected);
  });
  it("are built for every router anew", () => {
    const routers = (count: number): string =>
      many(count, (index) => `    r${index}: {rule: Host(\`a${index}\`), service: s, middlewares: [m0]}\n`);
    expect(told(HTTP + routers(10) + doubled(10))).toEqual([]);
    expect(told(HTTP + routers(100) + doubled(16))).toEqual(["http.routers.r0"]);
  });
  it("are not built where no router leads to them", () => {
    expect(told(HTTP + ROUTER.replace(", middlewares: [m0]", "") + doubled(40))).toEqual([]);
  });
  it("are built for a service of their own", () => {
    const text = HTTP.replace("{servers: [{url: http://10.0.0.1}]}", "$&, middlewares: [m0]");
    expect(told(text + ROUTER.replace(", middlewares: [m0]", "") + doubled(18))).toEqual([
      "http.middlewares.m0",
    ]);
    expect(told(text + ROUTER.replace(", middlewares: [m0]", "") + doubled(40))).toEqual([
      "http.middlewares.m22",
    ]);
  });
  it("that hold themselves are that mistake alone", () => {
    expect(told(`${HTTP + ROUTER}  middlewares: {m0: {chain: {middlewares: [m0, m0]}}}\n`)).toEqual([
      "middleware-loop",
      "broken-reference",
    ]);
  });
});

it("a long chain is built for every router anew", () => {
  const chain = `  middlewares: {c: {chain: {middlewares: [${times(20_000, "m")}]}}, m: {stripPrefix: {prefixes: [/a]}}}\n`;
  const routers = (count: number): string =>
    many(count, (index) => `    r${index}: {rule: Host(\`a${index}\`), service: s, middlewares: [c]}\n`);
  expect(told(HTTP + routers(200) + chain)).toEqual([]);
  expect(told(HTTP + routers(300) + chain)).toEqual(["http.routers.r0"]);
});

describe("services in services", () => {
  it("are built once in HTTP", () => {
    const text = `http:\n  routers: {r: {rule: Host(\`a\`), service: s0}}\n${weighed(40)}    s40: {loadBalancer: {servers: [{url: http://10.0.0.1}]}}\n`;
    expect(told(text)).toEqual([]);
  });
  it.each([
    ["tcp", 20],
    ["udp", 22],
  ])("are built at every place anew in %s", (protocol, deadly) => {
    const rule = protocol === "tcp" ? "rule: HostSNI(`*`), entryPoints: [web], " : "";
    const text = (depth: number): string =>
      `${protocol}:\n  routers: {r: {${rule}service: s0}}\n${weighed(depth)}    s${depth}: {loadBalancer: {servers: [{address: 10.0.0.1:1}]}}\n`;
    // served, and so after a change
    expect(told(text(deadly - 1))).toEqual([]);
    expect(told(text(deadly))).toEqual([`${protocol}.services.s0`]);
    expect(told(text(40))).toEqual([`${protocol}.services.s${40 - deadly}`]);
  });
});
