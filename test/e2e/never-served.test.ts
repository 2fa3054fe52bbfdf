import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judge } from "../../src/validate.ts";
import { treeOf } from "../support/load-files.ts";
import { startTraefik, temporaryFolder, traefikBin, until, type RunningTraefik } from "../support/traefik.ts";
import { ask } from "./request.ts";

/** What Traefik takes and serves nobody with: its parts, the status that clients get, and what is found. */
interface Case {
  readonly middleware?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly rules: readonly string[];
}

const header = (name: string, value = "b"): string =>
  `headers: {customRequestHeaders: {${JSON.stringify(name)}: ${JSON.stringify(value)}}}`;

const CASES: Readonly<Record<string, Case>> = {
  sound: { status: 200, rules: [] },
  "header-sound": { middleware: header("X-A_b!"), status: 200, rules: [] },
  "header-blank": { middleware: header("X A"), status: 500, rules: ["invalid-header"] },
  "header-colon": { middleware: header("X-A:"), status: 500, rules: ["invalid-header"] },
  "header-nameless": { middleware: header(""), status: 500, rules: ["invalid-header"] },
  "header-umlaut": { middleware: header("X-Ä"), status: 500, rules: ["invalid-header"] },
  "header-removed": { middleware: header("X A", ""), status: 200, rules: [] },
  "header-line": { middleware: header("X-A", "b\n"), status: 500, rules: ["invalid-header"] },
  "header-tab": { middleware: header("X-A", "a\tä"), status: 200, rules: [] },
  "header-list": {
    middleware: "headers: {customRequestHeaders: [{X-A: b}]}",
    status: 500,
    rules: ["ignored-value"],
  },
  "response-blank": {
    middleware: 'headers: {customResponseHeaders: {"X A": b}}',
    status: 200,
    rules: ["invalid-header"],
  },
  "response-line": {
    middleware: 'headers: {customResponseHeaders: {X-A: "b\\n"}}',
    status: 200,
    rules: [],
  },
  "url-host-and-port": { url: "app:9000", status: 500, rules: ["unusable-url"] },
  "url-host": { url: "app", status: 500, rules: ["unusable-url"] },
  "url-empty": { url: "", status: 500, rules: ["unusable-url"] },
  "url-slashes": { url: "//app:9000", status: 500, rules: ["unusable-url"] },
  "url-tcp": { url: "tcp://app:9000", status: 500, rules: ["unusable-url"] },
  "url-misspelt": { url: "htttp://app:9000", status: 500, rules: ["unusable-url"] },
  "url-fcgi": { url: "fcgi://127.0.0.1:9000", status: 500, rules: ["unusable-url"] },
  "url-unix": { url: "unix:///run/app.sock", status: 500, rules: ["unusable-url"] },
  "url-one-slash": { url: "http:/app:9000", status: 500, rules: ["unusable-url"] },
  "url-no-slash": { url: "http:app:9000", status: 500, rules: ["unusable-url"] },
  "url-port": { url: "http://127.0.0.1:99999", status: 502, rules: ["unusable-url"] },
  "url-upper-case": { url: "HTTP://127.0.0.1:PORT", status: 200, rules: [] },
  "url-user": { url: "http://a:b@127.0.0.1:PORT/x?y#z", status: 200, rules: [] },
  // a server that speaks HTTP/1 alone
  "url-h2c": { url: "h2c://127.0.0.1:PORT", status: 500, rules: [] },
  "address-sound": { middleware: 'forwardAuth: {address: "SERVER/auth"}', status: 200, rules: [] },
  "address-no-scheme": {
    middleware: 'forwardAuth: {address: "localhost:PORT"}',
    status: 500,
    rules: ["unusable-url"],
  },
  "address-empty": {
    middleware: "forwardAuth: {authRequestHeaders: [X-A]}",
    status: 500,
    rules: ["unusable-url"],
  },
  "address-broken": {
    middleware: 'forwardAuth: {address: "http://a b"}',
    status: 500,
    rules: ["unusable-url"],
  },
  "address-h2c": {
    middleware: 'forwardAuth: {address: "h2c://127.0.0.1:PORT"}',
    status: 500,
    rules: ["unusable-url"],
  },
  "address-port": {
    middleware: 'forwardAuth: {address: "http://127.0.0.1:99999"}',
    status: 500,
    rules: ["unusable-url"],
  },
};

const names = Object.keys(CASES);

/** A dynamic configuration with a router for each case. */
function dynamicOf(port: number): string {
  const lines = (make: (name: string, one: Case) => string): string =>
    names.map((name) => `    ${make(name, CASES[name]!)}\n`).join("");
  const middlewares = names.filter((name) => CASES[name]?.middleware);
  return [
    "http:\n  routers:\n",
    lines(
      (name, { middleware }) =>
        `${name}: {rule: "Host(\`${name}\`)", service: ${name}${middleware ? `, middlewares: [${name}]` : ""}}`,
    ),
    "  services:\n",
    lines(
      (name, { url = "SERVER" }) => `${name}: {loadBalancer: {servers: [{url: ${JSON.stringify(url)}}]}}`,
    ),
    "  middlewares:\n",
    ...middlewares.map((name) => `    ${name}: {${CASES[name]!.middleware!}}\n`),
  ]
    .join("")
    .replaceAll("SERVER", `http://127.0.0.1:PORT`)
    .replaceAll("PORT", String(port));
}

describe.skipIf(traefikBin === null)("what Traefik takes, and then serves nobody with", () => {
  let server: Server;
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    server = createServer((_, response) => response.end());
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    folder = await temporaryFolder({ "conf.d/a.yaml": dynamicOf(port) });
    traefik = await startTraefik({ directory: `${folder.path}/conf.d`, entryPoints: ["web"] });
    await until("the routers", async () => "sound@file" in ((await traefik.rawData()).routers ?? {}));
  });
  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await folder?.remove();
    server?.close();
  });

  test.each(names)("%s", async (name) => {
    const { headers = {}, status } = CASES[name]!;
    expect((await ask(traefik.ports["web"] ?? 0, name, "/", headers)).status).toBe(status);
  });
});

test.each(names)("%s is found", (name) => {
  const found = judge(
    {
      tree: treeOf({
        "traefik.yaml":
          'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
        "conf.d/a.yaml": dynamicOf(80),
      }),
      diagnostics: [],
    },
    { traefikVersion: "3.7", targetDir: "/etc/traefik", failOn: "error", variables: {} },
  ).diagnostics;
  const own = found.filter(({ object }) => object?.endsWith(`.${name}`));
  expect(own.map(({ rule }) => rule)).toEqual(CASES[name]!.rules);
});
