import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hook, sandbox, transcript } from "../support/transcript.ts";

const STATIC = `entryPoints:
  web: {address: ":8000", http: {redirections: {entryPoint: {to: websecure}}}}
  websecure: {address: ":8443", http: {tls: {}, middlewares: [sec@file]}}
  postgres: {address: ":5432"}
  lan: {address: ":9000"}
  dns: {address: ":53/udp"}
providers: {file: {directory: /etc/traefik/conf.d}, docker: {}}
`;
const SHOP = `http:
  routers:
    shop:
      entryPoints: [websecure]
      rule: Host(\`shop.example.com\`)
      middlewares: [strip]
      service: canary
    admin:
      entryPoints: [websecure]
      rule: Host(\`shop.example.com\`) && PathPrefix(\`/admin\`) && (ClientIP(\`10.0.0.0/8\`) || Header(\`X-Staff\`, \`1\`))
      service: stable
    everything:
      entryPoints: [websecure, lan]
      rule: PathPrefix(\`/\`)
      priority: 1
      service: app@docker
    twin-a: {entryPoints: [lan], rule: Host(\`twin.example.com\`), service: stable}
    twin-b: {entryPoints: [lan], rule: Host(\`twin.example.com\`), service: stable}
    broken: {entryPoints: [lan], rule: Host(\`broken.example.com\`), service: stabel}
  middlewares:
    sec: {headers: {frameDeny: true, customRequestHeaders: {X-Gateway: staging}}}
    strip: {stripPrefix: {prefixes: [/api]}}
  services:
    canary:
      weighted:
        sticky: {cookie: {}}
        services: [{name: mirrored, weight: 9}, {name: new, weight: 1}]
    mirrored: {mirroring: {service: stable, mirrors: [{name: new, percent: 5}]}}
    stable: {loadBalancer: {servers: [{url: "http://10.0.0.1"}, {url: "http://10.0.0.2", weight: 3}]}}
    new: {loadBalancer: {passHostHeader: false, servers: [{url: "http://user:hunter2@10.0.0.3"}]}}
tcp:
  routers:
    db: {entryPoints: [postgres], rule: HostSNI(\`db.example.com\`), service: db, tls: {passthrough: true}}
  services:
    db: {loadBalancer: {servers: [{address: "10.0.0.9:5432"}]}}
`;
const GOOD = `tests:
  - name: nine of ten go to the stable version
    request: GET https://shop.example.com/api/cart?x=1
    expect:
      router: shop
      middlewares: [sec, strip]
      service: canary
      split: {stable: 9, new: 1}
      mirrors: {new: 4.5}
      path: /cart
      headers: {X-Gateway: staging, X-Forwarded-Prefix: /api, X-Staff: null}
  - name: the staff gets in
    request:
      - GET https://shop.example.com/admin
    headers: {X-Staff: 1}
    expect: {router: admin, path: /admin, host: shop.example.com}
  - request: [GET http://shop.example.com/cart, POST http://shop.example.com/cart]
    expect: {router: web-to-websecure@internal, redirect: "https://shop.example.com:8443/cart"}
  - request: GET http://nobody.example.com:9000/..%2f
    expect: {router: everything, service: app@docker}
  - request: tls://db.example.com:5432
    expect: {router: db, service: db, split: {db: 1}}
  - request: tls://other.example.com:5432
    expect: {router: null, closed: true}
`;
const FAILING = `defaults:
  from: 10.1.2.3
tests:
  - name: the shop is still there
    request: GET https://shop.example.com/admin/users
    expect: {router: shop}
  - name: the staff gets in
    request: GET https://shop.example.com/admin
    from: 203.0.113.7
    expect: {router: admin}
  - request: GET https://shop.example.com/
    expect: {router: shpo}
  - request: GET https://shop.example.com/
    entryPoint: lan
    expect: {router: shop}
  - request: GET http://broken.example.com:9000/
    expect: {router: broken}
  - request: GET http://twin.example.com:9000/
    expect: {router: twin-a}
  - request: GET http://anybody.example.com:9000/
    expect: {router: null}
  - request: POST http://shop.example.com/
    expect: {redirect: "https://shop.example.com/", status: 301}
  - request: GET https://shop.example.com/api/v1
    expect:
      router: shop
      middlewares: [strip]
      service: stable
      split: {stable: 50 %, new: 50 %}
      mirrors: {new: 10}
      redirect: https://elsewhere.example.com/
      status: 404
      closed: true
      path: /api/v1
      host: elsewhere.example.com
      headers: {X-Gateway: production, X-Absent: 1}
`;
const WRONG = `test:
  - request: GET https://shop.example.com/
tests:
  - name: [a]
    request: shop.example.com
    expekt: {router: shop}
  - request: GET https://shop.example.com/
    from: nowhere
    headers: {"X Y": z}
    expect: {ruter: shop, status: 99, split: {a: much}, path: cart, middlewares: auth}
  - expect: {}
`;
const NOWHERE = `defaults: {entryPoint: wbe}
tests:
  - request: [GET http://shop.example.com/, GET http://shop.example.com/cart]
    expect: {router: shop}
  - request: GET https://shop.example.com/
    entryPoint: websecur
    expect: {router: shop}
  - request: GET http://shop.example.com/
    entryPoint: dns
    expect: {router: shop}
  - request: GET http://shop.example.com/
    entryPoint: web
    expect: {router: nobody}
`;
const NESTED = `http:
  routers:
    parent: {entryPoints: [websecure], rule: Host(\`p.example.com\`)}
    one: {parentRefs: [parent], rule: PathPrefix(\`/one\`), service: app}
    plain: {entryPoints: [lan], rule: "HostRegexp(\`^v[0-9]{2}[.]example[.]com$\`)", service: app}
    twice: {entryPoints: [lan], rule: Host(\`twice.example.com\`), service: app}
  middlewares: {sec: {compress: {}}}
  services: {app: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}
tcp:
  routers:
    db: {entryPoints: [postgres], rule: HostSNI(\`db.example.com\`), service: db, tls: {}}
    mail: {entryPoints: [postgres], rule: HostSNI(\`mail.example.com\`) && ALPN(\`imap\`), service: db, tls: {}}
    twice: {entryPoints: [lan], rule: HostSNI(\`twice.example.com\`), service: db, tls: {}}
  services: {db: {loadBalancer: {servers: [{address: "10.0.0.9:5432"}]}}}
`;
const GATE = `http:
  routers:
    gate: {entryPoints: [websecure], rule: Host(\`gate.example.com\`), middlewares: [lan-only, cut]}
    inside: {parentRefs: [gate], rule: Path(\`/in\`), service: app}
    mutual: {entryPoints: [websecure], rule: Host(\`mutual.example.com\`), service: app, tls: {options: mutual}}
    strict: {entryPoints: [websecure], rule: Host(\`strict.example.com\`), service: app, tls: {options: strict}}
    hashed: {entryPoints: [lan], rule: Host(\`hashed.example.com\`), service: hashed}
  services:
    hashed: {highestRandomWeight: {services: [{name: blue, weight: 3}, {name: green}]}}
    blue: {loadBalancer: {servers: [{url: "http://10.0.0.2"}]}}
    green: {loadBalancer: {passHostHeader: false, servers: [{url: "http://10.0.0.3"}]}}
  middlewares:
    lan-only: {ipAllowList: {sourceRange: [10.0.0.0/8]}}
    cut: {stripPrefix: {prefixes: [/app]}}
tls:
  options:
    mutual: {clientAuth: {clientAuthType: RequireAnyClientCert}}
    strict: {sniStrict: true}
`;
const NESTED_TESTS = `tests:
  - request: [GET https://gate.example.com/app/in, GET https://gate.example.com/in]
    from: 10.0.0.1
    expect: {router: inside, middlewares: [sec, lan-only, cut], path: /in}
  - request: GET https://gate.example.com/app/in/side
    from: 10.0.0.1
    expect: {router: inside}
  - request: GET https://gate.example.com/app/in
    expect: {router: inside}
  - request: GET http://hashed.example.com:9000/
    from: 10.0.0.1
    expect: {split: {blue: 3, green: 1}}
  - request: GET http://hashed.example.com:9000/
    from: 10.0.0.2
    expect: {split: {green: 100}, host: 10.0.0.3}
  - request: [GET https://q.example.com/one, GET https://p.example.com/two]
    expect: {router: one}
  - request: [GET http://p.example.com:8443/one, GET http://p.example.com:9000/one]
    expect: {router: one}
  - request: [tcp://v12.example.com:9000, "GET http://v12.example.com:9000/%zz"]
    expect: {router: plain}
  - request: tcp://db.example.com:5432
    expect: {router: db}
  - request: tls://other.example.com:9000
    expect: {router: twice}
  - request: GET https://mutual.example.com/
    expect: {router: mutual, closed: false}
  - request: GET https://strict.example.com/
    expect: {router: null, closed: true}
  - request: GET https://strict.example.com/cart
    expect: {router: strict}
`;

