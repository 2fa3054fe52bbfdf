import { connect, type IncomingHttpHeaders } from "node:http2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDynamic } from "../../src/traefik/check/check-dynamic.ts";
import { JUDGE_FACTS } from "../support/judge-facts.ts";
import { loadFiles } from "../support/load-files.ts";
import { startTraefik, temporaryFolder, traefikBin, until, type RunningTraefik } from "../support/traefik.ts";

/** The fields that are values of headers, as clients see these. */
const HEADERS: Readonly<Record<string, string>> = {
  contentSecurityPolicy: "content-security-policy",
  contentSecurityPolicyReportOnly: "content-security-policy-report-only",
  customBrowserXSSValue: "x-xss-protection",
  customFrameOptionsValue: "x-frame-options",
  permissionsPolicy: "permissions-policy",
  publicKey: "public-key-pins",
  referrerPolicy: "referrer-policy",
};

const BLOCKS: Readonly<Record<string, string>> = {
  literal: "|\n          one;\n          two",
  "literal of one line": "|\n          one",
  folded: ">\n          one;\n          two",
  "literal without an end": "|-\n          one",
  "folded without an end": ">-\n          one;\n          two",
  plain: "one; two",
};

const isWhole = (block: string): boolean => !/^[|>]\n|^\|-\n.*\n/.test(BLOCKS[block]!);

const names = Object.keys(BLOCKS);
const middleware = (block: string, at: number): string =>
  [
    `    m${at}:\n      headers:\n        customResponseHeaders:\n          x-sound: one\n          x-own: ${BLOCKS[block]!.replaceAll("          ", "            ")}\n`,
    ...Object.keys(HEADERS).map((field) => `        ${field}: ${BLOCKS[block]!}\n`),
  ].join("");
const DYNAMIC = [
  "http:\n  routers:\n",
  ...names.map(
    (_, at) =>
      `    r${at}: {rule: "Host(\`h${at}.test\`)", service: noop@internal, middlewares: [m${at}], tls: {}}\n`,
  ),
  "  middlewares:\n",
  ...names.map(middleware),
].join("");

describe.skipIf(traefikBin === null)("a line end in the value of a header of responses", () => {
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    folder = await temporaryFolder({ "conf.d/a.yaml": DYNAMIC });
    traefik = await startTraefik({ directory: `${folder.path}/conf.d`, entryPoints: ["web"] });
    await until("the routers", async () => "r0@file" in ((await traefik.rawData()).routers ?? {}));
  });
  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await folder?.remove();
  });

  async function askByHttp2(host: string): Promise<IncomingHttpHeaders> {
    const session = connect(`https://127.0.0.1:${traefik.ports["web"]}`, {
      servername: host,
      rejectUnauthorized: false,
    });
    const request = session.request({ ":path": "/", ":authority": host });
    const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      request.on("response", resolve);
      request.on("error", reject);
      session.on("error", reject);
    });
    session.destroy();
    return headers;
  }

  test.each(names)("is why a browser does not see it: %s", async (block) => {
    const headers = await askByHttp2(`h${names.indexOf(block)}.test`);
    expect(headers["x-sound"]).toBe("one");
    const seen = [...Object.values(HEADERS), "x-own"].filter((name) => name in headers);
    expect(seen).toHaveLength(isWhole(block) ? Object.keys(HEADERS).length + 1 : 0);
  });
});

test.each(names)("is told: %s", (block) => {
  const { configuration } = loadFiles({ "a.yaml": DYNAMIC });
  const told = checkDynamic(configuration!, JUDGE_FACTS, "3.7").filter(
    ({ object }) => object === `http.middlewares.m${names.indexOf(block)}`,
  );
  expect(told.map(({ rule }) => rule)).toEqual(
    Array.from({ length: isWhole(block) ? 0 : Object.keys(HEADERS).length + 1 }, () => "invalid-header"),
  );
  const hint =
    block === "literal"
      ? "write the value on one line, or fold it with >-"
      : "write the value on one line, or behind >- or |-, which have no line end";
  for (const found of told) expect(found.hint).toBe(hint);
});
