import { describe, expect, test } from "vitest";
import { percent } from "../../../src/percent.ts";
import { follow } from "../../../src/traefik/routes/follow.ts";
import { partThrough } from "../../../src/traefik/routes/destinations.ts";
import type { Passage } from "../../../src/traefik/routes/journey.ts";
import { routingTableOf } from "../../../src/traefik/routes/routing-table.ts";
import { gatewayOf } from "../../support/gateway-of.ts";

const LEVELS = 40;

/** One line for each level, which knows its own number and the name of what comes below. */
const levels = (line: (at: number, next: string) => string, count = LEVELS): string =>
  Array.from({ length: count }, (_, at) => line(at, at === count - 1 ? "end" : `s${at + 1}`)).join("");

const END = `
    end: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}`;
const MIDDLEWARES = `
  middlewares:
    press: {compress: {}}
    guess: {contentType: {}}
    left: {addPrefix: {prefix: /l}}
    right: {addPrefix: {prefix: /r}}
    deny: {ipAllowList: {sourceRange: [10.9.9.9]}}
    pages: {errors: {status: ["403"], service: end, statusRewrites: {"403": 410}}}`;

/** What becomes of a request to service `s0`. */
function passage(services: string, more = MIDDLEWARES): Passage {
  const gateway = gatewayOf({
    "traefik.yaml":
      'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
    "conf.d/a.yaml": `http:\n  routers: {r: {rule: Path(\`/\`), service: s0}}\n  services:${services}${END}${more}\n`,
  });
  const http = { method: "GET", host: "a.test", target: "/", headers: [] };
  const arrival = { entryPoint: "web", tls: null, clientIp: "10.1.1.1", http };
  return follow(routingTableOf(gateway), arrival).passage();
}

function told({ destinations }: Passage): readonly string[] {
  return destinations.map(
    ({ service, role, probability }) => `${percent(probability)} ${role} ${service.label}`,
  );
}

/** Two services on every level, each of which leads twice to the next level. */
const diamonds = (one = "", other = ""): string =>
  levels(
    (at, next) => `
    s${at}: {weighted: {services: [{name: a${at}}, {name: b${at}, weight: 3}]}}
    a${at}: {${one}weighted: {services: [{name: ${next}}, {name: ${next}, weight: 2}]}}
    b${at}: {${other}weighted: {services: [{name: ${next}}, {name: ${next}}]}}`,
  );

describe("services that double at every level", () => {
  test("weights", () => {
    const { passed, ...found } = passage(diamonds());
    expect(told({ passed, ...found })).toEqual(["100 % answers end"]);
    expect(partThrough(passed, "b20", "answers")).toBeCloseTo(0.75, 12);
    expect(partThrough(passed, "end", "answers")).toBeCloseTo(1, 12);
    expect(partThrough(passed, "end", "copies")).toBe(0);
  });

  test("mirrors", () => {
    const found = passage(
      levels(
        (at, next) =>
          `\n    s${at}: {mirroring: {service: ${next}, mirrors: [{name: m${at}, percent: 50}]}}` +
          `\n    m${at}: {mirroring: {service: ${next}, mirrors: [{name: ${next}, percent: 50}]}}`,
        3,
      ),
    );
    // each level makes three quarters more of a request
    expect(told(found)).toEqual(["100 % answers end", percent(1.75 ** 3 - 1).concat(" copies end")]);
  });

  test("failovers", () => {
    const found = passage(
      levels(
        (at, next) =>
          `\n    s${at}: {failover: {service: ${next}, fallback: ${next}, errors: {status: ["${400 + at}"]}}}`,
      ),
    );
    expect(told(found)).toEqual(["100 % answers end", "100 % fallback end"]);
  });

  test("middlewares that leave the request as it was", () => {
    const found = passage(diamonds("middlewares: [press], ", "middlewares: [guess], "));
    expect(told(found)).toEqual(["100 % answers end"]);
    expect(found.destinations[0]?.steps).toBeNull();
    expect(partThrough(found.passed, "b20", "answers")).toBeCloseTo(0.75, 12);
  });

  test("middlewares that catch the answer on some of the ways", () => {
    const found = passage(
      levels((at, next) => {
        const below = next === "end" ? "shut" : next;
        if (at === 0)
          return `
    s0: {weighted: {services: [{name: caught}, {name: s1, weight: 3}]}}
    caught: {middlewares: [pages], weighted: {services: [{name: s1}]}}
    shut: {middlewares: [deny], loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}`;
        return `
    s${at}: {weighted: {services: [{name: a${at}}, {name: b${at}}]}}
    a${at}: {middlewares: [press], weighted: {services: [{name: ${below}}]}}
    b${at}: {middlewares: [guess], weighted: {services: [{name: ${below}}]}}`;
      }),
    );
    expect(
      found.destinations.map(({ probability, steps, answer }) => [probability, steps, answer?.status]),
    ).toEqual([
      [0.25, null, 410],
      [0.75, null, 403],
    ]);
  });

  test("middlewares that make another request of it on every way", () => {
    const { destinations } = passage(diamonds("middlewares: [left], ", "middlewares: [right], "));
    const lost = destinations.filter(({ unknown }) => unknown !== null);
    const sum = destinations.reduce((all, { probability }) => all + probability, 0);
    expect(sum).toBeCloseTo(1, 9);
    expect(new Set(lost.map(({ unknown }) => unknown))).toEqual(
      new Set(["there are too many ways to follow all of them"]),
    );
  });
});