const box = sandbox({
  "envs/good/traefik.yaml": STATIC,
  "envs/good/conf.d/shop.yaml": SHOP,
  "envs/good/gateway.test.yaml": GOOD,
  "envs/failing/traefik.yaml": STATIC,
  "envs/failing/conf.d/shop.yaml": SHOP,
  "envs/failing/gateway.test.yaml": FAILING,
  "envs/wrong/traefik.yaml": STATIC,
  "envs/wrong/conf.d/shop.yaml": SHOP,
  "envs/wrong/gateway.test.yaml": WRONG,
  "envs/nowhere/traefik.yaml": STATIC,
  "envs/nowhere/conf.d/shop.yaml": SHOP,
  "envs/nowhere/gateway.test.yaml": NOWHERE,
  "envs/empty/traefik.yaml": STATIC,
  "envs/empty/conf.d/shop.yaml": SHOP,
  "envs/empty/gateway.test.yaml": "tests: []\n",
  "envs/refused/traefik.yaml": STATIC,
  "envs/refused/conf.d/shop.yaml": SHOP.replace("service:", "servise:"),
  "envs/refused/gateway.test.yaml": GOOD,
  "envs/nested/traefik.yaml": STATIC,
  "envs/nested/conf.d/app.yaml": NESTED,
  "envs/nested/conf.d/gate.yaml": GATE,
  "envs/nested/gateway.test.yaml": NESTED_TESTS,
  "envs/nested-untested/traefik.yaml": STATIC,
  "envs/nested-untested/conf.d/app.yaml": NESTED,
  "envs/untested/traefik.yaml": STATIC,
  "envs/untested/conf.d/shop.yaml": SHOP,
  "requests.jsonl": `{"method": "GET", "url": "https://shop.example.com/api", "headers": {"X-Staff": "1"}, "from": "10.0.0.1"}\n\n{"method":"GET","url":"http://nobody/","entryPoint":"lan"}\n{"url":"tls://db.example.com:5432","alpn":["postgresql"]}\n`,
  "wrong.jsonl": `{"method": "GET", "url": "https://shop.example.com/"}\n{"uri": "/"}\n`,
});
afterAll(() => box.remove());

