import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { diagnose, type Diagnostic } from "../../src/diagnostic.ts";
import { FILE_START } from "../../src/environment/file-start.ts";
import type { RuleId } from "../../src/rules.ts";
import { lastWord } from "../../src/traefik/preflight/last-word.ts";
import { preflight, type PreflightQuestion } from "../../src/traefik/preflight/preflight.ts";
import { QUIET_FILE, quietFile } from "../../src/traefik/preflight/quiet.ts";
import { refusalPlace } from "../../src/traefik/preflight/refusal-place.ts";
import { judge, type JudgeOptions, type Judgement } from "../../src/validate.ts";
import { startJudge } from "../support/judge.ts";
import { loadFiles, treeOf } from "../support/load-files.ts";
import { traefikBin, until } from "../support/traefik.ts";

type Files = Readonly<Record<string, string>>;

const STATIC = `entryPoints: {web: {address: ":8000"}, mqtt: {address: ":1883"}}
providers: {file: {directory: /etc/traefik/conf.d}}
`;
const options: JudgeOptions = {
  traefikVersion: "3.7",
  targetDir: "/etc/traefik",
  failOn: "error",
  variables: {},
  allVariables: true,
};

function judged(files: Files): Judgement {
  return judge({ tree: treeOf(files), diagnostics: [] }, options);
}

/** What the preflight adds to the built-in rules' findings: `file:line rule object message`. */
async function added(files: Files, bin = traefikBin!): Promise<string[]> {
  const builtIn = judged(files);
  const word = await lastWord(
    { bin, required: true },
    { tree: treeOf(files), diagnostics: [] },
    options,
    builtIn,
  );
  return word.diagnostics
    .filter((found) => !builtIn.diagnostics.includes(found))
    .map(({ file, line, rule, object, message }) => `${file}:${line} ${rule} ${object} ${message}`);
}

/** Asks as if the built-in rules had thought otherwise. */
async function asIf(files: Files, other: Partial<PreflightQuestion>): Promise<string[]> {
  const { facts, place, configuration, staticFiles } = judged(files);
  const { diagnostics } = await preflight({
    bin: traefikBin!,
    version: "3.7",
    tree: treeOf(files),
    facts,
    staticFile: staticFiles[0] ?? null,
    place,
    targetDir: "/etc/traefik",
    configuration,
    disabled: new Set(),
    unlike: false,
    guessed: false,
    variables: {},
    ...other,
  });
  return diagnostics.map(
    ({ file, line, rule, object, message }) => `${file}:${line} ${rule} ${object} ${message}`,
  );
}

/** Everything that would connect to a server as soon as it is built. */
function talkative(port: number): string {
  return `http:
  routers:
    checked: {rule: "Host(\`a\`)", service: checked, middlewares: [limit]}
    grpc: {rule: "Host(\`b\`)", service: grpc}
    weighted: {rule: "Host(\`c\`)", service: weighted}
  services:
    checked:
      loadBalancer:
        serversTransport: named
        healthCheck: {path: "/{{"{{"}}x", interval: 1ms, unhealthyInterval: 2ms, headers: {X-A: "é"}}
        servers: [{url: "http://127.0.0.1:${port}"}]
    grpc:
      loadBalancer:
        healthCheck: {path: /, mode: grpc, interval: 1ms, timeout: 1s}
        servers: [{url: "http://127.0.0.1:${port}"}]
    weighted: {weighted: {healthCheck: {}, services: [{name: checked}, {name: grpc}]}}
  serversTransports: {named: {insecureSkipVerify: true}}
  middlewares:
    limit: {rateLimit: {average: 1, redis: {endpoints: ["127.0.0.1:${port}"], minIdleConns: 5}}}
tcp:
  routers: {mqtt: {rule: "HostSNI(\`*\`)", entryPoints: [mqtt], service: mqtt}}
  services:
    mqtt: {loadBalancer: {healthCheck: {interval: 1ms}, serversTransport: slow, servers: [{address: "127.0.0.1:${port}"}]}}
  serversTransports: {slow: {dialTimeout: 5s}}
`;
}

