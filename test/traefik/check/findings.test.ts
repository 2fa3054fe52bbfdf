import { describe, expect, it } from "vitest";
import { tidy } from "../../../src/diagnostic.ts";
import { infoOf } from "../../../src/rules.ts";
import { checkDynamic } from "../../../src/traefik/check/check-dynamic.ts";
import { ASSUMED_FACTS, type StaticFacts } from "../../../src/traefik/static/facts.ts";
import type { TraefikVersion } from "../../../src/traefik/versions.ts";
import { JUDGE_FACTS } from "../../support/judge-facts.ts";
import { loadFiles } from "../../support/load-files.ts";

interface Circumstances {
  readonly facts?: StaticFacts;
  readonly version?: TraefikVersion;
}

/** `line:column rule object | message → hint` */
function findings(
  files: string | Record<string, string>,
  { facts = JUDGE_FACTS, version = "3.7" }: Circumstances = {},
) {
  const { configuration, diagnostics } = loadFiles(typeof files === "string" ? { "a.yaml": files } : files, {
    version,
  });
  if (configuration === null) throw new Error(JSON.stringify(diagnostics));
  return tidy(checkDynamic(configuration, facts, version)).map(
    ({ line, column, rule, object, message, hint }) =>
      `${line}:${column} ${rule} ${object} | ${message}${hint === null ? "" : ` → ${hint}`}`,
  );
}

const APP = "  services: {app: {loadBalancer: {servers: [{url: http://10.0.0.1}]}}}\n";
const router = (fields: string): string => `http:\n  routers:\n    shop: {${fields}}\n${APP}`;
const only = (found: readonly string[], rule: string): readonly string[] =>
  found.filter((line) => line.includes(` ${rule} `));

describe("TLS options on a router without a host", () => {
  const text =
    router("rule: Path(`/`), service: app, tls: {options: strict}") + "tls: {options: {strict: {}}}\n";
  const says =
    "router shop: TLS options are chosen by the host that a client asks for, and its rule names none: strict has no effect → add a Host matcher to the rule";

  it("are a fault of it", () => {
    expect(findings(text)).toEqual([`3:58 tls-options-without-host http.routers.shop | ${says}`]);
  });

  it.each(["3.0", "3.3", "3.6"] as const)("leave it served by %s", (version) => {
    expect(findings(text, { version })).toEqual([`3:58 tls-options-unused http.routers.shop | ${says}`]);
    expect(infoOf("tls-options-unused")).toMatchObject({ severity: "warning", effect: null });
  });
});