const SITE = ["--env", "envs/good"];
const CALLS: Readonly<Record<string, readonly [args: readonly string[], env?: Record<string, string>]>> = {
  "test-good": [["test", "envs/good"]],
  "test-failing": [["test", "envs/failing"]],
  "test-wrong": [["test", "envs/wrong"]],
  "test-no-entry-point": [["test", "envs/nowhere"]],
  "test-empty": [["test", "envs/empty"]],
  "test-refused": [["test", "envs/refused"]],
  "test-nested": [["test", "envs/nested"]],
  "test-untested": [["test", "envs/untested"]],
  "test-json": [["test", "envs/failing", "envs/good", "--format", "json"]],
  "test-junit": [["test", "envs/failing", "--format", "junit"]],
  "test-in-a-github-workflow": [["test", "envs/failing"], { GITHUB_ACTIONS: "true" }],
  "explain-canary": [["explain", "GET", "https://shop.example.com/api/cart?x=1", ...SITE]],
  "explain-header": [
    ["explain", "https://shop.example.com/admin", "-H", "X-Staff: 1", "--from", "203.0.113.7", ...SITE],
  ],
  "explain-redirect": [["explain", "GET", "http://shop.example.com/cart", ...SITE]],
  "explain-tie": [["explain", "GET", "http://twin.example.com/", "--entrypoint", "lan", ...SITE]],
  "explain-name-beyond-ascii": [["explain", "GET", "https://bücher.example:8443/x", ...SITE]],
  "explain-tls": [["explain", "TLS", "tls://db.example.com:5432", ...SITE]],
  "explain-alpn": [
    ["explain", "tls://mail.example.com:5432", "--alpn", "imap, imaps", "--env", "envs/nested"],
  ],
  "explain-by-client": [
    ["explain", "http://hashed.example.com:9000/", "--from", "10.0.0.1", "--env", "envs/nested"],
  ],
  "explain-client-certificate": [["explain", "https://mutual.example.com/", "--env", "envs/nested"]],
  "explain-no-certificate": [["explain", "https://strict.example.com/", "--env", "envs/nested"]],
  "explain-nobody": [["explain", "GET", "http://x/", "--entrypoint", "postgres", ...SITE]],
  "explain-json": [
    ["explain", "GET", "https://shop.example.com/api", "--format", "json"],
    { GATEWAY_CONFIG_PATH: "envs/good" },
  ],
  "explain-requests": [["explain", "--requests", "requests.jsonl", ...SITE]],
  "explain-wrong-requests": [["explain", "--requests", "wrong.jsonl", ...SITE]],
  "explain-no-entry-point": [["explain", "GET", "http://x/", "--entrypoint", "wbe", ...SITE]],
  "explain-no-url": [["explain", "GET", "/cart", ...SITE]],
  "explain-no-request": [["explain"]],
  "explain-url-forgotten": [["explain", "GET"]],
  "explain-url-forgotten-with-an-environment": [["explain", "get", ...SITE]],
  "explain-refused": [["explain", "GET", "http://x/", "--env", "envs/refused"]],
  "explain-published-and-env": [["explain", "GET", "http://x/", "--published", "--env", "envs/refused"]],
};

