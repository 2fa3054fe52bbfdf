import { expect, test } from "vitest";
import { outlineOf } from "../../src/traefik/outline.ts";

const OPTIONS = { version: "3.7", variables: {}, allVariables: false } as const;

function outline(text: string) {
  const found = outlineOf("conf.d/a.yaml", Buffer.from(text), OPTIONS);
  return found && { defines: [...found.defines].toSorted(), refers: [...found.refers].toSorted() };
}

test("tells what a file defines, and what of its own provider it refers to", () => {
  const text = `
http:
  routers:
    r: {rule: Host(\`a\`), service: s, middlewares: [auth, other@docker, chain@file], tls: {options: strict}, parentRefs: [p]}
  services:
    s: {weighted: {services: [{name: v1}, {name: v2@docker}]}}
    m: {mirroring: {service: main, mirrors: [{name: mirror}]}}
    f: {failover: {service: main, fallback: spare}}
    l: {loadBalancer: {serversTransport: mtls, servers: [{url: http://a}]}}
  middlewares:
    chain: {chain: {middlewares: [auth]}}
    e: {errors: {status: ["500"], service: pages}}
    p: {plugin: {x: {service: no, middlewares: [no]}}}
tcp:
  routers: {t: {rule: HostSNI(\`*\`), service: db}}
`;
  expect(outline(text)).toEqual({
    defines: [
      "http.middlewares.chain",
      "http.middlewares.e",
      "http.middlewares.p",
      "http.routers.r",
      "http.services.f",
      "http.services.l",
      "http.services.m",
      "http.services.s",
      "tcp.routers.t",
    ],
    refers: [
      "http.middlewares.auth",
      "http.middlewares.chain",
      "http.routers.p",
      "http.serversTransports.mtls",
      "http.services.main",
      "http.services.mirror",
      "http.services.pages",
      "http.services.s",
      "http.services.spare",
      "http.services.v1",
      "tcp.services.db",
      "tls.options.strict",
    ],
  });
});

test("has nothing to say of a file that does not load", () => {
  expect(outline("http: [")).toBeNull();
});
