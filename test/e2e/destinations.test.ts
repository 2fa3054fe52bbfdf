import { Agent, get } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serverShares } from "../../src/traefik/model/shares.ts";
import { deliver } from "../../src/traefik/routes/deliveries.ts";
import { follow } from "../../src/traefik/routes/follow.ts";
import { type BeforeServers, startBeforeServers } from "../support/start-before-servers.ts";
import { traefikBin, until } from "../support/traefik.ts";

const NAMES = ["v1", "v2"];
const REQUESTS = 40;

/** Each of these names the next one twice, or two that do: more ways than anybody can count. */
const DOUBLED = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => {
    const next = at === 39 ? "SOME_PREFIXED" : `double${at + 1}`;
    const twice = `weighted: {services: [{name: ${next}, weight: 2}, {name: ${next}}]}`;
    return [
      [`double${at}`, `weighted: {services: [{name: one${at}, weight: 3}, {name: two${at}}]}`],
      [`one${at}`, twice],
      [`two${at}`, twice],
    ];
  }).flat(),
) as Readonly<Record<string, string>>;

/** Services by name, those in capitals behind a router of the same name; URL1 and the like are the servers'. */
const SERVICES: Readonly<Record<string, string>> = {
  v1: 'loadBalancer: {servers: [{url: "URL1"}]}',
  v2: 'loadBalancer: {servers: [{url: "URL2"}]}',
  prefixed: 'middlewares: [prefix], loadBalancer: {servers: [{url: "URL2"}]}',
  redirected: 'middlewares: [secure], loadBalancer: {servers: [{url: "URL2"}]}',
  denied: 'middlewares: [deny], loadBalancer: {servers: [{url: "URL2"}]}',
  empty: "loadBalancer: {servers: []}",
  checked: "loadBalancer: {servers: [], healthCheck: {path: /}}",
  "denied-checked": 'middlewares: [deny], loadBalancer: {servers: [{url: "URL2"}], healthCheck: {path: /}}',
  weightless: "weighted: {services: [{name: v1, weight: 0}]}",
  SOME_PREFIXED: "weighted: {services: [{name: v1}, {name: prefixed}]}",
  SOME_REDIRECTED: "weighted: {services: [{name: v1}, {name: redirected}]}",
  SOME_DENIED: "weighted: {services: [{name: v1}, {name: denied, weight: 3}]}",
  ALL_DENIED: "weighted: {services: [{name: denied}]}",
  ALL_ANSWERED: "weighted: {services: [{name: denied}, {name: redirected}]}",
  HALF_EMPTY: "weighted: {services: [{name: v1}, {name: empty}]}",
  PART_WEIGHTLESS: "weighted: {services: [{name: v1, weight: 3}, {name: weightless}]}",
  PART_TEAPOT: "weighted: {services: [{name: v1}, {name: noop@internal}]}",
  DEEP: "middlewares: [prefix], weighted: {services: [{name: SOME_PREFIXED}, {name: prefixed, weight: 3}]}",
  CHOSEN: "highestRandomWeight: {services: [{name: prefixed}]}",
  CHOSEN_DENIED: "highestRandomWeight: {services: [{name: denied}, {name: v1, weight: 0}]}",
  MIRRORED: "mirroring: {service: prefixed, mirrors: [{name: v1, percent: 50}]}",
  MIRROR_PREFIXED: "mirroring: {service: v1, mirrors: [{name: prefixed, percent: 50}]}",
  MIRROR_DENIED: "mirroring: {service: v1, mirrors: [{name: denied, percent: 50}]}",
  DENIED_MIRRORED: "mirroring: {service: denied, mirrors: [{name: v1, percent: 50}]}",
  NEVER_FAILS: "failover: {service: checked, fallback: v2}",
  FAILS_BY_STATUS: "failover: {service: empty, fallback: prefixed, errors: {status: ['500-599']}}",
  DENIAL_IS_ERROR: "failover: {service: SOME_DENIED, fallback: v2, errors: {status: ['404', '403']}}",
  DENIAL_IS_NONE: "failover: {service: denied-checked, fallback: v2}",
  ERROR_OF_ANOTHER: "failover: {service: OTHER_ERROR, fallback: v2, errors: {status: ['403']}}",
  FALLBACK_IS_ERROR: "failover: {service: DENIED_BEHIND, fallback: v2, errors: {status: ['403', '500-599']}}",
  DENIED_BEHIND: "failover: {service: empty, fallback: denied, errors: {status: ['500-599']}}",
  MIRROR_FAILS: "mirroring: {service: v1, mirrors: [{name: FAILS_BY_STATUS, percent: 50}]}",
  MIRROR_NEVER_FAILS: "mirroring: {service: v1, mirrors: [{name: NEVER_FAILS, percent: 50}]}",
  ...DOUBLED,
  DOUBLED_FORTY_TIMES: "weighted: {services: [{name: double0}, {name: double0, weight: 5}]}",
  MIRROR_DOUBLED: "mirroring: {service: double0, mirrors: [{name: double0, percent: 50}]}",
  caught: 'middlewares: [rewrite, deny], loadBalancer: {servers: [{url: "URL2"}]}',
  "empty-caught": "middlewares: [rewrite], loadBalancer: {servers: []}",
  SOME_CAUGHT: "weighted: {services: [{name: v1}, {name: caught}]}",
  CAUGHT_BELOW:
    "middlewares: [rewrite], weighted: {services: [{name: v1}, {name: denied}, {name: redirected}, {name: empty}]}",
  REDIRECTION_CAUGHT: "middlewares: [rewrite], weighted: {services: [{name: redirected}]}",
  EMPTY_CAUGHT: "middlewares: [rewrite], loadBalancer: {servers: []}",
  CAUGHT_TWICE: "middlewares: [again], weighted: {services: [{name: caught}, {name: v1}]}",
  CAUGHT_BEFORE: "middlewares: [deny, rewrite], weighted: {services: [{name: v1}]}",
  CAUGHT_IS_ERROR: "failover: {service: empty-caught, fallback: v2, errors: {status: ['418']}}",
  CAUGHT_IS_NONE: "failover: {service: caught, fallback: v2, errors: {status: ['403']}}",
  CAUGHT_BEHIND:
    "middlewares: [rewrite], failover: {service: denied, fallback: v2, errors: {status: ['410']}}",
  SOME_CAUGHT_ARE_ERRORS: "failover: {service: MANY_CAUGHT, fallback: v2, errors: {status: ['410']}}",
  MANY_CAUGHT: "weighted: {services: [{name: v1}, {name: caught}, {name: denied, weight: 2}]}",
  OTHER_ERROR: "failover: {service: denied, fallback: v2, errors: {status: ['404', '500-599']}}",
};
const MIDDLEWARES = `  middlewares:
    prefix: {addPrefix: {prefix: /v2}}
    secure: {redirectScheme: {scheme: https, port: "8443"}}
    deny: {ipAllowList: {sourceRange: [10.9.9.9]}}
    rewrite: {errors: {status: ["300-599"], service: empty, statusRewrites: {"403": 410, "302": 411, "503": 418}}}
    again: {errors: {status: ["410"], service: empty, statusRewrites: {"400-499": 451}}}
`;
const ROUTED = Object.keys(SERVICES).filter((name) => /^[A-Z_]+$/.test(name));