test.each(Object.entries(CALLS))("%s", async (name, [args, env = {}]) => {
  await expect(await transcript(args, { cwd: box.root, env })).toMatchFileSnapshot(`golden/${name}.txt`);
});

test("priorities are exact to the last digit, and texts stay texts", async () => {
  box.write({
    "envs/great/traefik.yaml": STATIC,
    "envs/great/conf.d/a.yaml": `http:
  routers:
    great: {entryPoints: [lan], rule: "Header(\`x\`, \`\\"priority\\":\\"12\\"\`)", priority: 9223372036854774807, service: a}
    small: {entryPoints: [lan], rule: "PathPrefix(\`/\`)", priority: -9223372036854775808, service: a}
  services: {a: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}
`,
  });
  const call = ["explain", "http://x:9000/", "--env", "envs/great", "--format", "json"];
  const { stdout } = await hook(call, { cwd: box.root });
  expect(stdout).toContain('"priority": 9223372036854774807,');
  expect(stdout).toContain('"priority": -9223372036854775808,');
  expect(JSON.parse(stdout)).toMatchObject({
    candidates: [{ failed: 'Header(`x`, `"priority":"12"`)' }, { failed: null }],
  });
});

test("--init writes tests that pass, and never over others", async () => {
  const call = { cwd: box.root };
  expect(await hook(["test", "--init", "envs/good"], call)).toMatchObject({ code: 2 });
  expect(readFileSync(join(box.root, "envs/good/gateway.test.yaml"), "utf8")).toBe(GOOD);
  box.write({
    "envs/routeless/traefik.yaml": STATIC.replace(/, http: .*redirections.*/, "}"),
    "envs/routeless/conf.d/a.yaml": "tcp: {middlewares: {a: {inFlightConn: {amount: 1}}}}\n",
  });
  const routeless = await hook(["test", "--init", "envs/routeless"], call);
  expect(routeless).toMatchObject({ code: 2 });
  expect(routeless.stderr).toContain("envs/routeless has no router that could be tested");
  expect(await hook(["test", "--init", "envs/untested"], call)).toMatchObject({ code: 0 });
  const first = readFileSync(join(box.root, "envs/untested/gateway.test.yaml"), "utf8");
  await expect(first).toMatchFileSnapshot("golden/test-init.yaml");
  expect(await hook(["test", "envs/untested"], call)).toMatchObject({ code: 0 });
  writeFileSync(
    join(box.root, "envs/untested/gateway.test.yaml"),
    first.replace("router: shop", "router: admin"),
  );
  expect(await hook(["test", "envs/untested"], call)).toMatchObject({ code: 1 });
});

