import type { Random } from "../random.ts";

/** The dynamic configuration of one batch, as JSON, which is YAML. */
export interface Batch {
  readonly dynamic: string;
  /** for requests near their edges */
  readonly aims: readonly Aim[];
}

/** A router that a request may aim at. */
export interface Aim {
  readonly rule: string;
  readonly entryPoints: readonly string[];
  readonly tls: boolean;
}

export const HOSTS = ["a.test", "b.a.test", "B.test", "a.test.", "*.a.test", "*", "127.0.0.1", "::1"];
export const PATHS = [
  "/",
  "/a",
  "/a/",
  "/a/b",
  "/a b",
  "/ä",
  "/a%2Fb",
  "/A",
  "/a.b",
  "/a;b",
  "/%61",
  "/a+b",
  "/a//b",
];
const PATTERNS = ["^/a", "/b$", "^/[a-z]+$", "(?i)^/A", "^/a[/ ;]b$", "ä", "^/a%2Fb$", ".*"];
const HOST_PATTERNS = ["^a\\\\.test$", "a.+t$", "^$", "^[a-z.]+$", "(?i)B\\\\.TEST"];
export const HEADERS = [
  "X-Probe",
  "x-probe",
  "X-Forwarded-Proto",
  "X-Forwarded-Host",
  "X-Real-Ip",
  "X-Forwarded-Port",
  "Cookie",
  "Host",
  "X_Probe",
];
export const VALUES = ["1", "a", "", "http", "https", "a=1; b=2", "A"];
const METHODS = ["GET", "post", "OPTIONS", "PUT"];
export const KEYS = ["q", "Q", "a b", "q;r", ""];
const RANGES = [
  "127.0.0.1",
  "127.0.0.0/30",
  "127.0.0.2/32",
  "::1",
  "10.0.0.0/8",
  "::ffff:127.0.0.1",
  "0.0.0.0/0",
];
export const ALPN = ["mqtt", "http/1.1", "xmpp"];
const POINTS = ["web", "raw", "denying", "moved", "websecure", "mixed"];

function quoted(text: string): string {
  return text.includes("\\\\") ? `"${text}"` : `\`${text}\``;
}

function call(name: string, ...args: readonly string[]): string {
  return `${name}(${args.map(quoted).join(", ")})`;
}

const V3: readonly ((random: Random) => string)[] = [
  () => call("PathPrefix", "/"),
  ({ pick }) => call("Host", pick(HOSTS.slice(0, 6))),
  ({ pick }) => call("Host", pick(HOSTS)),
  ({ pick }) => call("Host", pick(HOSTS)),
  ({ pick }) => call("HostRegexp", pick(HOST_PATTERNS)),
  ({ pick }) => call("Path", pick(PATHS)),
  ({ pick }) => call("PathPrefix", pick(PATHS)),
  ({ pick }) => call("PathPrefix", pick(PATHS)),
  ({ pick }) => call("PathRegexp", pick(PATTERNS)),
  ({ pick }) => call("Method", pick(METHODS)),
  ({ pick }) => call("Header", pick(HEADERS), pick(VALUES.filter(Boolean))),
  ({ pick }) => call("HeaderRegexp", pick(HEADERS), pick(["^h", "1", ".", "^$"])),
  ({ pick }) => call("Query", pick(KEYS.filter(Boolean)), pick(VALUES.filter(Boolean))),
  ({ pick }) => call("Query", pick(KEYS.filter(Boolean))),
  ({ pick }) => call("QueryRegexp", pick(KEYS.filter(Boolean)), pick(["^1$", "a", ""])).replace(", ``", ""),
  ({ pick }) => call("ClientIP", pick(RANGES)),
];

const V2: readonly ((random: Random) => string)[] = [
  ({ pick }) => call("Host", pick(HOSTS.slice(0, 4)), pick(HOSTS.slice(0, 4))),
  ({ pick }) => call("Host", pick(HOSTS.slice(0, 4))),
  ({ pick }) => call("HostHeader", pick(HOSTS.slice(0, 4))),
  ({ pick }) => call("HostRegexp", pick(["a.test", "{sub:[a-z]+}.test", "{any:.*}", "{a}.a.test"])),
  ({ pick }) => call("Path", pick(PATHS), pick(["/{x:[a-z]+}", "/a/{rest:.*}", "/{a}"])),
  ({ pick }) => call("PathPrefix", pick([...PATHS, "/{x:[a-z]+}", "/{a}/"])),
  ({ pick }) => call("Method", pick(METHODS), pick(METHODS)),
  ({ pick }) => call("Headers", pick(HEADERS), pick(VALUES.filter(Boolean))),
  ({ pick }) => call("HeadersRegexp", pick(HEADERS), pick(["^h", "1", "."])),
  ({ pick }) => call("Query", pick(["q=1", "q={v:[0-9]+}", "Q=a", "q="])),
  ({ pick }) => call("ClientIP", pick(RANGES.slice(0, 3)), pick(RANGES)),
];

