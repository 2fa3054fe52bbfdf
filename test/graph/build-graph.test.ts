import { describe, expect, test } from "vitest";
import type { Graph, GraphNode } from "../../src/graph/graph.ts";
import { layOutGraph } from "../../src/graph/layout.ts";
import { partOf } from "../../src/graph/part.ts";
import { graphOf } from "./environment.ts";

/** Every edge as `from -label-> to`, by the names that people know, sorted. */
function ways({ nodes, edges }: Graph): string[] {
  const names = new Map(nodes.map(({ id, name, kind }) => [id, `${kind} ${name}`]));
  const told = edges.map(({ from, to, label, isMain }) => {
    const arrow = isMain ? "->" : "~>";
    return `${names.get(from)} ${label === "" ? "" : `-${label}`}${arrow} ${names.get(to)}`;
  });
  return told.toSorted();
}

function node({ nodes }: Graph, name: string): GraphNode | undefined {
  return nodes.find((one) => one.name === name);
}

const CANARY = `http:
  routers:
    shop: { rule: "Host(\`shop\`)", middlewares: [public, retry], service: canary }
    shop-api: { rule: "Host(\`shop\`) && Path(\`/api\`)", middlewares: [retry], service: canary }
    broken: { rule: "Host(\`b\`)", service: nowhere }
  middlewares:
    public: { chain: { middlewares: [pages, gzip] } }
    pages: { errors: { status: ["500-599"], service: sorry, query: "/{status}" } }
    gzip: { compress: {} }
    retry: { retry: { attempts: 2 } }
    unused: { stripPrefix: { prefixes: [/x] } }
  services:
    canary: { weighted: { services: [{ name: v1, weight: 9 }, { name: v2@docker, weight: 1 }] } }
    v1: { loadBalancer: { servers: [{ url: "http://user:hidden@10.0.0.1" }, { url: "http://10.0.0.2", weight: 3 }], healthCheck: { path: /, interval: 10s } } }
    sorry: { failover: { service: v1, fallback: copy } }
    copy: { mirroring: { service: v1, mirrors: [{ name: v2@docker, percent: 10 }] } }
`;

describe("the graph of an environment", () => {
  const graph = graphOf(CANARY);

  test("leads from entry points to servers, in the order in which a request goes", () => {
    expect(ways(graph)).toEqual([
      "entryPoint web -redirects to https~> entryPoint websecure",
      "entryPoint websecure -> router broken",
      "entryPoint websecure -> router shop",
      "entryPoint websecure -> router shop-api",
      "middleware public -> middleware retry",
      "middleware public -status 500-599~> service sorry",
      "middleware retry -> service canary",
      "router broken -> service nowhere",
      "router shop -> middleware public",
      "router shop-api -> middleware retry",
      "service canary -10 %-> service v2@docker",
      "service canary -90 %-> service v1",
      "service copy -> service v1",
      "service copy -mirror 10 %~> service v2@docker",
      "service sorry -> service v1",
      "service sorry -fallback~> service copy",
      "service v1 -25 %-> server http://(secret)@10.0.0.1",
      "service v1 -75 %-> server http://10.0.0.2",
    ]);
  });

  test("marks what is not served, what does not exist, and what only another provider knows", () => {
    expect(node(graph, "broken")).toMatchObject({ state: "disabled", file: "conf.d/routes.yaml", line: 5 });
    expect(node(graph, "broken")?.problem).toContain('the service "nowhere@file" does not exist');
    expect(node(graph, "nowhere")).toMatchObject({ state: "missing" });
    expect(node(graph, "v2@docker")).toMatchObject({ state: "elsewhere" });
    expect(node(graph, "shop")).toMatchObject({ state: "enabled", problem: null });
  });

  test("shows a chain as one middleware, and what nobody uses", () => {
    expect(node(graph, "public")?.detail).toBe("pages → gzip");
    expect(node(graph, "gzip")).toBeUndefined();
    expect(node(graph, "unused")).toMatchObject({ kind: "middleware", detail: "stripPrefix" });
  });

  test("holds no password", () => {
    expect(JSON.stringify(graph)).not.toContain("hidden");
  });

  test("can be cut down to what is on the way of a search", () => {
    const part = partOf(graph, "shop-api router");
    expect(part.nodes.map(({ name }) => name).toSorted()).toEqual(
      [
        "http://(secret)@10.0.0.1",
        "http://10.0.0.2",
        "canary",
        "retry",
        "shop-api",
        "v1",
        "v2@docker",
        "web",
        "websecure",
      ].toSorted(),
    );
  });
});

