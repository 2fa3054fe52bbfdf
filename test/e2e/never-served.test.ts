import { createHash } from "node:crypto";
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
  /** beside the host, and what is asked for */
  readonly rule?: string;
  readonly path?: string;
  readonly url?: string;
  /** clients log in as bob, whose password is `secret` */
  readonly login?: "basic" | "digest";
  readonly status: number;
  readonly rules: readonly string[];
}

const header = (name: string, value = "b"): string =>
  `headers: {customRequestHeaders: {${JSON.stringify(name)}: ${JSON.stringify(value)}}}`;

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

const basic = (hash: string, isUsable: boolean): Case => ({
  middleware: `basicAuth: {users: ['bob:${hash}']}`,
  login: "basic",
  ...(isUsable ? { status: 200, rules: [] } : { status: 401, rules: ["unusable-user"] }),
});

const digest = (realm: string, hash: string, more: string, isUsable: boolean): Case => ({
  middleware: `digestAuth: {users: ['bob:${realm}:${hash}']${more}}`,
  login: "digest",
  ...(isUsable ? { status: 200, rules: [] } : { status: 401, rules: ["unusable-user"] }),
});

const usersFile = (type: string, path: string, isTold: boolean): Case => ({
  middleware: `${type}: {usersFile: ${path}}`,
  status: 404,
  rules: isTold ? ["missing-users-file"] : [],
});

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
    rules: ["invalid-header"],
  },
  "response-policy": {
    middleware: 'headers: {contentSecurityPolicy: "b;\\nc"}',
    status: 200,
    rules: ["invalid-header"],
  },
  "header-host": { middleware: header("Host", "a\nb"), status: 200, rules: [] },
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
  "url-port-zero": { url: "http://127.0.0.1:0", status: 502, rules: ["unusable-url"] },
  "url-port-zeros": { url: "http://127.0.0.1:00/x", status: 502, rules: ["unusable-url"] },
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
  "address-port-zero": {
    middleware: 'forwardAuth: {address: "http://127.0.0.1:0"}',
    status: 500,
    rules: ["unusable-url"],
  },
  "address-escape": {
    middleware: 'forwardAuth: {address: "SERVER/%zz"}',
    status: 500,
    rules: ["unusable-url"],
  },
  "address-port": {
    middleware: 'forwardAuth: {address: "http://127.0.0.1:99999"}',
    status: 500,
    rules: ["unusable-url"],
  },
  "basic-apr1": basic("$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/", true),
  "basic-md5": basic("$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1", true),
  "basic-sha1": basic("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", true),
  "basic-bcrypt": basic("$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW", true),
  "basic-bcrypt-and-more": basic("$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrWx", true),
  "basic-plain": basic("secret", false),
  "basic-empty": basic("", false),
  "basic-doubled": basic("$$apr1$$abcdefgh$$h9FWgUz3n9YxylKLlR5SQ/", false),
  "basic-sha256": basic("$5$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM.", false),
  "basic-cut-off": basic("$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIr", false),
  digest: digest("traefik", md5("bob:traefik:secret"), "", true),
  "digest-realm": digest("shop", md5("bob:shop:secret"), ", realm: shop", true),
  "digest-other-realm": digest("shop", md5("bob:shop:secret"), "", false),
  "digest-upper-case": digest("traefik", md5("bob:traefik:secret").toUpperCase(), "", false),
  "digest-plain": digest("traefik", "secret", "", false),
  "users-file": usersFile("basicAuth", "/etc/traefik/no-such-users", true),
  "users-file-digest": usersFile("digestAuth", "/etc/traefik/no-such-users", true),
  "users-file-relative": usersFile("basicAuth", "no-such-users", true),
  // nothing is known of other folders
  "users-file-elsewhere": usersFile("basicAuth", "/run/secrets/no-such-users", false),
  "path-pattern": { rule: "PathPrefix(`/api/.*`)", path: "/api/x", status: 404, rules: ["taken-literally"] },
  "path-as-it-is": {
    rule: "PathPrefix(`/api/.*`)",
    path: "/api/.*",
    status: 200,
    rules: ["taken-literally"],
  },
  "path-glob": { rule: "Path(`/x/*`)", path: "/x/y", status: 404, rules: ["taken-literally"] },
  "path-star-behind": {
    rule: "PathPrefix(`/api*`)",
    path: "/api/x",
    status: 404,
    rules: ["taken-literally"],
  },
  "path-star-before": { rule: "Path(`/*.js`)", path: "/a.js", status: 404, rules: ["taken-literally"] },
  "path-stars": { rule: "PathPrefix(`/x/**`)", path: "/x/y", status: 404, rules: ["taken-literally"] },
  "path-star-within": { rule: "PathPrefix(`/a*b`)", path: "/a*b", status: 200, rules: [] },
  "header-pattern": { rule: "Header(`Host`, `.*`)", status: 404, rules: ["taken-literally"] },
  "host-choice": { rule: "Host(`(host-choice|x)`)", status: 404, rules: ["host-never-matches"] },
  "host-star": { rule: "Host(`host-*`)", status: 404, rules: ["host-never-matches"] },
  "host-stars": { rule: "Host(`*.*.test`)", status: 404, rules: ["host-never-matches"] },
  "host-dot": { rule: "Host(`.host-dot`)", status: 404, rules: ["host-never-matches"] },
  "path-variable": { rule: "Path(`/${HOME}`)", path: "/${HOME}", status: 200, rules: ["taken-literally"] },
};

const names = Object.keys(CASES);

/** What a client sends that is asked for RFC 7616's digest. */
function digestOf(asked: string | readonly string[] = ""): string {
  const part = (field: string): string => new RegExp(`\\b${field}="([^"]*)"`).exec(String(asked))?.[1] ?? "";
  const [realm, nonce, opaque] = [part("realm"), part("nonce"), part("opaque")];
  const once = `${nonce}:00000001:abc:auth`;
  const response = md5(`${md5(`bob:${realm}:secret`)}:${once}:${md5("GET:/")}`);
  return `Digest username="bob", realm="${realm}", nonce="${nonce}", uri="/", qop=auth, nc=00000001, cnonce="abc", response="${response}", opaque="${opaque}", algorithm=MD5`;
}

/** A dynamic configuration with a router for each case. */
function dynamicOf(port: number): string {
  const lines = (make: (name: string, one: Case) => string): string =>
    names.map((name) => `    ${make(name, CASES[name]!)}\n`).join("");
  const middlewares = names.filter((name) => CASES[name]?.middleware);
  return [
    "http:\n  routers:\n",
    lines(
      (name, { middleware, rule }) =>
        `${name}: {rule: ${JSON.stringify(`Host(\`${name}\`)${rule ? ` && ${rule}` : ""}`)}, service: ${name}${middleware ? `, middlewares: [${name}]` : ""}}`,
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
    const port = traefik.ports["web"] ?? 0;
    const { login, path = "/", status } = CASES[name]!;
    const headers =
      login === "digest"
        ? { authorization: digestOf((await ask(port, name)).headers["www-authenticate"]) }
        : login === "basic"
          ? { authorization: `Basic ${Buffer.from("bob:secret").toString("base64")}` }
          : {};
    expect((await ask(port, name, path, headers)).status).toBe(status);
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