describe.skipIf(traefikBin === null)(
  "where requests end behind a service, held against the real Traefik",
  () => {
    const seen = new Map<string, number>();
    let site: BeforeServers;
    beforeAll(async () => {
      site = await startBeforeServers({
        names: NAMES,
        answer:
          (name) =>
          ({ url = "" }, response) => {
            if (url !== "/") count(seen, `${name} ${url}`);
            response.end(`${name} ${url}`);
          },
        services: SERVICES,
        routed: ROUTED,
        more: MIDDLEWARES,
      });
    });
    afterAll(async () => site?.end());

    test.each(ROUTED)("%s", async (name) => {
      const { answers, received } = ours(`/${name}`);
      seen.clear();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const real = new Map<string, number>();
      for (let at = 0; at < REQUESTS; at++) count(real, await ask(site.port, `/${name}`, agent));
      agent.destroy();
      expect([...real.keys()].toSorted()).toEqual([...answers.keys()].toSorted());
      for (const [answer, share] of answers)
        expect(Math.abs((real.get(answer) ?? 0) - share * REQUESTS), answer).toBeLessThanOrEqual(2);
      // copies are sent after the answer
      await until("the last copy", () =>
        [...received].every(([what, share]) => (seen.get(what) ?? 0) >= share * REQUESTS - 2),
      );
      expect([...seen.keys()].toSorted()).toEqual([...received.keys()].toSorted());
    });

    /** What clients see, and what servers get, each with its part of all requests. */
    function ours(target: string) {
      const http = { method: "GET", host: "a.test", target, headers: [] };
      const arrival = { entryPoint: "web", tls: null, clientIp: "127.0.0.1", http };
      const { end, destinations } = follow(site.table, arrival).passage();
      const answers = new Map<string, number>(end.kind === "answered" ? [[answerText(end), 1]] : []);
      const received = new Map<string, number>();
      for (const { service, sent, answer, role, probability } of destinations) {
        if (probability === 0 || role === "fallback") continue;
        if (answer !== null && role === "answers") count(answers, answerText(answer), probability);
        for (const server of sent === null ? [] : serverShares(service)) {
          const name = site.nameOf(server.address);
          const what = `${name} ${deliver(service, server, sent ?? { host: "", uri: "" }).uri}`;
          count(received, what, probability * (server.share ?? 1));
          if (role === "answers") count(answers, what, probability * (server.share ?? 1));
        }
      }
      return { answers, received };
    }
  },
);

function count(into: Map<string, number>, what: string, part = 1): void {
  into.set(what, (into.get(what) ?? 0) + part);
}

function answerText({ status, location }: { status: number; location: string | null }): string {
  return location === null ? String(status) : `${status} ${location}`;
}

/** The body of a server's answer, else what the gateway answers. */
async function ask(port: number, path: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, agent, headers: { Host: "a.test" } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      const { statusCode: status = 0, headers } = response;
      response.on("end", () =>
        resolve(status === 200 ? body : answerText({ status, location: headers.location ?? null })),
      );
    }).on("error", reject);
  });
}
