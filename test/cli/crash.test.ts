import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { ValidateReport } from "../../src/report.ts";
import { hook, sandbox, type Sandbox } from "../support/transcript.ts";

const STATIC =
  "entryPoints: {web: {address: ':8000'}, dns: {address: ':53/udp'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const SERVICE = "services: {s: {loadBalancer: {servers: [{url: 'http://127.0.0.1:1'}]}}}";
const limited = (limit: string): string =>
  `http: {routers: {r: {rule: Host(\`a\`), service: s, middlewares: [m]}}, ${SERVICE}, middlewares: {m: {rateLimit: ${limit}}}}`;

/** What kills Traefik, or has it never load anything again, each with the rule that finds it. */
const CRASHES: Readonly<
  Record<string, { rule: string; files: Readonly<Record<string, string>>; version?: string }>
> = {
  "a TCP service that weighs itself": {
    rule: "crash-loop",
    files: {
      "conf.d/a.yaml":
        "tcp: {routers: {r: {rule: HostSNI(`*`), service: s}}, services: {s: {weighted: {services: [{name: s}]}}}}",
    },
  },
  "a ring of UDP services over two files": {
    rule: "crash-loop",
    files: {
      "conf.d/a.yaml":
        "udp: {routers: {r: {service: a}}, services: {a: {weighted: {services: [{name: b}]}}}}",
      "conf.d/b.toml": '[[udp.services.b.weighted.services]]\nname = "a@file"\n',
    },
  },
  "a ring of HTTP services, before 3.6": {
    rule: "crash-loop",
    version: "3.5",
    files: {
      "conf.d/a.yaml":
        "http: {routers: {r: {rule: Host(`a`), service: a}}, services: {a: {weighted: {services: [{name: a}]}}}}",
    },
  },
  "chains that double each other": {
    rule: "built-too-often",
    files: {
      "conf.d/a.yaml": `http:\n  routers: {r: {rule: Host(\`a\`), service: s, middlewares: [m0]}}\n  ${SERVICE}\n  middlewares:\n${Array.from(
        { length: 40 },
        (_, index) => `    m${index}: {chain: {middlewares: [m${index + 1}, m${index + 1}]}}\n`,
      ).join("")}    m40: {stripPrefix: {prefixes: [/a]}}\n`,
    },
  },
  "an empty key below a plugin": {
    rule: "plugin-panic",
    files: { "conf.d/a.yaml": 'http: {middlewares: {m: {plugin: {p: {a: {"": 1}}}}}}' },
  },
  "an empty key below a plugin, in TOML": {
    rule: "plugin-panic",
    files: { "conf.d/a.toml": '[http.middlewares.m.plugin.p]\na = {"" = 1}' },
  },
  "a pool of fewer than no connections": {
    rule: "apply-panic",
    files: { "conf.d/a.yaml": limited("{average: 1, redis: {endpoints: ['127.0.0.1:1'], poolSize: -1}}") },
  },
  "a key that is no number": { rule: "yaml-crash", files: { "conf.d/a.yaml": "http: {.nan: c}" } },
  "a dict that holds itself": {
    rule: "template-crash",
    files: { "conf.d/a.yaml": '# {{ $d := dict }}{{ $_ := set $d "a" $d }}{{ $d }}' },
  },
  "tracing without a collector": {
    rule: "static-crash",
    files: { "traefik.yaml": `${STATIC}tracing: {}\n` },
    version: "3.0",
  },
  "SPIFFE for TCP alone": {
    rule: "static-crash",
    files: { "traefik.yaml": `${STATIC}tcpServersTransport: {tls: {spiffe: {}}}\n` },
  },
  "an entry point without a name": {
    rule: "static-crash",
    files: { "traefik.yaml": `${STATIC}`.replace("web:", '"":') },
  },
};

let box: Sandbox;
afterEach(() => box.remove());

test.each(Object.entries(CRASHES))(
  "%s is never published, whatever is asked for",
  async (_, { rule, files, version }) => {
    const ignored = Object.entries({ "traefik.yaml": STATIC, ...files }).map(([name, text]) => [
    `checkout/e/${name}`,
    text.split("\n").map((line) => (line === "" ? "" : `# gateway-ignore ${rule}: we know better\n${line} # gateway-ignore ${rule}: we do`)).join("\n"),
  ]); // prettier-ignore
    box = sandbox(Object.fromEntries(ignored));
    const cwd = join(box.root, "checkout");
    const env = {
      GATEWAY_CONFIG_PATH: "e",
      GATEWAY_TARGET_DIR: join(box.root, "target"),
      GATEWAY_RELOAD: "none",
      GATEWAY_PREFLIGHT: "never",
      GATEWAY_FAIL_ON: "error",
      GATEWAY_ALLOW_EMPTY: "1",
      ...(version !== undefined && { GATEWAY_TRAEFIK_VERSION: version }),
    };
    const sync = await hook(["sync", "--format", "json"], { cwd, env });
    const { verdict, outcome, diagnostics } = JSON.parse(sync.stdout) as {
      readonly verdict: string;
      readonly outcome: string;
      readonly diagnostics: ValidateReport["environments"][number]["diagnostics"];
    };
    expect([sync.code, verdict, outcome]).toEqual([1, "rejected", "rejected"]);
    expect(diagnostics).toContainEqual(expect.objectContaining({ rule, effect: "crash", severity: "error" }));
    expect(publishedIn(join(box.root, "target"))).toEqual([]);
    // nor does a look at other findings alone call it good
    const others = await hook(["validate", "--only", "unused-service", "e"], { cwd, env });
    expect(others.code).toBe(1);
  },
);

test("no flag of sync leaves findings out", async () => {
  box = sandbox({ "checkout/e/traefik.yaml": STATIC });
  for (const flag of ["--ignore", "--only"]) {
    const { code } = await hook(["sync", flag, "crash-loop"], { cwd: join(box.root, "checkout") });
    expect(code).toBe(2);
  }
});

function publishedIn(target: string): string[] {
  try {
    return readdirSync(target, { recursive: true, encoding: "utf8" }).filter(
      (path) => !path.startsWith(".gateway"),
    );
  } catch {
    return [];
  }
}
