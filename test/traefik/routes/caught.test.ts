import { describe, expect, test } from "vitest";
import { compareAnswer } from "../../../src/route-tests/compare-answer.ts";
import { follow } from "../../../src/traefik/routes/follow.ts";
import { routingTableOf } from "../../../src/traefik/routes/routing-table.ts";
import { gatewayOf } from "../../support/gateway-of.ts";

/** A request to a router with a middleware `rewrite`, which makes pages of answers with one of these statuses. */
function journey(router: string, rewrites: string, status = '"300-599"') {
  const gateway = gatewayOf({
    "traefik.yaml":
      'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
    "conf.d/a.yaml": `http:
  routers: {r: {rule: Path(\`/\`), ${router}}, below: {rule: Path(\`/other\`), service: end, parentRefs: [root]}}
  services: {end: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}, none: {loadBalancer: {servers: []}}}
  middlewares:
    rewrite: {errors: {status: [${status}], service: end, statusRewrites: {${rewrites}}}}
    again: {errors: {status: ["200-599"], service: none, statusRewrites: {"200": 451}}}
    deny: {ipAllowList: {sourceRange: [10.9.9.9]}}
    leave: {redirectRegex: {regex: .*, replacement: "http://x/"}}
`.replace("r: {rule: Path(`/`), root}", "root: {rule: Path(`/`), middlewares: [rewrite]}"),
  });
  const http = { method: "GET", host: "a.test", target: "/", headers: [] };
  const arrival = { entryPoint: "web", tls: null, clientIp: "10.1.1.1", http };
  return { gateway, journey: follow(routingTableOf(gateway), arrival) };
}

function end(router: string, rewrites: string, status?: string) {
  return journey(router, rewrites, status).journey.passage().end;
}

describe("what errors makes of an answer of Traefik's own", () => {
  const denied = "middlewares: [rewrite, deny], service: end";

  test.each([
    [denied, '"403": 200', 200],
    [denied, '"404": 200', 403],
    ["middlewares: [rewrite, leave], service: end", '"302": 200', 200],
    ["middlewares: [deny, rewrite], service: end", '"403": 200', 403],
    ["middlewares: [again, rewrite, deny], service: end", '"403": 200', 451],
    ["middlewares: [rewrite], service: none", '"503": 418', 418],
    ["root", '"404": 200', 200],
  ])("%s: %s", (router, rewrites, status) => {
    expect(end(router, rewrites)).toMatchObject({ kind: "answered", status, location: null });
  });

  test("which status is not among its own is not caught", () => {
    expect(end(denied, '"403": 200', '"500-599"')).toMatchObject({ status: 403 });
  });

  test("who answers in the end is told", () => {
    expect(end(denied, '"403": 200')).toMatchObject({
      says: "middleware deny refuses 10.1.1.1 (403); middleware rewrite answers instead, with a page of service end (200)",
    });
  });

  test.each(['"400-499": 201, "403": 202', '"403": 103', '"403": 1000'])("%s is not known", (rewrites) => {
    const says = "which status middleware rewrite makes of 403 is not known here";
    expect(end(denied, rewrites)).toEqual({ kind: "unknown", says });
  });

  test("two rewrites to the same status leave no doubt", () => {
    expect(end(denied, '"400-499": 201, "403": 201')).toMatchObject({ status: 201 });
  });

  test("where a page redirects to is not known", () => {
    const { gateway, journey: found } = journey(denied, '"403": 302');
    const compare = (redirect: string) => compareAnswer(gateway, found, { redirect }).map(({ says }) => says);
    expect(compareAnswer(gateway, found, { status: 302 })).toEqual([]);
    expect(compare("http://x/")[0]).toMatch(/^redirect is not known here: middleware deny refuses/);
  });
});