function ruleOf(random: Random, matchers: readonly ((random: Random) => string)[], depth = 0): string {
  const { below, pick, chance } = random;
  if (depth > 2 || chance(depth === 0 ? 0.4 : 0.6)) {
    const matcher = pick(matchers)(random);
    return chance(0.12) ? `!${matcher}` : matcher;
  }
  const parts = Array.from({ length: 2 + below(2) }, () => ruleOf(random, matchers, depth + 1));
  const joined = parts.join(chance(0.65) ? " && " : " || ");
  return depth === 0 ? joined : chance(0.1) ? `!(${joined})` : `(${joined})`;
}

const SNI = ["a.test", "b.a.test", "*.a.test", "*", "c.test", "B.test", "d.test."];

function tcpRule(random: Random): string {
  const { pick, chance } = random;
  const first = chance(0.15)
    ? call("HostSNIRegexp", pick(["^a", "test$", "^$"]))
    : call("HostSNI", pick(SNI));
  if (chance(0.6)) return first;
  const second = chance(0.5) ? call("ClientIP", pick(RANGES)) : call("ALPN", pick(ALPN));
  return `${first} ${chance(0.6) ? "&&" : "||"} ${chance(0.2) ? "!" : ""}${second}`;
}

type Json = Readonly<Record<string, unknown>>;

/** Routers of every kind, some of them broken; every one of them answers with its name. */
export function randomBatch(random: Random, tcp: Readonly<Record<string, string>>): Batch {
  const { below, pick, chance } = random;
  const routers: Record<string, Json> = {};
  const middlewares: Record<string, Json> = {
    entry: { headers: { customRequestHeaders: { "X-Entry": "1" } } },
  };
  const aims: Aim[] = [];
  const answering = (name: string): Json => {
    middlewares[`m-${name}`] = { headers: { customResponseHeaders: { "X-Router": name } } };
    return {
      service: chance(0.04) ? "nothing" : "noop@internal",
      middlewares: [...(chance(0.04) ? ["nothing"] : []), ...(chance(0.1) ? ["entry"] : []), `m-${name}`],
    };
  };
  const ruled = (): Json & { readonly rule: string } => {
    const v2 = chance(0.25);
    const rule = ruleOf(random, v2 ? V2 : V3);
    return {
      rule,
      ...(v2 ? { ruleSyntax: "v2" } : chance(0.7) ? { ruleSyntax: "v3" } : {}),
      ...(chance(0.35) ? { priority: 1 + below(60) } : {}),
    };
  };
  for (let at = 0; at < 6 + below(14); at++) {
    const name = `r${at}`;
    const tls = chance(0.3)
      ? { tls: chance(0.3) ? { options: pick(["strict", "broken", "default", "other"]) } : {} }
      : {};
    const points = chance(0.2)
      ? {}
      : { entryPoints: Array.from({ length: 1 + below(2) }, () => pick(POINTS)) };
    const isParent = chance(0.1);
    const own = ruled();
    routers[name] = { ...own, ...points, ...tls, ...(isParent ? {} : answering(name)) };
    const aim = { entryPoints: points.entryPoints ?? ["web", "mixed"], tls: "tls" in tls };
    aims.push({ ...aim, rule: own.rule });
    if (!isParent) continue;
    for (let child = 0; child < 1 + below(3); child++) {
      const inner = ruled();
      routers[`${name}c${child}`] = { ...inner, parentRefs: [name], ...answering(`${name}c${child}`) };
      aims.push({ ...aim, rule: `${own.rule} && ${inner.rule}` });
    }
  }
  const tcpRouters: Record<string, Json> = {};
  const names = Object.keys(tcp);
  if (chance(0.5))
    for (let at = 0; at < 1 + below(4); at++) {
      const name = names[at] ?? "";
      const rule = tcpRule(random);
      const kind = below(4);
      const point = pick(["mixed", "mixed", "websecure", "web"]);
      aims.push({ rule, entryPoints: [point], tls: kind !== 0 });
      const tls =
        kind === 0
          ? {}
          : { tls: kind === 1 ? { passthrough: true } : chance(0.1) ? { options: "broken" } : {} };
      tcpRouters[name] = {
        rule,
        entryPoints: [point],
        service: chance(0.05) ? "nothing" : name,
        ...(chance(0.3) ? { priority: 1 + below(60) } : {}),
        ...tls,
      };
    }
  const services = Object.fromEntries(
    Object.entries(tcp).map(([name, address]) => [name, { loadBalancer: { servers: [{ address }] } }]),
  );
  const dynamic = {
    http: { routers, middlewares },
    ...(Object.keys(tcpRouters).length === 0 ? {} : { tcp: { routers: tcpRouters, services } }),
    tls: {
      options: {
        strict: { minVersion: "VersionTLS12" },
        other: { minVersion: "VersionTLS13" },
        broken: { cipherSuites: ["NONE"] },
      },
    },
  };
  return { dynamic: JSON.stringify(dynamic, null, 1), aims };
}