describe("a name that nothing bears", () => {
  it("is told where it stands, with the one that was meant", () => {
    expect(findings(router("rule: Host(`a`), service: ap"))).toEqual([
      '3:38 unknown-service http.routers.shop | router shop: service "ap" does not exist → did you mean "app"?',
    ]);
  });

  it("is the mistake, not that nobody uses what was meant", () => {
    const text = `http:
  routers: {shop: {rule: Host(\`a\`), service: ap}}
  services: {app: {loadBalancer: {servers: []}}, other: {loadBalancer: {servers: []}}}
`;
    expect(findings(text).map((line) => line.split(" ").slice(1, 3).join(" "))).toEqual([
      "unknown-service http.routers.shop",
      "unused-service http.services.other",
    ]);
  });

  it("has no second finding for a parent router, nor for a router that leads nowhere", () => {
    const text = `http:
  routers:
    shop: {rule: Host(\`a\`), service: app, parentRefs: [site]}
    lost: {rule: Host(\`b\`)}
  services: {app: {loadBalancer: {servers: []}}}
`;
    expect(findings(text).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "3:56 unknown-parent-router http.routers.shop",
      "4:5 missing-service http.routers.lost",
    ]);
  });

  it("is told once, and what fails with it says so at its own reference", () => {
    const text = `http:
  routers:
    shop: {rule: Host(\`a\`), service: canary}
  services:
    canary:
      weighted:
        services:
          - {name: old, weight: 9}
          - {name: nwe, weight: 1}
    old: {loadBalancer: {servers: []}}
    new: {loadBalancer: {servers: []}}
`;
    expect(findings(text).filter((line) => !line.includes("unused"))).toEqual([
      '3:38 broken-reference http.routers.shop | router shop: it fails with service canary (a.yaml:9: service "nwe" does not exist)',
      '9:20 unknown-service http.services.canary | service canary: service "nwe" does not exist → did you mean "new"?',
    ]);
  });

  it("is told beside the others of its list, each at its place", () => {
    const unknown = (name: string, at: string) => `${at} middleware "${name}" does not exist`;
    const brief = (found: readonly string[]) =>
      only(found, "unknown-middleware").map((line) =>
        line.replace(/ unknown-middleware.*: (?=\w*middleware)| →.*/g, " ").trim(),
      );
    const text = `http:
  routers:
    shop: {rule: Host(\`a\`), service: noop@internal, middlewares: [one, known, two]}
    cart: {rule: Host(\`b\`), service: noop@internal, middlewares: [all, three]}
    till: {rule: Host(\`c\`), service: noop@internal, middlewares: [all]}
  middlewares:
    known: {stripPrefix: {prefixes: [/a]}}
    all: {chain: {middlewares: [four, five, five, known]}}
`;
    expect(brief(findings(text))).toEqual([
      unknown("one", "3:67"),
      unknown("two", "3:79"),
      unknown("three", "4:72"),
      unknown("four", "8:33"),
      unknown("five", "8:39"),
      unknown("five", "8:45"),
    ]);
    const tcp = `tcp:
  routers: {db: {rule: HostSNI(\`*\`), service: app, middlewares: [one, two]}}
  services: {app: {loadBalancer: {servers: [{address: "a:1"}]}}}
`;
    expect(only(findings(tcp), "unknown-middleware").map((line) => line.split(" ", 1)[0])).toEqual([
      "2:66",
      "2:71",
    ]);
  });

  it("is said to be of the wrong protocol where it is", () => {
    const text = `tcp: {routers: {db: {rule: HostSNI(\`*\`), service: app}}}\nhttp:\n${APP}`;
    expect(only(findings(text), "unknown-service")).toEqual([
      '1:51 unknown-service tcp.routers.db | TCP router db: TCP service "app" does not exist → there is a service of that name, but only a TCP service will do here',
    ]);
  });

  it("of another provider is accepted where that provider may be there, else a warning", () => {
    const text = router("rule: Host(`a`), service: app@docker, middlewares: [auth@consulcatalog-team]");
    const about = (found: readonly string[]) => found.filter((line) => !line.includes("unused"));
    const enabled = { ...JUDGE_FACTS, providers: new Set(["file", "docker", "consulcatalog"]) };
    expect(about(findings(text, { facts: enabled }))).toEqual([]);
    expect(about(findings(text, { facts: ASSUMED_FACTS }))).toEqual([]);
    expect(about(findings(text))).toEqual([
      '3:38 unknown-provider http.routers.shop | router shop: service "app@docker" comes from provider docker, which the static configuration does not enable → enable providers.docker there, or name a service of a file',
    ]);
  });

  it("of no provider at all is an error", () => {
    expect(
      only(
        findings(router("rule: Host(`a`), service: app@File"), { facts: ASSUMED_FACTS }),
        "unknown-service",
      ),
    ).toEqual([
      '3:38 unknown-service http.routers.shop | router shop: service "app@File" does not exist → "app" of the files is found without "@", or as "app@file"',
    ]);
  });

  it("makes no difference where a template may yet define it", () => {
    const text = `http:\n  routers:\n    shop: {rule: Host(\`a\`), service: app}\n  services:\n    {{ env "NAME" }}: {loadBalancer: {servers: []}}\n`;
    const { configuration } = loadFiles({ "a.yaml": text }, { allVariables: false });
    const found = configuration ? checkDynamic(configuration, JUDGE_FACTS, "3.7") : [];
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

describe("what a template only guesses, and guesses to be empty", () => {
  it.each([
    '(urlParse (env "X")).host',
    'index (splitList "," (env "X")) 1',
    'if env "X" }}{{ env "X" }}{{ end',
    '(env "X" | fromJson).host',
  ])("is nobody's mistake: {{ %s }}", (action) => {
    const it = `{{ ${action} }}`;
    const text = `http:
  routers:
    shop: {rule: 'Host(\`${it}\`)', service: noop@internal, entryPoints: ['${it}'], middlewares: [ips]}
    cart:
      rule: Host(\`a\`)
      service: ${it}
  middlewares:
    ips: {ipAllowList: {sourceRange: ['${it}']}}
`;
    const { configuration } = loadFiles({ "a.yaml": text }, { allVariables: false });
    expect(configuration && checkDynamic(configuration, JUDGE_FACTS, "3.7")).toEqual([]);
  });
});

describe("entry points", () => {
  it("that do not exist are ignored beside one that does, and fatal alone", () => {
    expect(findings(router("rule: Host(`a`), service: app, entryPoints: [web, webs]"))).toEqual([
      '3:62 unknown-entry-point http.routers.shop | router shop: entry point "webs" does not exist → did you mean "web"?',
    ]);
    expect(findings(router("rule: Host(`a`), service: app, entryPoints: [udpep]"))).toEqual([
      '3:57 no-entry-point http.routers.shop | router shop: entry point "udpep" is for UDP, this router needs one for TCP, and no other is named → there are: traefik, web, websecure',
    ]);
  });

  it("are all taken to exist without a static configuration", () => {
    expect(
      findings(router("rule: Host(`a`), service: app, entryPoints: [internal]"), { facts: ASSUMED_FACTS }),
    ).toEqual([]);
  });

  it("none of which is a default lose the router", () => {
    const points = [...JUDGE_FACTS.entryPoints].map(
      ([name, point]) => [name, { ...point, asDefault: name === "udpep" }] as const,
    );
    expect(
      findings(router("rule: Host(`a`), service: app, tls: {}"), {
        facts: { ...JUDGE_FACTS, entryPoints: new Map(points) },
      }),
    ).toEqual([
      "3:5 no-entry-point http.routers.shop | router shop: it names no entry point, and no entry point is a default: Traefik silently drops it → name its entryPoints",
    ]);
  });
});

describe("a rule", () => {
  const rule = (text: string, more = ""): readonly string[] =>
    findings(router(`rule: '${text}', service: app${more}`));

  it("that cannot be parsed is told at the letter", () => {
    expect(rule("Host(`a`) && Headers(`b`, `c`)")).toEqual([
      "3:32 rule-syntax http.routers.shop | router shop: the rule cannot be parsed: unsupported function: Headers → since Traefik v3 it is Header(`name`, `…`)",
    ]);
    expect(rule("Host(`a`) and Path(`/b`)")).toEqual([
      "3:29 rule-syntax http.routers.shop | router shop: the rule cannot be parsed: 1:11: expected 'EOF', found and → write && instead of and",
    ]);
  });

  it("with a matcher that refuses its argument is told at the argument", () => {
    expect(rule("Host(`a`) && Path(`b`)")).toEqual([
      "3:37 rule-matcher http.routers.shop | router shop: Path in its rule: a path must begin with / → write `/b`",
    ]);
    expect(rule("PathRegexp(`^/(?!api)`)")).toEqual([
      "3:30 invalid-regexp http.routers.shop | router shop: PathRegexp in its rule: not a regular expression as Go reads them: invalid or unsupported Perl syntax: `(?!` → Go's regular expressions have no lookaround; in a rule a second matcher does it, negated with !",
    ]);
  });

  it("of v2's habits that matches nothing is a warning", () => {
    expect(rule("HostRegexp(`{sub:[a-z]+}.example.com`)")).toEqual([
      "3:30 v2-rule http.routers.shop | router shop: {name:pattern} means nothing since Traefik v3: HostRegexp takes the braces as they are → write HostRegexp(`^[a-z]+\\.example\\.com$`)",
    ]);
    expect(rule("Query(`a=b`)")).toEqual([
      '3:25 v2-rule http.routers.shop | router shop: Query takes name and value as two arguments since Traefik v3: this is the name "a=…" → write Query(`a`, `…`)',
    ]);
    expect(rule("PathRegexp(`^/\\p{Greek}{2}$`)")).toEqual([]);
  });
});

describe("a host that no request has", () => {
  const host = (name: string, version: TraefikVersion = "3.7", more = ""): readonly string[] =>
    findings(router(`rule: Host(\`${name}\`), service: app${more}`), { version });
  const told = (column: number, name: string, why: string): string =>
    `3:${column} host-never-matches http.routers.shop | router shop: no request has the host "${name}": ${why}`;

  it("is a warning, with what was meant", () => {
    expect(host("https://a.org/b")).toEqual([
      told(
        23,
        "https://a.org/b",
        "a host has neither a scheme nor a path → Host(`a.org`), and PathPrefix for a path",
      ),
    ]);
    expect(host("a.org:8443")).toEqual([
      told(23, "a.org:8443", "Traefik compares hosts without their port → Host(`a.org`)"),
    ]);
    expect(host("::1")).toEqual([]);
  });

  it("is told once, with tls too", () => {
    expect(host("a b", "3.7", ", tls: {}")).toEqual([told(23, "a b", "a host has no blanks → Host(`a`)")]);
  });

  it("is a wildcard before Traefik 3.7", () => {
    expect(host("*.a.org", "3.6")).toEqual([
      told(
        23,
        "*.a.org",
        "before Traefik 3.7 a wildcard in Host is taken as it is → HostRegexp(`^[^.]+\\.a\\.org$`)",
      ),
    ]);
    expect(host("*.a.org")).toEqual([]);
  });
});

describe("what never serves", () => {
  it("is a router that another with the same rule outranks", () => {
    const text = `http:
  routers:
    first: {rule: "Host(\`a\`) && Path(\`/b\`)", service: app, entryPoints: [web], priority: 100}
    second: {rule: 'host(\`A\`)&&Path("/b")', service: app, entryPoints: [web]}
    third: {rule: "Host(\`a\`) && Path(\`/b\`)", service: app, entryPoints: [web, websecure]}
    fourth: {rule: "Host(\`a\`) && Path(\`/b\`)", service: app, entryPoints: [web], tls: {}}
${APP}`;
    expect(findings(text)).toEqual([
      "4:20 shadowed-router http.routers.second | router second never gets a request: router first (a.yaml:3) has the same rule and a greater priority → remove one of them, or tell their rules apart",
    ]);
  });

  it("by chance is one of two equals", () => {
    const text = `tcp:
  routers:
    a: {rule: HostSNI(\`*\`), service: db, entryPoints: [web]}
    b: {rule: HostSNI(\`*\`), service: db, entryPoints: [web]}
  services: {db: {loadBalancer: {servers: [{address: "db:5432"}]}}}
`;
    expect(findings(text)).toEqual([
      "4:15 ambiguous-routers tcp.routers.b | TCP router b has the same rule and priority as TCP router a (a.yaml:3): chance decides which of them serves → give them different priorities, or different rules",
    ]);
  });

  it("is all but one UDP router of an entry point", () => {
    const text = `udp:
  routers: {a: {service: dns}, b: {service: dns, entryPoints: [udpep]}}
  services: {dns: {loadBalancer: {servers: [{address: "dns:53"}]}}}
`;
    expect(findings(text)).toEqual([
      "2:13 shadowed-router udp.routers.a | UDP router a never gets a packet: an entry point serves one UDP router, and takes UDP router b, whose name is the greater → give it an entry point of its own",
    ]);
  });
});

describe("the API", () => {
  const api = (more: string, rest = "") =>
    findings(
      `http:\n  routers:\n    api: {rule: Host(\`a\`), service: api@internal, entryPoints: [open]${more}}\n${rest}`,
      {
        facts: {
          ...JUDGE_FACTS,
          entryPoints: new Map([["open", { ...JUDGE_FACTS.entryPoints.get("web")!, address: ":80" }]]),
        },
      },
    );
  it("without a guard is a warning", () => {
    expect(api("")).toEqual([
      "3:37 exposed-api http.routers.api | router api offers api@internal to everybody who reaches entry point open → add a middleware that asks who is there: basicAuth, forwardAuth, ipAllowList",
    ]);
  });
  describe("behind other services", () => {
    const behind = (service: string, { version = "3.7" as TraefikVersion, more = "" } = {}) =>
      findings(
        `http:\n  routers:\n    api: {rule: Host(\`a\`), service: front, entryPoints: [open]}\n  services:\n    front: {${service}}\n    app: {loadBalancer: {healthCheck: {path: /}, servers: [{url: "http://10.0.0.1"}]}}\n    inner: {weighted: {services: [{name: api@internal}]}}\n${more}`,
        {
          version,
          facts: {
            ...JUDGE_FACTS,
            entryPoints: new Map([["open", { ...JUDGE_FACTS.entryPoints.get("web")!, address: ":80" }]]),
          },
        },
      ).filter((line) => / exposed-api | broken-reference /.test(line));
    it.each([
      "weighted: {services: [{name: app}, {name: api@internal}]}",
      "highestRandomWeight: {services: [{name: app}, {name: api@internal}]}",
      "mirroring: {service: app, mirrors: [{name: api@internal, percent: 10}]}",
      "mirroring: {service: api@internal}",
      "failover: {service: app, fallback: inner}",
      "weighted: {services: [{name: app}, {name: inner}]}, middlewares: []",
    ])("is a warning: %s", (service) => {
      expect(behind(service)).toEqual([
        expect.stringMatching(
          /^3:37 exposed-api http\.routers\.api \| router api offers api@internal to everybody who reaches entry point open/,
        ),
      ]);
    });
    it("is none where a middleware of the service guards it", () => {
      const more = '  middlewares: {u: {basicAuth: {users: ["a:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="]}}}\n';
      expect(behind("weighted: {services: [{name: inner}]}, middlewares: [u]", { more })).toEqual([]);
    });
    it("is none where the service is none of Traefik's own, nor where it cannot be reached", () => {
      expect(behind("weighted: {services: [{name: app}]}")).toEqual([]);
      const before = behind("weighted: {services: [{name: api@internal}]}", { version: "3.0" });
      expect(before.join()).not.toContain("exposed-api");
    });
  });
  it("behind a guard is not", () => {
    const guarded = `  middlewares: {c: {chain: {middlewares: [u]}}, u: {basicAuth: {users: ["a:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="]}}}\n`;
    expect(api(", middlewares: [c]", guarded)).toEqual([]);
  });
});

describe("what kills Traefik", () => {
  const ring = `tcp:
  routers: {db: {rule: HostSNI(\`*\`), service: a}}
  services: {a: {weighted: {services: [{name: b}]}}, b: {weighted: {services: [{name: a}]}}}
`;
  it("is told where the circle closes", () => {
    expect(findings(ring)).toEqual([
      "3:87 crash-loop tcp.services.a | TCP service a: it is built from itself, by way of TCP service b; Traefik dies of a loop of TCP services, and again at every start → break the circle at one of its references",
    ]);
  });
  it("is no loop that a child which fails ends", () => {
    const text = ring.replace("{name: a}]", "{name: a}, {name: c}]");
    expect(findings(text).map((line) => line.split(" ")[1])).toEqual([
      "broken-reference",
      "broken-reference",
      "unknown-service",
    ]);
  });
  it("is a loop although a health check waits for a report of what is never built", () => {
    const text = `tcp:
  routers: {db: {rule: HostSNI(\`*\`), service: a}}
  services:
    a: {weighted: {services: [{name: b}, {name: b}]}}
    b: {weighted: {healthCheck: {}, services: [{name: a}, {name: a}]}}
`;
    expect(only(findings(text), "crash-loop")).toHaveLength(2);
    const further = text.replace(
      "a: {weighted: {services: [{name: b}, {name: b}]}}",
      "a: {weighted: {healthCheck: {}, services: [{name: b}, {name: c}]}}",
    );
    expect(
      only(findings(`${further}    c: {weighted: {services: [{name: b}]}}\n`), "crash-loop").length,
    ).toBeGreaterThan(0);
  });
  it("is no loop within a circle that a child which fails ends", () => {
    const text = `tcp:
  routers: {db: {rule: HostSNI(\`*\`), service: a}}
  services:
    a: {weighted: {services: [{name: nope}, {name: b}, {name: b}]}}
    b: {weighted: {healthCheck: {}, services: [{name: a}, {name: b}]}}
`;
    expect(only(findings(text), "crash-loop")).toEqual([]);
  });
  it("is a loop of HTTP services before 3.6, since then an error", () => {
    const text = router("rule: Host(`a`), service: a").replace(
      "services: {",
      "services: {a: {weighted: {services: [{name: a}]}}, ",
    );
    expect(only(findings(text, { version: "3.5" }), "crash-loop")).toHaveLength(1);
    expect(only(findings(text), "service-loop")).toEqual([
      "4:47 service-loop http.services.a | service a: it is built from itself: a → a → break the circle at one of its references",
    ]);
  });
});

describe("secrets", () => {
  it("are in no message", () => {
    const text = `http:
  routers:
    r: {rule: Host(\`a\`), service: s, middlewares: [basic]}
    q: {rule: Host(\`b\`), service: app, middlewares: [digest]}
    p: {rule: Host(\`c\`), service: app, middlewares: [basic]}
  middlewares:
    basic: {basicAuth: {users: ["geheim"]}}
    digest: {digestAuth: {users: ["geheim:geheim"]}}
  services:
    s: {loadBalancer: {servers: [{url: "http://admin:geheim@h h"}]}}
    app: {loadBalancer: {servers: []}}
`;
    const found = findings(text);
    expect(found.filter((line) => line.includes("error") || line.includes("invalid"))).not.toEqual([]);
    expect(found.filter((line) => line.includes("geheim"))).toEqual([]);
  });
});

describe("input that means harm", () => {
  const many = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join("");

  it("is judged in reasonable time, however deep or wide it is", () => {
    const deep = `http:
  routers:\n    r: {rule: Host(\`a\`), service: s0, middlewares: [m0]}\n    t0: {rule: Host(\`b\`)}
${many(3000, (index) => `    t${index + 1}: {rule: Host(\`b\`), parentRefs: [t${index}]}\n`)}  services:
${many(3000, (index) => `    s${index}: {weighted: {services: [{name: s${index + 1}}]}}\n`)}  middlewares:
${many(3000, (index) => `    m${index}: {chain: {middlewares: [m${index + 1}, m${index + 1}]}}\n`)}tcp:
  routers: {r: {rule: HostSNI(\`*\`), service: s0}}
  services:
${many(300, (index) => `    s${index}: {weighted: {services: [{name: s${index + 1}}, {name: s${index + 1}}]}}\n`)}`;
    expect(only(findings(deep), "nesting-too-deep")).toHaveLength(3);
  });
});

describe("ALPN protocols", () => {
  it.each([
    ["[h2, http/1.1, acme-tls/1]", []],
    ["[mqtt]", []],
    ["[x-our-own-protocol]", []],
    ["[]", []],
    [
      "[h2, http1.1]",
      ['TLS options default: no client asks for the ALPN protocol "http1.1" → did you mean "http/1.1"?'],
    ],
    [
      "[HTTP/1.1]",
      [
        'TLS options default: no client asks for the ALPN protocol "HTTP/1.1"; browsers, which offer h2 and http/1.1, are refused → did you mean "http/1.1"?',
      ],
    ],
    [
      "[http/2, http/1.1]",
      ['TLS options default: no client asks for the ALPN protocol "http/2" → did you mean "h2"?'],
    ],
    [
      "[h3, h2]",
      [
        'TLS options default: no client asks for the ALPN protocol "h3" → HTTP/3 has a handshake of its own: http3 of the entry point switches it on',
      ],
    ],
    [
      "[h2c, h2]",
      ['TLS options default: no client asks for the ALPN protocol "h2c" → HTTP/2 over TLS is h2'],
    ],
    [
      "[postgres, h2]",
      ['TLS options default: no client asks for the ALPN protocol "postgres" → did you mean "postgresql"?'],
    ],
    ['["", h2]', ['TLS options default: no client asks for the ALPN protocol "" → leave the empty name out']],
  ])("%s", (list, expected) => {
    const found = findings(`tls: {options: {default: {alpnProtocols: ${list}}}}`);
    expect(found.map((line) => line.split(" | ")[1])).toEqual(expected);
  });
});

describe("observability of a router", () => {
  const text = router(
    "rule: Host(`a`), service: app, observability: {accessLogs: true, metrics: false, tracing: true}",
  );
  const rules = (observes: StaticFacts["observes"], known = true): readonly string[] =>
    findings(text, { facts: { ...JUDGE_FACTS, known, observes } }).map((line) => line.split(" → ")[0] ?? "");
  const none = { accessLogs: false, metrics: false, tracing: false };
  const says = (field: string, section: string): string =>
    `observability-off http.routers.shop | router shop: observability.${field} has no effect: the static configuration has no ${section}`;

  it("is pointed out where the static configuration has nothing of the kind", () => {
    expect(rules(none)).toEqual([
      `3:71 ${says("accessLogs", "accessLog")}`,
      `3:102 ${says("tracing", "tracing")}`,
    ]);
    expect(rules({ ...none, accessLogs: true })).toEqual([`3:102 ${says("tracing", "tracing")}`]);
    expect(rules({ ...none, accessLogs: true, tracing: true })).toEqual([]);
  });

  it("is not where that is unknown", () => {
    expect(rules(none, false)).toEqual([]);
  });
});
