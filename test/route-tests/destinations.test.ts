import { expect, test } from "vitest";
import { readTests } from "../../src/route-tests/read-tests.ts";
import { runTests } from "../../src/route-tests/run-tests.ts";
import { routingTableOf } from "../../src/traefik/routes/routing-table.ts";
import { gatewayOf } from "../support/gateway-of.ts";

const ROUTERS = ["some-prefixed", "some-denied", "all-denied", "mirror-denied", "prefixed-too", "endless"];

const table = routingTableOf(
  gatewayOf({
    "traefik.yaml":
      'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
    "conf.d/services.yaml": `http:
  routers:
${ROUTERS.map((name) => `    ${name}: {rule: Host(\`${name}\`), service: ${name}}`).join("\n")}
  services:
    v1: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}
    prefixed: {middlewares: [prefix], loadBalancer: {servers: [{url: "http://10.0.0.2"}]}}
    denied: {middlewares: [deny], loadBalancer: {servers: [{url: "http://10.0.0.3"}]}}
    some-prefixed: {weighted: {services: [{name: v1}, {name: prefixed}]}}
    some-denied: {weighted: {services: [{name: v1}, {name: denied, weight: 3}]}}
    all-denied: {weighted: {services: [{name: denied}]}}
    mirror-denied: {mirroring: {service: v1, mirrors: [{name: denied, percent: 50}, {name: prefixed, percent: 10}]}}
    prefixed-too: {weighted: {services: [{name: prefixed}]}}
    endless: {weighted: {services: [{name: v1}, {name: pressed}]}}
    pressed: {middlewares: [c0], loadBalancer: {servers: [{url: "http://10.0.0.4"}]}}
  middlewares:
    prefix: {chain: {middlewares: [add, tell]}}
    add: {addPrefix: {prefix: /v2}}
    tell: {headers: {customRequestHeaders: {X-Version: "2"}}}
    deny: {ipAllowList: {sourceRange: [10.9.9.9]}}
${Array.from({ length: 40 }, (_, at) => `    c${at}: {chain: {middlewares: [c${at + 1}, c${at + 1}]}}\n`).join("")}    c40: {compress: {}}
`,
  }),
);

/** Why a request to such a host is not as expected; null: it is. */
function verdict(host: string, expected: string): string | null | undefined {
  const text = `tests:\n  - {request: "GET http://${host}/p", expect: {${expected}}}\n`;
  const file = readTests(Buffer.from(text));
  expect(file.faults).toEqual([]);
  return runTests(table, file)[0]?.message;
}

test.each([
  ["prefixed-too", "path: /v2/p, headers: {X-Version: 2}, split: {prefixed: 1}"],
  ["all-denied", "status: 403, service: all-denied"],
  ["some-prefixed", "split: {v1: 1, prefixed: 1}"],
  ["some-prefixed", "split: {prefixed: 50 %}"],
  ["some-prefixed", "split: {prefixed: 50%, v1: 3}"],
  ["some-prefixed", "split: {denied: 0 %}"],
  ["some-denied", "split: {v1: 25 %}"],
  ["some-denied", "path: /p, headers: {X-Version: null}"],
  ["mirror-denied", "mirrors: {prefixed: 10, denied: 0}, path: /p"],
])("%s: %s", (host, expected) => {
  expect(verdict(host, expected)).toBeNull();
});

test.each([
  ["prefixed-too", "split: {prefixed: 50 %}", "split is prefixed 100 %, not prefixed 50 %"],
  ["some-prefixed", "split: {prefixed: 1}", "split is v1 50 %, prefixed 50 %, not prefixed 100 %"],
  [
    "some-prefixed",
    "split: {prefixed: 40 %, v1: 1}",
    "split is v1 50 %, prefixed 50 %, not prefixed 40 %, v1 60 %",
  ],
  ["prefixed-too", "path: /p", "path is /v2/p, not /p"],
  [
    "all-denied",
    "split: {denied: 100}",
    "there is nothing to split: middleware deny refuses 127.0.0.1 (403)",
  ],
  ["some-prefixed", "path: /v2/p", "path is /p or /v2/p, not /v2/p"],
  ["some-prefixed", "headers: {X-Version: 2}", "header X-Version is not sent to the service"],
  ["some-prefixed", "headers: {X-Version: null}", "header X-Version is sent to the service"],
  ["some-prefixed", "headers: {X-Version: 3}", "header X-Version is not sent to the service"],
  ["prefixed-too", "headers: {X-Version: 3}", "header X-Version has another value at the service"],
  [
    "some-denied",
    "status: 403",
    "status is the service's: the request goes to the service; 75 % are answered with 403: middleware deny refuses 127.0.0.1 (403), not 403",
  ],
  [
    "some-denied",
    "split: {v1: 1, denied: 3}",
    "split is v1 25 %, 403 by denied 75 %, not v1 25 %, denied 75 %",
  ],
  [
    "endless",
    "service: endless, path: /p, split: {v1: 50 %}",
    "split is not known here: behind pressed, it passes too many middlewares to follow them further than the first 47153",
  ],
  ["mirror-denied", "mirrors: {denied: 50}", "denied gets copies of 0 %, not of 50 %"],
])("%s is not: %s", (host, expected, message) => {
  expect(verdict(host, expected)).toBe(message);
});

test("percentages beyond 100 are a mistake in the file", () => {
  const file = readTests(
    Buffer.from(`tests:
  - request: GET http://some-prefixed/
    expect:
      split: {v1: 135 %, prefixed: 15 %}
  - {request: "GET http://some-prefixed/", expect: {split: {v1: 33.4 %, v2: 33.3 %, v3: 33.3 %}}}
`),
  );
  expect(file.faults.map(({ range, says }) => [range.line, range.column, says])).toEqual([
    [4, 14, "the percentages add up to 150 %"],
  ]);
});