test("long headers, one more at every level", () => {
  const text = "x".repeat(1000);
  const headers = levels(
    (at) =>
      `\n    a${at}: {headers: {customRequestHeaders: {X-${at}: a${text}}}}` +
      `\n    b${at}: {headers: {customRequestHeaders: {X-${at}: b${text}}}}`,
  );
  const services = levels(
    (at, next) =>
      `\n    s${at}: {weighted: {services: [{name: a${at}}, {name: b${at}}]}}` +
      `\n    a${at}: {middlewares: [a${at}], weighted: {services: [{name: ${next}}]}}` +
      `\n    b${at}: {middlewares: [b${at}], weighted: {services: [{name: ${next}}]}}`,
  );
  const began = performance.now();
  const { destinations } = passage(services, `\n  middlewares:${headers}`);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(destinations.length).toBeGreaterThan(10);
});

test("different ways to the same service are told apart by what they do to the request", () => {
  const { destinations } = passage(`
    s0: {weighted: {services: [{name: l}, {name: r}, {name: p}, {name: q, weight: 5}]}}
    l: {middlewares: [left], weighted: {services: [{name: end}]}}
    r: {middlewares: [right], weighted: {services: [{name: end}]}}
    p: {middlewares: [press], weighted: {services: [{name: end}]}}
    q: {middlewares: [press], weighted: {services: [{name: end}]}}`);
  expect(
    destinations.map(({ service, probability, sent, steps }) => [
      service.label,
      probability,
      sent?.uri,
      steps?.map(({ middleware }) => middleware.label),
    ]),
  ).toEqual([
    ["end", 0.125, "/l/", ["left"]],
    ["end", 0.125, "/r/", ["right"]],
    ["end", 0.75, "/", ["press"]],
  ]);
});

test("what is nested deeper than it is judged is not known", () => {
  const deep = levels(
    (at, next) => `\n    s${at}: {weighted: {services: [{name: ${next}}, {name: ${next}}]}}`,
    2000,
  );
  expect(passage(deep).destinations.map(({ service, unknown }) => [service.label, unknown])).toEqual([
    ["s400", "it is nested too deep to be followed here"],
  ]);
});

test("ten thousand services", () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `l${at}`);
  const found = passage(
    `\n    s0: {weighted: {services: [${names.map((name) => `{name: ${name}}`).join(", ")}]}}` +
      names.map((name) => `\n    ${name}: {weighted: {services: [{name: end}]}}`).join(""),
  );
  expect(told(found)).toEqual(["100 % answers end"]);
  expect(partThrough(found.passed, "l77", "answers")).toBe(0.0001);
});

describe("chains that double at every level", () => {
  const chains = (leaf: string, count = LEVELS): string =>
    `\n  middlewares:${levels((at) => `\n    c${at}: {chain: {middlewares: [c${at + 1}, c${at + 1}]}}`, count)}\n    c${count}: ${leaf}`;
  const behind = "\n    s0: {middlewares: [c0], loadBalancer: {servers: [{url: http://10.0.0.2}]}}";

  test("are followed as far as Traefik builds them at all", () => {
    const { steps, end } = passage(behind, chains("{compress: {}}", 12));
    expect([steps.length, end.kind]).toEqual([4096, "service"]);
  });

  test.each(["{compress: {}}", "{addPrefix: {prefix: /a}}", "{replacePath: {path: /a}}"])("%s", (leaf) => {
    const { steps, end, destinations } = passage(behind, chains(leaf));
    expect([end, destinations]).toEqual([
      {
        kind: "unknown",
        says: `it passes too many middlewares to follow them further than the first ${steps.length}`,
      },
      [],
    ]);
  });

  test("behind another service", () => {
    const { destinations } = passage(
      "\n    s0: {weighted: {services: [{name: end}, {name: s1}]}}\n    s1: {middlewares: [c0], loadBalancer: {servers: [{url: http://10.0.0.2}]}}",
      chains("{compress: {}}"),
    );
    expect(destinations.map(({ service, unknown }) => [service.label, unknown?.slice(0, 35)])).toEqual([
      ["end", undefined],
      ["s1", "it passes too many middlewares to f"],
    ]);
  });
});

test("routers below routers, each below both of the level above", () => {
  const routers = Array.from({ length: LEVELS }, (_, at) =>
    ["a", "b"].map(
      (name) =>
        `    ${name}${at}: {rule: Path(\`/\`)${at === 0 ? "" : `, parentRefs: [a${at - 1}, b${at - 1}]`}${at === LEVELS - 1 ? ", service: end" : ""}}\n`,
    ),
  )
    .flat()
    .join("");
  const gateway = gatewayOf({
    "traefik.yaml":
      'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
    "conf.d/a.yaml": `http:\n  routers:\n${routers}  services:${END}\n`,
  });
  const table = routingTableOf(gateway);
  const http = { method: "GET", host: "a.test", target: "/", headers: [] };
  const journey = follow(table, { entryPoint: "web", tls: null, clientIp: "10.1.1.1", http });
  expect([journey.parents.length, journey.router?.label]).toEqual([LEVELS - 1, `a${LEVELS - 1}`]);
});
