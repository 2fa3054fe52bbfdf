import { expect, test } from "vitest";
import { explainReport } from "../../../src/cli/report/explain.ts";
import { explanationOf } from "../../../src/explain/explanation.ts";
import { buildGraph } from "../../../src/graph/build-graph.ts";
import { arrivalOf } from "../../../src/explain/question.ts";
import { follow } from "../../../src/traefik/routes/follow.ts";
import { routingTableOf } from "../../../src/traefik/routes/routing-table.ts";
import { gatewayOf } from "../../support/gateway-of.ts";

const table = routingTableOf(
  gatewayOf({
    "traefik.yaml":
      'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
    "conf.d/services.yaml": `http:
  routers:
    shop: {rule: PathPrefix(\`/\`), service: shop}
    fast: {rule: PathPrefix(\`/fast\`), service: fast}
  services:
    shop: {mirroring: {service: versions, mirrors: [{name: denied, percent: 10}]}}
    versions: {weighted: {services: [{name: v1, weight: 6}, {name: v2, weight: 2}, {name: denied}, {name: empty}]}}
    v1: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}
    v2: {middlewares: [prefix], loadBalancer: {passHostHeader: false, servers: [{url: "http://10.0.0.2"}]}}
    fast: {loadBalancer: {strategy: leasttime, servers: [{url: "http://10.0.0.4", weight: 3}, {url: "http://10.0.0.5"}, {url: "http://10.0.0.6", weight: 0}]}}
    denied: {middlewares: [deny], loadBalancer: {servers: [{url: "http://10.0.0.3"}]}}
    empty: {loadBalancer: {servers: []}}
  middlewares:
    prefix: {addPrefix: {prefix: /v2}}
    deny: {ipAllowList: {sourceRange: [10.9.9.9]}}
`,
  }),
);
const question = { method: "GET", url: "http://a.test/p" };

function journeyOf(url = question.url) {
  const asked = arrivalOf({ ...question, url }, table);
  if (!asked.ok) throw new Error(asked.fault.says);
  return follow(table, asked.arrival);
}

test("says of each way behind the service what happens there", () => {
  const [, end = ""] = explainReport(table, question, journeyOf(), false).split("where it ends\n");
  expect(end).toMatchInlineSnapshot(`
    "  service shop
         60 %  v1  as a.test/p
             60 %  http://10.0.0.1
         20 %  v2  as a.test/v2/p
          1 prefix  adds /v2: the path is /v2/p
             20 %  http://10.0.0.2  as 10.0.0.2/v2/p
         10 %  denied
          1 deny  refuses 127.0.0.1 (403)
          the gateway answers 403
         10 %  empty
          no server: Traefik answers 503
         10 % copies  denied
          1 deny  refuses 127.0.0.1 (403)
          the gateway answers 403
    "
  `);
});

test("the document says it too", () => {
  const { status, path, steps, leaves } = explanationOf(table.gateway, journeyOf());
  expect({ status, path, steps }).toEqual({ status: null, path: null, steps: [] });
  expect(leaves.map((leaf) => JSON.stringify(leaf)).join("\n")).toMatchInlineSnapshot(`
    "{"service":"v1","probability":0.6,"role":"answers","status":null,"redirect":null,"reason":null,"steps":[],"servers":[{"address":"http://10.0.0.1","share":1,"host":"a.test","path":"/p"}]}
    {"service":"v2","probability":0.2,"role":"answers","status":null,"redirect":null,"reason":null,"steps":[{"middleware":"prefix","does":"adds /v2: the path is /v2/p"}],"servers":[{"address":"http://10.0.0.2","share":1,"host":"10.0.0.2","path":"/v2/p"}]}
    {"service":"denied","probability":0.1,"role":"answers","status":403,"redirect":null,"reason":"middleware deny refuses 127.0.0.1 (403)","steps":[{"middleware":"deny","does":"refuses 127.0.0.1 (403)"}],"servers":[]}
    {"service":"empty","probability":0.1,"role":"answers","status":503,"redirect":null,"reason":"no server gets what goes to service empty","steps":[],"servers":[]}
    {"service":"denied","probability":0.1,"role":"copies","status":403,"redirect":null,"reason":"middleware deny refuses 127.0.0.1 (403)","steps":[{"middleware":"deny","does":"refuses 127.0.0.1 (403)"}],"servers":[]}"
  `);
});

test("where the fastest server gets a request, it is chance which", () => {
  const journey = journeyOf("http://a.test/fast");
  const [, end = ""] = explainReport(table, question, journey, false).split("where it ends\n");
  expect(end).toMatchInlineSnapshot(`
    "  service fast  as a.test/fast
          ≤ 100 %  http://10.0.0.4
          ≤ 100 %  http://10.0.0.5
              0 %  http://10.0.0.6
      ! fast sends a request to the server that answers fastest: it is chance which one gets it
    "
  `);
  const { chance, leaves } = explanationOf(table.gateway, journey);
  expect(chance).toMatchInlineSnapshot(
    `"fast sends a request to the server that answers fastest: it is chance which one gets it"`,
  );
  expect(leaves[0]?.servers.map(({ share }) => share)).toEqual([null, null, 0]);
  const labels = buildGraph("", table.gateway).edges.filter(({ from }) => from === "http.services.fast@file");
  expect(labels.map(({ label }) => label)).toEqual(["", "", "0 %"]);
});

test("of many ways and many middlewares tells some, and how many are left out", () => {
  const names = Array.from({ length: 130 }, (_, at) => `v${at}`);
  const many = routingTableOf(
    gatewayOf({
      "traefik.yaml":
        'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
      "conf.d/services.yaml": `http:
  routers: {r: {rule: PathPrefix(\`/\`), service: all, middlewares: [${names.join(", ")}]}}
  services:
    all: {weighted: {services: [${names.map((name) => `{name: ${name}}`).join(", ")}]}}
${names.map((name) => `    ${name}: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}\n`).join("")}  middlewares:
${names.map((name) => `    ${name}: {compress: {}}\n`).join("")}`,
    }),
  );
  const asked = arrivalOf(question, many);
  if (!asked.ok) throw new Error(asked.fault.says);
  const lines = explainReport(many, question, follow(many, asked.arrival), false).split("\n");
  expect(lines.filter((line) => line.includes("…"))).toEqual([
    "  … 30 more",
    "  … 30 more, of which --format json tells",
  ]);
  expect(lines.filter((line) => line.includes("compresses"))).toHaveLength(100);
});
