import { request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliveries } from "../../src/traefik/routes/deliveries.ts";
import { answering } from "../../src/traefik/routes/destinations.ts";
import { follow } from "../../src/traefik/routes/follow.ts";
import { routingTableOf, type RoutingTable } from "../../src/traefik/routes/routing-table.ts";
import { startEcho } from "../support/echo-server.ts";
import { gatewayOf } from "../support/gateway-of.ts";
import { startTraefik, temporaryFolder, traefikBin, until, type RunningTraefik } from "../support/traefik.ts";

interface Family {
  /** what the parent's middlewares do */
  readonly parent: readonly string[];
  /** rules of the routers below it, by name */
  readonly children: Readonly<Record<string, string>>;
}

/** Parents by name, each chosen by a header, with the routers below it. */
const FAMILIES: Readonly<Record<string, Family>> = {
  strip: {
    parent: ["stripPrefix: {prefixes: [/v, /a b, /ä]}"],
    children: {
      plain: "PathPrefix(`/a`)",
      longer: "PathPrefix(`/a/b`)",
      root: "Path(`/`)",
      slash: "PathRegexp(`^/c%2F`)",
      prefix: "HeaderRegexp(`X-Forwarded-Prefix`, `^/v$`) && PathPrefix(`/deep`)",
    },
  },
  add: {
    parent: ["addPrefix: {prefix: /base/é}"],
    children: { x: "PathPrefix(`/base/é/a`)", y: "PathPrefix(`/a`)" },
  },
  escapes: {
    parent: ["replacePath: {path: /fixed/%2fx%2Fy}"],
    children: { lower: "Path(`/fixed//x%2Fy`)", upper: "Path(`/fixed/%2Fx%2Fy`)" },
  },
  blank: {
    parent: ['replacePath: {path: "/a b"}'],
    children: { replaced: "Header(`X-Replaced-Path`, `/`)", seen: "Path(`/a b`)" },
  },
  regex: {
    parent: ['replacePathRegex: {regex: "^/(..)/(.*)$", replacement: "/$2?lang=$1"}'],
    children: { path: "Path(`/home`)", mark: "PathPrefix(`/home%3F`)", query: "Query(`q`, `1`)" },
  },
  headers: {
    parent: ['headers: {customRequestHeaders: {X-Team: red, X-Del: "", Host: "inner.test:81"}}'],
    children: {
      team: "Header(`X-Team`, `red`) && Path(`/team`)",
      del: "HeaderRegexp(`X-Del`, `.`) && Path(`/del`)",
      inner: "Host(`inner.test`) && Path(`/host`)",
      outer: "HostRegexp(`^outer`) && Path(`/host`)",
    },
  },
  client: {
    parent: ['headers: {customRequestHeaders: {X-Forwarded-For: ""}}'],
    children: {
      ip: "ClientIP(`127.0.0.1`) && Path(`/ip`)",
      forwarded: "HeaderRegexp(`X-Forwarded-For`, `.*`)",
    },
  },
  refuses: { parent: ["ipAllowList: {sourceRange: [10.0.0.0/8]}"], children: { all: "PathPrefix(`/`)" } },
  redirects: {
    parent: ['redirectRegex: {regex: "/v/(.*)$", replacement: "/w/$1"}'],
    children: { all: "PathPrefix(`/`)" },
  },
  chained: {
    parent: ["stripPrefix: {prefixes: [/v]}", "addPrefix: {prefix: /w}"],
    children: { both: "PathPrefix(`/w/a`)", none: "PathPrefix(`/v/w`)" },
  },
};

const TARGETS = [
  "/",
  "/v",
  "/v/a",
  "/v/a/b?q=1",
  "/v/deep",
  "/v/c%2Fd",
  "/a%20b/a",
  "/%C3%A4/a/b",
  "/a",
  "/de/home",
  "/de/x?q=1",
  "/team",
  "/del",
  "/host",
  "/ip",
];

/** What the server is asked, and by which of the routers, as each names itself. */
type Seen = readonly unknown[];
const SHOWN = ["X-Child", "X-Replaced-Path", "X-Forwarded-Prefix"];

