import { DEFAULT_CERTIFICATE } from "../../src/gateway/default-certificate.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SETTINGS } from "../../src/cli/settings.ts";
import { gatewayVariables } from "../../src/cli/unknown-variables.ts";
import { readSettings } from "../../src/gateway/settings.ts";

const page = readFileSync("docs/operating.md", "utf8");
const table = page.slice(page.indexOf("\n## Variables"), page.indexOf("\n## How it is"));
/** variable → default, as the page has them */
const documented = new Map(
  Array.from(table.matchAll(/^\| `(\w+)` \| (.+?) \| .+ \|$/gm), ([, name = "", value = ""]) => [
    name,
    value,
  ]),
);

/** What `gateway` passes on to its own hook, and nobody sets. */
const INTERNAL = new Set(["GATEWAY_LOG_FD"]);

/** Those of git-sync that mean something to the gateway or the hook. */
const OF_GIT_SYNC = ["REPO", "REF", "ROOT", "PERIOD", "DEPTH", "MAX_FAILURES", "HASH"].map(
  (name) => `GITSYNC_${name}`,
);

describe("the variables in docs/operating.md", () => {
  it("are all there are", () => {
    const known = [
      ...gatewayVariables().filter((name) => !INTERNAL.has(name)),
      "ENABLE_GITSYNC",
      ...OF_GIT_SYNC,
      DEFAULT_CERTIFICATE,
    ];
    expect(new Set(documented.keys())).toEqual(new Set(known));
  });

  it.each(Object.values(SETTINGS).filter(({ variable }) => /^(GATEWAY|GITSYNC)_/.test(variable)))(
    "$variable has its default",
    ({ variable, fallback }) => {
      expect(documented.get(variable)).toBe(fallback);
    },
  );

  it("of the gateway alone have theirs", () => {
    const given = { ENABLE_GITSYNC: "1", GITSYNC_REPO: "r", GATEWAY_CONFIG_PATH: "p" };
    const found = readSettings(given, [], "hook");
    if (found.kind !== "supervised") throw new Error(found.kind);
    const { settings } = found;
    const defaults = {
      GATEWAY_FALLBACK_DEPTH: String(settings.fallbackDepth),
      GATEWAY_RESTART: settings.restart,
      GATEWAY_STALE_AFTER: `${settings.staleAfter / 60}m`,
      GATEWAY_HTTP_BIND: settings.httpBind === null ? "off" : "on",
      GATEWAY_HEALTH_STRICT: settings.healthStrict ? "1" : "0",
      GATEWAY_GITSYNC_BIN: `${settings.gitSyncBin} on PATH`,
      GITSYNC_ROOT: settings.gitSyncEnv["GITSYNC_ROOT"],
      GITSYNC_PERIOD: settings.gitSyncEnv["GITSYNC_PERIOD"],
      GITSYNC_DEPTH: settings.gitSyncEnv["GITSYNC_DEPTH"],
      GITSYNC_MAX_FAILURES: settings.gitSyncEnv["GITSYNC_MAX_FAILURES"],
    };
    expect(Object.fromEntries(Object.keys(defaults).map((name) => [name, documented.get(name)]))).toEqual(
      defaults,
    );
    expect(readSettings({}, [], "hook").kind).toBe(documented.get("ENABLE_GITSYNC") === "0" ? "plain" : "");
  });
});