test("streams have their own entry points, services and middlewares", () => {
  const graph = graphOf(`tcp:
  routers: { mqtt: { rule: "HostSNI(\`*\`)", service: mqtt, middlewares: [office] } }
  middlewares: { office: { ipAllowList: { sourceRange: [10.0.0.0/8] } } }
  services: { mqtt: { loadBalancer: { servers: [{ address: "10.0.0.1:1883" }] } } }
udp:
  routers: { dns: { service: dns } }
  services: { dns: { weighted: { services: [{ name: one, weight: 1 }] } }, one: { loadBalancer: { servers: [{ address: "10.0.0.1:53" }] } } }
`);
  expect(ways(graph).filter((way) => !way.includes("redirects"))).toEqual([
    "entryPoint dns -> router dns",
    "entryPoint websecure -> router mqtt",
    "middleware office -> service mqtt",
    "router dns -> service dns",
    "router mqtt -> middleware office",
    "service dns -100 %-> service one",
    "service mqtt -> server 10.0.0.1:1883",
    "service one -> server 10.0.0.1:53",
  ]);
});

test("routers with parents lead from parent to child; circles do not hang it", () => {
  const graph = graphOf(`http:
  routers:
    root: { rule: "Host(\`a\`)", middlewares: [auth] }
    child: { rule: "Path(\`/a\`)", parentRefs: [root], service: loop }
  middlewares:
    auth: { chain: { middlewares: [auth] } }
  services:
    loop: { weighted: { services: [{ name: loop, weight: 1 }] } }
`);
  expect(ways(graph)).toContain("middleware auth -> router child");
  expect(ways(graph)).toContain("service loop -100 %-> service loop");
  expect(node(graph, "loop")).toMatchObject({ state: "disabled" });
});

test("middlewares of a service stand before it, whatever leads there", () => {
  const graph = graphOf(`http:
  routers:
    shop: { rule: "Host(\`shop\`)", middlewares: [retry], service: canary }
    next: { rule: "Host(\`next\`)", service: v2 }
  middlewares:
    retry: { retry: { attempts: 2 } }
    prefix: { addPrefix: { prefix: /v2 } }
    deny: { ipAllowList: { sourceRange: [10.0.0.0/8] } }
    pages: { errors: { status: ["500"], service: v2, query: / } }
  services:
    canary: { middlewares: [pages], weighted: { services: [{ name: v1, weight: 9 }, { name: v2, weight: 1 }] } }
    v1: { loadBalancer: { servers: [{ url: "http://10.0.0.1" }] } }
    v2: { middlewares: [deny, prefix], loadBalancer: { servers: [{ url: "http://10.0.0.2" }] } }
`);
  expect(ways(graph).filter((way) => !way.includes("entryPoint"))).toEqual([
    "middleware deny -> middleware prefix",
    "middleware pages -> service canary",
    "middleware pages -status 500~> middleware deny",
    "middleware prefix -> service v2",
    "middleware retry -> middleware pages",
    "router next -> middleware deny",
    "router shop -> middleware retry",
    "service canary -10 %-> middleware deny",
    "service canary -90 %-> service v1",
    "service v1 -> server http://10.0.0.1",
    "service v2 -> server http://10.0.0.2",
  ]);
});

describe("what nobody could draw way by way", () => {
  const many = (count: number, line: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => line(at)).join("");
  const chains = many(40, (at) => `    c${at}: {chain: {middlewares: [c${at + 1}, c${at + 1}]}}\n`);

  test("chains that double at every level: each member once", () => {
    const graph = graphOf(`http:
  routers: {r: {rule: Path(\`/\`), service: end}}
  services: {end: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}
  middlewares:
    outer: {chain: {middlewares: [c39, c40, c40]}}
${chains}    c40: {compress: {}}
`);
    expect(node(graph, "outer")?.detail).toBe("c39 → c40");
  });

  test("chains, ten thousand levels deep", () => {
    const deep = many(10_000, (at) => `    c${at}: {chain: {middlewares: [c${at + 1}]}}\n`);
    const graph = graphOf(`http:
  middlewares:
    outer: {chain: {middlewares: [c0]}}
${deep}    c10000: {compress: {}}
`);
    expect(node(graph, "outer")?.detail).toMatch(/^c0 → c1 → .* → c10000$/);
  });

  test("services, ten thousand levels deep", () => {
    const services = many(10_000, (at) => `    s${at}: {weighted: {services: [{name: s${at + 1}}]}}\n`);
    const { nodes, edges } = graphOf(`http:
  routers: {r: {rule: Path(\`/\`), service: s0}}
  services:
${services}    s10000: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}
`);
    expect(nodes.filter(({ kind }) => kind === "service")).toHaveLength(10_001);
    expect(edges.filter(({ from }) => from === "http.services.s9999@file")).toHaveLength(1);
    expect(layOutGraph(nodes, edges).columns).toHaveLength(10_004);
  });

  test("a router with thousands of middlewares: what is behind each is told in short", () => {
    const names = Array.from({ length: 3000 }, (_, at) => `m${at}`);
    const { nodes } = graphOf(`http:
  routers: {r: {rule: Path(\`/\`), service: end, middlewares: [${names.join(", ")}]}}
  services: {end: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}
  middlewares:
${names.map((name) => `    ${name}: {compress: {}}\n`).join("")}`);
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(nodes.length);
    expect(Math.max(...ids.map(({ length }) => length))).toBeLessThan(1100);
  });
});