describe.skipIf(traefikBin === null)("routers below others, held against the real Traefik", () => {
  let server: Server;
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let table: RoutingTable;

  beforeAll(async () => {
    server = await startEcho(SHOWN);
    const dynamic = dynamicText((server.address() as AddressInfo).port);
    folder = await temporaryFolder({ "conf.d/parents.yaml": dynamic });
    traefik = await startTraefik({ directory: `${folder.path}/conf.d`, entryPoints: ["web"] });
    await until("the routers", async () => "grandchild@file" in ((await traefik.rawData()).routers ?? {}));
    table = routingTableOf(
      gatewayOf({
        "traefik.yaml":
          'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
        "conf.d/parents.yaml": dynamic,
      }),
    );
  });
  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await folder?.remove();
    server?.close();
  });

  test.each([...Object.keys(FAMILIES), "grandparent", "old"])("%s", async (name) => {
    for (const target of TARGETS) {
      const headers = { "X-To": name, "X-Del": "1" };
      const real = await ask(traefik.ports["web"] ?? 0, target, headers);
      expect(ours(table, target, headers), target).toEqual(real);
    }
  });

  test("who answers is the router that has it, and those above led to it", () => {
    const at = (name: string, target: string): Seen => {
      const { router, parents, passage, tried } = journeyOf(table, target, { "X-To": name });
      const asked = tried().filter((candidate) => candidate.matched);
      return [
        router?.label ?? null,
        parents.map(({ label }) => label),
        asked.map((candidate) => candidate.router.label),
        passage().steps.map(({ middleware }) => middleware.label),
      ];
    };
    expect(at("refuses", "/v")).toEqual(["refuses", [], ["refuses"], ["refuses-0"]]);
    expect(at("add", "/a")).toEqual(["add-x", ["add"], ["add", "add-x"], ["add-0", "tag-add-x"]]);
    expect(at("add", "/")).toEqual([null, ["add"], ["add"], ["add-0"]]);
    expect(at("grandparent", "/v/w/leaf")).toEqual([
      "grandchild",
      ["grandparent", "middle"],
      ["grandparent", "middle", "grandchild"],
      ["strip-0", "strip-w"],
    ]);
  });
});

function dynamicText(port: number): string {
  const routers: string[] = [];
  const middlewares: string[] = [];
  for (const [name, { parent, children }] of Object.entries(FAMILIES)) {
    const names = parent.map((_, at) => `${name}-${at}`);
    middlewares.push(...parent.map((config, at) => `    ${name}-${at}: {${config}}`));
    routers.push(`    ${name}: {rule: "Header(\`X-To\`, \`${name}\`)", middlewares: [${names.join(", ")}]}`);
    for (const [child, rule] of Object.entries(children)) {
      const tag = `tag-${name}-${child}`;
      middlewares.push(`    ${tag}: {headers: {customRequestHeaders: {X-Child: ${child}}}}`);
      routers.push(
        `    ${name}-${child}: {rule: "${rule}", parentRefs: [${name}], middlewares: [${tag}], service: echo}`,
      );
    }
  }
  return `http:
  routers:
${routers.join("\n")}
    grandparent: {rule: "Header(\`X-To\`, \`grandparent\`)", middlewares: [strip-0]}
    middle: {rule: "PathPrefix(\`/w\`) || PathPrefix(\`/a\`)", parentRefs: [grandparent], middlewares: [strip-w]}
    grandchild: {rule: "Path(\`/leaf\`) || Path(\`/b\`) || Path(\`/a/b\`)", parentRefs: [middle], service: echo}
    old: {rule: "Header(\`X-To\`, \`old\`)", middlewares: [headers-0]}
    old-inner: {rule: "HostRegexp(\`{any:inner}.test\`) && PathPrefix(\`/{one:[a-z]}\`)", ruleSyntax: v2, parentRefs: [old], service: echo}
    old-outer: {rule: "HostRegexp(\`{any:outer}.test\`)", ruleSyntax: v2, parentRefs: [old], service: echo}
  middlewares:
${middlewares.join("\n")}
    strip-w: {stripPrefix: {prefixes: [/w, /a]}}
  services:
    echo: {loadBalancer: {servers: [{url: "http://127.0.0.1:${port}"}]}}
`;
}

async function ask(port: number, path: string, headers: Record<string, string>): Promise<Seen> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers: { ...headers, Host: "outer.test" } }, resolve)
      .on("error", reject)
      .end();
  });
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) body += chunk;
  if (body.startsWith("[")) return JSON.parse(body) as Seen;
  return [response.statusCode, response.headers.location ?? null];
}

function journeyOf(table: RoutingTable, target: string, headers: Record<string, string>) {
  const http = { method: "GET", host: "outer.test", target, headers: Object.entries(headers) };
  return follow(table, { entryPoint: "web", tls: null, clientIp: "127.0.0.1", http });
}

function ours(table: RoutingTable, target: string, headers: Record<string, string>): Seen {
  const { end, destinations } = journeyOf(table, target, headers).passage();
  if (end.kind === "answered") return [end.status, end.location];
  const [{ headers: sent } = { headers: undefined }] = answering(destinations).flatMap(
    (one) => one.sent ?? [],
  );
  if (sent === undefined) return ["closed"];
  const [asked] = deliveries(destinations);
  return [asked?.uri, asked?.host, ...SHOWN.map((name) => asLatin1(sent.get(name)))];
}

/** Node shows a header's bytes as Latin-1. */
function asLatin1(values: readonly string[] | undefined): string | null {
  return values === undefined ? null : Buffer.from(values.join(", ")).toString("latin1");
}