test("--init finds requests for routers below others, over TLS too", async () => {
  const call = { cwd: box.root };
  expect(await hook(["test", "--init", "envs/nested-untested"], call)).toMatchObject({ code: 0 });
  expect(await hook(["test", "envs/nested-untested"], call)).toMatchObject({ code: 0 });
  await expect(
    readFileSync(join(box.root, "envs/nested-untested/gateway.test.yaml"), "utf8"),
  ).toMatchFileSnapshot("golden/test-init-nested.yaml");
});

test("where they are required, sync and plan reject what fails, also a commit that changes the tests alone", async () => {
  const env = {
    GATEWAY_CONFIG_PATH: "envs/required",
    GATEWAY_TARGET_DIR: join(box.root, "target"),
    GATEWAY_RELOAD: "none",
    GATEWAY_PREFLIGHT: "never",
    GATEWAY_ROUTE_TESTS: "require",
    GITSYNC_HASH: "a".repeat(40),
  };
  const publish = async () => hook(["sync", "--format", "json"], { cwd: box.root, env });
  const outcome = async () => {
    const { code, stdout } = await publish();
    const { outcome: name, diagnostics } = JSON.parse(stdout) as {
      outcome: string;
      diagnostics: { rule: string; file: string; severity: string }[];
    };
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return [code, name, ...errors.map(({ rule, file }) => `${file} ${rule}`)];
  };
  const nowhere = "tests:\n  - request: GET http://x/\n    entryPoint: lna\n    expect: {router: null}\n";
  const failing = "tests:\n  - request: GET http://x/\n    entryPoint: lan\n    expect: {router: shop}\n";
  const passing = failing.replace("shop", "everything");
  const files = { "traefik.yaml": STATIC, "conf.d/shop.yaml": SHOP.replace("stabel", "stable") };
  for (const [name, text] of Object.entries(files)) box.write({ [`envs/required/${name}`]: text });
  const tests = (text: string): void => box.write({ "envs/required/gateway.test.yaml": text });
  tests(failing);
  const rejected = [1, "rejected", "gateway.test.yaml route-test-failed"];
  expect(await outcome()).toEqual(rejected);
  // what sync would reject, plan rejects
  expect(await hook(["plan"], { cwd: box.root, env })).toMatchObject({ code: 1 });
  // the second time it is remembered
  expect(await outcome()).toEqual(rejected);
  tests(passing);
  expect(await outcome()).toEqual([0, "published"]);
  expect(await outcome()).toEqual([0, "unchanged"]);
  expect(readdirSync(join(box.root, "target")).toSorted()).toEqual([".gateway", "conf.d", "traefik.yaml"]);
  tests("tests: 7\n");
  expect(await outcome()).toEqual([1, "rejected", "gateway.test.yaml route-test-invalid"]);
  tests(nowhere);
  expect(await outcome()).toEqual([1, "rejected", "gateway.test.yaml route-test-invalid"]);
  // as git-sync calls it, with nobody who reads a report: the quick way must not pass over it
  tests(passing);
  const quick = async () =>
    (await hook([], { cwd: box.root, env: { ...env, GATEWAY_LOG_FORMAT: "json" } })).code;
  expect([await quick(), await quick()]).toEqual([0, 0]);
  tests(failing);
  expect(await quick()).toBe(1);
});

test("a file of tests by another name is pointed at", async () => {
  const near = sandbox({
    "e/traefik.yaml":
      "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
    "e/gateway.test.yml": "tests: []\n",
  });
  const tested = await hook(["test", "e"], { cwd: near.root });
  const says = "e has no gateway.test.yaml; gateway.test.yml is none: rename it";
  expect(tested).toMatchObject({ code: 2, stderr: `error: ${says}\n` });
  const { stdout } = await hook(["validate", "e", "--format", "json"], { cwd: near.root });
  expect(JSON.parse(stdout).environments[0].diagnostics).toContainEqual(
    expect.objectContaining({
      file: "gateway.test.yml",
      rule: "unread-file",
      hint: "route tests are called gateway.test.yaml: so they are run, and not published",
    }),
  );
  near.remove();
});