describe.skipIf(traefikBin === null)("the last word", () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on("error", () => undefined).destroy();
  });
  let files: Files;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    files = { "traefik.yaml": STATIC, "conf.d/a.yaml": talkative(port) };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("sends nothing to servers, however short their health checks' intervals", async () => {
    expect(judged(files).diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(await added(files)).toEqual([]);
    expect(connections).toBe(0);
    // a Traefik with the same files does connect
    const real = await startJudge({ bin: traefikBin!, entryPoints: ["web", "mqtt"] });
    try {
      expect(await real.ask({ "a.yaml": files["conf.d/a.yaml"]! })).toEqual({ refused: null, objects: {} });
      await until("connections", () => connections > 3);
    } finally {
      await real.stop();
    }
  });

  it("agrees about an environment with mistakes, and adds nothing", async () => {
    const broken = `http:
  routers:
    a: {rule: "Host(\`a\`", service: s}
    b: {rule: "Host(\`b\`)", service: s, tls: {options: x}}
    c: {rule: "Host(\`b\`)", service: s, tls: {options: y}}
  services: {s: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}
tls: {options: {x: {}, y: {minVersion: VersionTLS13}}}
`;
    const redirected = STATIC.replace('":8000"', '":8000", http: {redirections: {entryPoint: {to: mqtt}}}');
    const named =
      'http: {routers: {d: {rule: "Host(`d`)", service: s, middlewares: [redirect-web-to-mqtt@internal]}}}\n';
    expect(
      await added({ "traefik.yaml": redirected, "conf.d/a.yaml": broken, "conf.d/b.yaml": named }),
    ).toEqual([]);
    expect(
      await added({ "traefik.yaml": "entryPoints: {web: {addres: x}}\n", "conf.d/a.yaml": broken }),
    ).toEqual([]);
    expect(await added({ "traefik.yaml": STATIC, "conf.d/a.yaml": "http: {ruters: {a: {}}}\n" })).toEqual([]);
  });

  it.each([
    ["asks for a password", 'traefik: {address: ":8080", http: {middlewares: [auth@file]}}', ""],
    ["has what is not there", 'traefik: {address: ":8080", http: {middlewares: [gone@file]}}', ""],
    ["is encrypted", 'traefik: {address: ":8080", http: {tls: {}}}', ""],
    ["redirects", 'traefik: {address: ":8080", http: {redirections: {entryPoint: {to: web}}}}', ""],
    ["is one of UDP alone", 'traefik: {address: ":8080/udp"}', ""],
    ["has a path", 'traefik: {address: ":8080"}', ", basePath: /x"],
  ])("comes also where the entry point of the API %s", async (_, entryPoint, api) => {
    const statics = `${STATIC.replace("entryPoints: {", `entryPoints: {${entryPoint}, `)}api: {insecure: true${api}}\n`;
    const dynamic = `http:
  routers: {a: {rule: "Host(\`a\`)", service: s}, b: {rule: "Host(\`b\`)", service: s, entryPoints: [traefik]}}
  services: {s: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}
  middlewares: {auth: {basicAuth: {users: ["a:b"]}}}
`;
    const began = performance.now();
    expect(await added({ "traefik.yaml": statics, "conf.d/a.yaml": dynamic })).toEqual([]);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it("is final where the built-in rules saw nothing, at the file and line that Traefik tells", async () => {
    const { configuration } = loadFiles({});
    const refused = {
      "traefik.yaml": STATIC,
      "conf.d/x/a.yaml": "# a\nhttp:\n  routers:\n    a: {ruel: x}\n",
    };
    expect(await asIf(refused, { configuration })).toEqual([
      expect.stringMatching(
        /^conf\.d\/x\/a\.yaml:4 preflight-refused null the real Traefik refuses it: .*: field not found, node: ruel$/,
      ),
    ]);
    const badStatic = { "traefik.yaml": "log: {}\nentryPoints:\n  web: {addres: ':80'}\n" };
    const { facts } = judged({ "traefik.yaml": STATIC });
    expect(await asIf(badStatic, { facts })).toEqual([
      "traefik.yaml:3 preflight-refused null the real Traefik does not start with it: field not found, node: addres",
    ]);
    const disabled = {
      "traefik.yaml": STATIC,
      "conf.d/a.yaml": 'http:\n  routers:\n    a: {rule: "Host(`a`)", service: s}\n',
    };
    expect(await asIf(disabled, {})).toEqual([
      'conf.d/a.yaml:3 preflight-disabled http.routers.a the real Traefik disables it: the service "s@file" does not exist',
    ]);
  });

  it.each(["v3", "v2"])("tells no value of a header in a rule of %s that Traefik repeats", async (syntax) => {
    const rules = [
      "Header(`X`, `(hunter2`)",
      "HeaderRegexp(`X`, `(hunter2`)",
      "HeadersRegexp(`X`, `(hunter2`)",
      "Headers(`X`, `hunter2`, `hunter2`)",
      "Header(`X`, `hunter2`) `hunter2`",
      "Header(X, hunter2)",
      "Query(`x={hunter2`)",
      "QueryRegexp(`x`, `[hunter2`)",
    ];
    const routers = rules.map((rule, at) => [`r${at}`, { rule, ruleSyntax: syntax, service: "s", tls: {} }]);
    const services = { s: { loadBalancer: { servers: [{ url: "http://10.0.0.1" }] } } };
    const http = { http: { routers: Object.fromEntries(routers), services } };
    const found = await asIf({ "traefik.yaml": STATIC, "conf.d/a.yaml": JSON.stringify(http) }, {});
    expect(found.length).toBeGreaterThan(4);
    for (const line of found) {
      expect(line).toMatch(/the real Traefik disables it: (?:error while \w+|invalid) rule/);
      expect(line).not.toContain("hunter2");
    }
  });

  describe("against a finding of the built-in rules", () => {
    const good = `http:
  routers:
    a: {rule: "Host(\`a\`)", service: s}
    b: {rule: "Host(\`b\`)", service: s, entryPoints: [web], tls: {options: strict}}
  services: {s: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}
tls: {options: {strict: {minVersion: VersionTLS13}}}
`;
    const files = { "traefik.yaml": STATIC, "conf.d/a.yaml": good };
    const finding = (rule: RuleId, object: string | null, file = "conf.d/a.yaml"): Diagnostic =>
      diagnose(rule, { file, range: FILE_START, object, message: "wrong" });
    /** As if the built-in rules had found more, or nothing to load. */
    const word = async (
      more: readonly Diagnostic[],
      other: Partial<Judgement> = {},
      version = options.traefikVersion,
      text = good,
    ) => {
      const all = { ...files, "conf.d/a.yaml": text };
      const builtIn = judged(all);
      const diagnostics = [...builtIn.diagnostics, ...more];
      const last = await lastWord(
        { bin: traefikBin!, required: true },
        { tree: treeOf(all), diagnostics: [] },
        { ...options, traefikVersion: version },
        { ...builtIn, diagnostics, verdict: "rejected", ...other },
      );
      const found = last.diagnostics.map(({ severity, effect, rule, object, message }) => `${severity} ${effect} ${rule} ${object} ${message}`); // prettier-ignore
      return { ...last, found };
    };

    it("is final by the same version: an object that it serves rejects nothing", async () => {
      const last = await word([
        finding("rule-syntax", "http.routers.a"),
        finding("rule-syntax", "http.routers.b"),
      ]);
      expect(last.verdict).toBe("accepted");
      expect(last.found).toEqual([
        "warning null preflight-differs null the built-in rules disable what the real Traefik serves: http.routers.a, http.routers.b",
        "warning null rule-syntax http.routers.a wrong (but the real Traefik serves it)",
        "warning null rule-syntax http.routers.b wrong (but the real Traefik serves it)",
      ]);
    });

    it("is final by the same version: files that it loads are published", async () => {
      const last = await word([finding("yaml-syntax", null)], {
        configuration: null,
        routers: 0,
        objects: null,
      });
      expect(last.verdict).toBe("accepted");
      expect(last.found).toEqual([
        "warning null preflight-differs null the built-in rules refuse what the real Traefik loads",
        "warning null yaml-syntax null wrong (but the real Traefik loads it)",
      ]);
      expect(last.routers).toBe(2);
      expect(last.objects?.().toSorted()).toEqual(["http.routers.a", "http.routers.b", "http.services.s"]);
    });

    it("still tells what it disables of files that only it loads", async () => {
      const text = good.replace("service: s}", "service: t}");
      const last = await word([finding("yaml-syntax", null)], { configuration: null }, "3.7", text);
      expect(last.verdict).toBe("rejected");
      expect(last.found).toContain(
        'error disabled preflight-disabled http.routers.a the real Traefik disables http.routers.a: the service "t@file" does not exist',
      );
    });

    it.each([
      ["of another version", [finding("rule-syntax", "http.routers.a")], {}, "3.6"],
      ["of another version, about a file", [finding("yaml-syntax", null)], { configuration: null }, "3.6"],
      ["about the static file", [finding("listen-conflict", null, "traefik.yaml")], {}, "3.7"],
      ["about a static file", [finding("yaml-syntax", null, "traefik.yaml")], { configuration: null }, "3.7"],
      ["that is no word of Traefik's", [finding("duplicate-name", "http.routers.a")], {}, "3.7"],
      ["about what it does not list", [finding("invalid-tls-options", "tls.options.strict")], {}, "3.7"],
    ] as const)("leaves one %s", async (_, more, other, version) => {
      const last = await word(more, other, version);
      expect(last.verdict).toBe("rejected");
      expect(last.diagnostics).toContainEqual(more[0]);
    });

    it("leaves one where another object has the fault: which of several Traefik names is chance", async () => {
      const text = good.replace("service: s}", "service: t}");
      const more = finding("router-loop", "http.routers.b");
      const last = await word([more], {}, "3.7", text);
      expect(last.diagnostics).toContainEqual(more);
      expect(last.found.join()).not.toContain("preflight-differs");
    });

    it("is not heard about an API, which the Traefik that is asked always has", async () => {
      const text = good.replace("service: s}", "service: api@internal}");
      const last = await word([], {}, "3.7", text);
      expect(last.found).toEqual([
        "error disabled internal-service-disabled http.routers.a router a: service api@internal is not enabled",
      ]);
    });
  });

  it("says where the built-in rules were wrong", async () => {
    const good = {
      "traefik.yaml": STATIC,
      "conf.d/a.yaml": 'http: {routers: {a: {rule: "Host(`a`)", service: noop@internal}}}\n',
    };
    expect(await asIf(good, { configuration: null })).toEqual([
      ".:1 preflight-differs null the built-in rules refuse what the real Traefik loads",
    ]);
    expect(await asIf(good, { disabled: new Set(["http.routers.a"]) })).toEqual([
      ".:1 preflight-differs null the built-in rules disable what the real Traefik serves: http.routers.a",
    ]);
    expect(await asIf(good, { facts: { ...judged(good).facts, known: false } })).toEqual([
      ".:1 preflight-differs null the built-in rules refuse a static file that the real Traefik reads",
    ]);
  });
});

test("what is quiet by itself needs no other definition", () => {
  const { configuration } = loadFiles({
    "a.yaml":
      "http: {services: {s: {loadBalancer: {healthCheck: {path: /, interval: 0}, servers: [{url: a}]}}}}",
  });
  expect(quietFile(configuration!, "3.7")).toBeNull();
});

test("what is made quiet keeps all else", () => {
  const { configuration } = loadFiles({ "a.yaml": talkative(1) });
  const again = loadFiles({ [QUIET_FILE]: quietFile(configuration!, "3.7")! }).configuration!;
  for (const [kind, object] of [
    ["http.services", "checked"],
    ["http.services", "grpc"],
    ["http.middlewares", "limit"],
    ["tcp.services", "mqtt"],
  ] as const) {
    const before = configuration!.objects[kind].get(object)!.value;
    const after = again.objects[kind].get(object)!.value;
    const loud = (value: unknown): string =>
      JSON.stringify(value, (name, part: unknown) =>
        /^(interval|unhealthyInterval|minIdleConns)$/.test(name)
          ? "loud"
          : typeof part === "bigint"
            ? String(part)
            : part,
      );
    expect(loud(after)).toBe(loud(before));
  }
  expect([...again.objects["http.services"].keys()]).toEqual(["checked", "grpc"]);
});

test.each([
  ["collecting file configs: a.yaml: yaml: line 2: did not find expected key", "a.yaml", 2],
  ['collecting file configs: a.yaml: template: :3: function "x" not defined', "a.yaml", 3],
  ["collecting file configs: a.yaml: field not found, node: servise", "a.yaml", 3],
  [
    "collecting file configs: loading content configuration from subdirectory b: b/a.yaml: http cannot be a standalone element (type *dynamic.HTTPConfiguration)",
    "b/a.yaml",
    1,
  ],
  ["something else", ".", 1],
])("%s", (says, file, line) => {
  const tree = treeOf({ "a.yaml": "# servise\nhttp:\n  servise: x\n", "b/a.yaml": "http: \n" });
  const place = refusalPlace(tree, says);
  expect([place.file, place.range.line]).toEqual([file, line]);
});
