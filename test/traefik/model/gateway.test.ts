import { expect, test } from "vitest";
import { serverShares } from "../../../src/traefik/model/shares.ts";
import { percent } from "../../../src/percent.ts";
import { destinationsOf, type Passed } from "../../../src/traefik/routes/destinations.ts";
import { gatewayOf } from "../../support/gateway-of.ts";

const STATIC = `
entryPoints:
  web: {address: ":80", http: {redirections: {entryPoint: {to: websecure}}}}
  websecure: {address: ":443", http: {middlewares: [sec@file], tls: {}}}
  postgres: {address: ":5432"}
providers: {file: {directory: /etc/traefik/conf.d}, docker: {}}
`;

const DYNAMIC = `
http:
  routers:
    shop: {rule: Host(\`shop.example.com\`), service: canary, middlewares: [strip]}
    both: {entryPoints: [web, websecure], rule: PathPrefix(\`/\`), service: app@docker, priority: 7}
    broken: {rule: Host(\`b.example.com\`), service: nothing}
  middlewares:
    sec: {headers: {frameDeny: true}}
    strip: {chain: {middlewares: [sec]}}
  services:
    canary:
      weighted:
        services: [{name: stable, weight: 3}, {name: v2@docker, weight: 1}, {name: off, weight: 0}]
    stable: {mirroring: {service: servers, mirrors: [{name: copy, percent: 10}]}}
    servers: {loadBalancer: {servers: [{url: "http://a"}, {url: "http://b", weight: 3}]}}
    copy: {failover: {service: servers, fallback: v2@docker, errors: {status: ["500"]}}}
    off: {loadBalancer: {servers: []}}
tcp:
  routers:
    db: {entryPoints: [postgres], rule: HostSNI(\`*\`), service: db}
  services:
    db: {loadBalancer: {servers: [{address: "db:5432"}]}}
`;

const gateway = gatewayOf({ "traefik.yaml": STATIC, "conf.d/shop.yaml": DYNAMIC });

test("routers are those that Traefik runs, its own included", () => {
  const seen = gateway.routers.map(
    ({ name, label, does, entryPoints, priority, middlewares, service, tls }) => ({
      name,
      label,
      does,
      entryPoints,
      priority,
      middlewares,
      service,
      tls: tls !== null,
    }),
  );
  expect(seen).toMatchInlineSnapshot(`
    [
      {
        "does": "serves",
        "entryPoints": [
          "web",
        ],
        "label": "web-to-websecure@internal",
        "middlewares": [
          "http.middlewares.redirect-web-to-websecure@internal",
        ],
        "name": "web-to-websecure@internal",
        "priority": 9223372036854775806n,
        "service": "http.services.noop@internal",
        "tls": false,
      },
      {
        "does": "serves",
        "entryPoints": [
          "web",
        ],
        "label": "both",
        "middlewares": [],
        "name": "both@file",
        "priority": 7,
        "service": "http.services.app@docker",
        "tls": false,
      },
      {
        "does": "serves",
        "entryPoints": [
          "websecure",
        ],
        "label": "both",
        "middlewares": [
          "http.middlewares.sec@file",
        ],
        "name": "websecure-both@file",
        "priority": 7,
        "service": "http.services.app@docker",
        "tls": true,
      },
      {
        "does": "nothing",
        "entryPoints": [
          "postgres",
          "web",
        ],
        "label": "broken",
        "middlewares": [],
        "name": "broken@file",
        "priority": 21,
        "service": "http.services.nothing@file",
        "tls": false,
      },
      {
        "does": "nothing",
        "entryPoints": [
          "websecure",
        ],
        "label": "broken",
        "middlewares": [
          "http.middlewares.sec@file",
        ],
        "name": "websecure-broken@file",
        "priority": 21,
        "service": "http.services.nothing@file",
        "tls": true,
      },
      {
        "does": "serves",
        "entryPoints": [
          "postgres",
          "web",
        ],
        "label": "shop",
        "middlewares": [
          "http.middlewares.strip@file",
        ],
        "name": "shop@file",
        "priority": 24,
        "service": "http.services.canary@file",
        "tls": false,
      },
      {
        "does": "serves",
        "entryPoints": [
          "websecure",
        ],
        "label": "shop",
        "middlewares": [
          "http.middlewares.sec@file",
          "http.middlewares.strip@file",
        ],
        "name": "websecure-shop@file",
        "priority": 24,
        "service": "http.services.canary@file",
        "tls": true,
      },
      {
        "does": "serves",
        "entryPoints": [
          "postgres",
        ],
        "label": "db",
        "middlewares": [],
        "name": "db@file",
        "priority": -1,
        "service": "tcp.services.db@file",
        "tls": false,
      },
    ]
  `);
});

test("what is referred to and not there says where it may come from", () => {
  const others = [...gateway.services.values()].filter(({ origin }) => origin !== "file");
  expect(others.map(({ key, origin, status }) => [key, origin, status])).toMatchInlineSnapshot(`
    [
      [
        "http.services.noop@internal",
        "internal",
        "enabled",
      ],
      [
        "http.services.app@docker",
        "elsewhere",
        "enabled",
      ],
      [
        "http.services.nothing@file",
        "nowhere",
        "disabled",
      ],
      [
        "http.services.v2@docker",
        "elsewhere",
        "enabled",
      ],
    ]
  `);
  const { type, config } = gateway.middlewares.get("http.middlewares.redirect-web-to-websecure@internal")!;
  expect([type, config]).toEqual(["redirectScheme", { scheme: "https", port: "443", permanent: true }]);
  expect(gateway.middlewares.get("http.middlewares.strip@file")?.members).toEqual([
    "http.middlewares.sec@file",
  ]);
});

test("a service leads to its leaves, each with its part", () => {
  const { destinations, passed } = destinationsOf(gateway, "http.services.canary@file", null);
  const told = ({ service, probability, role }: Passed) => `${percent(probability)} ${role} ${service.label}`;
  expect([passed.map(told), destinations.map(({ service, role }) => `${role} ${service.label}`)])
    .toMatchInlineSnapshot(`
      [
        [
          "100 % answers canary",
          "75 % answers stable",
          "75 % answers servers",
          "7.5 % copies copy",
          "7.5 % copies servers",
          "7.5 % fallback v2@docker",
          "25 % answers v2@docker",
          "0 % answers off",
        ],
        [
          "answers servers",
          "copies servers",
          "fallback v2@docker",
          "answers v2@docker",
          "answers off",
        ],
      ]
    `);
  expect(serverShares(destinations[0]!.service)).toEqual([
    { address: "http://a", weight: 1, preservePath: false, share: 0.25 },
    { address: "http://b", weight: 3, preservePath: false, share: 0.75 },
  ]);
});
