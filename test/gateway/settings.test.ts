import { describe, expect, it } from "vitest";
import { readHealthSettings, readSettings } from "../../src/gateway/settings.ts";

const HOOK = "/usr/local/bin/gateway-hook-configsync";
const supervised = {
  ENABLE_GITSYNC: "1",
  GITSYNC_REPO: "https://git.example.com/r",
  GATEWAY_CONFIG_PATH: "envs/staging",
};

function settingsOf(env: Record<string, string>) {
  const found = readSettings({ ...supervised, ...env }, [], HOOK);
  if (found.kind !== "supervised") throw new Error(JSON.stringify(found));
  return found;
}

function errorsOf(env: Record<string, string>): readonly string[] {
  const found = readSettings({ ...supervised, ...env }, [], HOOK);
  return found.kind === "usage" ? found.errors : [];
}

describe("the gateway's settings", () => {
  it.each([undefined, "", "0", "false"])("ENABLE_GITSYNC=%s: Traefik and nothing else", (value) => {
    expect(readSettings({ ENABLE_GITSYNC: value }, ["--ping"], HOOK)).toEqual({
      kind: "plain",
      traefikBin: "traefik",
      traefikArgs: ["--ping"],
    });
  });

  it("gives git-sync its defaults: the hook, the period, the root, patience, depth", () => {
    const { settings, warnings } = settingsOf({});
    expect(warnings).toEqual([]);
    expect(settings.gitSyncEnv).toMatchObject({
      GITSYNC_ROOT: "/git",
      GITSYNC_PERIOD: "10s",
      GITSYNC_EXECHOOK_COMMAND: HOOK,
      GITSYNC_MAX_FAILURES: "-1",
      GITSYNC_DEPTH: "21",
    });
    expect(settings.gitSyncEnv).not.toHaveProperty("ENABLE_GITSYNC");
  });

  it("leaves what the user set", () => {
    const given = {
      GITSYNC_PERIOD: "1s",
      GITSYNC_ROOT: "/tmp/git",
      GITSYNC_MAX_FAILURES: "3",
      GITSYNC_DEPTH: "0",
    };
    expect(settingsOf(given).settings.gitSyncEnv).toMatchObject(given);
  });

  it("takes a variable that is set to nothing for one that is not set", () => {
    const given = { GITSYNC_SYNC_TIMEOUT: "", GITSYNC_PERIOD: "", GATEWAY_FAIL_ON: "" };
    const { gitSyncEnv } = settingsOf(given).settings;
    expect(gitSyncEnv).not.toHaveProperty("GITSYNC_SYNC_TIMEOUT");
    expect(gitSyncEnv["GITSYNC_PERIOD"]).toBe("10s");
  });

  it("takes one of blanks alone for one that is not set, but leaves what templates may read", () => {
    const given = { GATEWAY_TARGET_DIR: "  ", GATEWAY_STATE_DIR: " ", GITSYNC_ROOT: " ", OTHER: " " };
    const { settings } = settingsOf(given);
    expect(settings).toMatchObject({ targetDir: "/etc/traefik", stateDir: "/etc/traefik/.gateway" });
    expect(settings.gitSyncEnv).toMatchObject({ GITSYNC_ROOT: "/git", OTHER: " " });
    expect(readSettings({ ...supervised, GATEWAY_CONFIG_PATH: " " }, [], HOOK).kind).toBe("usage");
    expect(readHealthSettings(given)).toMatchObject({ stateDir: "/etc/traefik/.gateway" });
  });

  it("has git give up on a server that never answers, unless the user says when", () => {
    expect(settingsOf({}).settings.gitSyncEnv).toMatchObject({
      GIT_HTTP_LOW_SPEED_LIMIT: "1",
      GIT_HTTP_LOW_SPEED_TIME: "60",
    });
    const own = { GIT_HTTP_LOW_SPEED_LIMIT: "1000", GIT_HTTP_LOW_SPEED_TIME: "10" };
    expect(settingsOf(own).settings.gitSyncEnv).toMatchObject(own);
    const configured = settingsOf({ GITSYNC_GIT_CONFIG: "http.lowSpeedLimit:5,http.lowSpeedTime:5" });
    expect(configured.settings.gitSyncEnv).not.toHaveProperty("GIT_HTTP_LOW_SPEED_TIME");
  });

  it.each(["GITSYNC_ONE_TIME", "GIT_SYNC_ONE_TIME"])("points out %s and takes it away", (name) => {
    const { settings, warnings } = settingsOf({ [name]: "true" });
    expect(warnings).toEqual([`${name} has no effect: the gateway decides when git-sync ends`]);
    expect(settings.gitSyncEnv).not.toHaveProperty(name);
    expect(settingsOf({ [name]: "false" }).warnings).toEqual([]);
  });

  it("makes the checkout deep enough to look back", () => {
    expect(
      settingsOf({ GITSYNC_DEPTH: "3", GATEWAY_FALLBACK_DEPTH: "7" }).settings.gitSyncEnv["GITSYNC_DEPTH"],
    ).toBe("8");
    expect(settingsOf({ GITSYNC_DEPTH: "50" }).settings.gitSyncEnv["GITSYNC_DEPTH"]).toBe("50");
  });

  it.each([
    [{ GITSYNC_REPO: "" }, /^GITSYNC_REPO is not set/],
    [{ GATEWAY_CONFIG_PATH: "" }, /^GATEWAY_CONFIG_PATH is not set/],
    [{ ENABLE_GITSYNC: "maybe" }, /^ENABLE_GITSYNC is 0 or 1/],
    [{ GATEWAY_FALLBACK_DEPTH: "-1" }, /^GATEWAY_FALLBACK_DEPTH is a whole number/],
    [{ GATEWAY_HTTP_BIND: "9090" }, /^GATEWAY_HTTP_BIND is an address/],
    [{ GATEWAY_STALE_AFTER: "soon" }, /^GATEWAY_STALE_AFTER is a duration/],
    [{ GATEWAY_FIRST_SYNC_TIMEOUT: "soon" }, /^GATEWAY_FIRST_SYNC_TIMEOUT is a duration/],
    [{ GATEWAY_FAIL_ON: "foo" }, /^GATEWAY_FAIL_ON: /],
    [{ GATEWAY_PREFLIGHT: "foo" }, /^GATEWAY_PREFLIGHT: /],
    [{ GATEWAY_TRAEFIK_VERSION: "9" }, /^GATEWAY_TRAEFIK_VERSION: /],
    [{ GITSYNC_PERIOD: "10" }, /^GITSYNC_PERIOD is a duration with its unit/],
    [{ GITSYNC_SYNC_TIMEOUT: "soon" }, /^GITSYNC_SYNC_TIMEOUT is a duration/],
    [{ GITSYNC_DEPTH: "abc" }, /^GITSYNC_DEPTH is a whole number/],
    [{ GATEWAY_RESTART: "both" }, /^GATEWAY_RESTART is one of auto, beside, sequential/],
  ])("refuses %j", (env, message) => {
    expect(errorsOf(env as Record<string, string>)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ["GITSYNC_PEROID", "GITSYNC_PERIOD"],
    ["GATEWAY_TARGET", "GATEWAY_TARGET_DIR"],
    ["GITSYNC_BRANCH_NAME_OF_OURS", null],
  ])("points out %s", (name, meant) => {
    const expected = `unknown variable ${name}${meant === null ? "" : `: did you mean ${meant}?`}`;
    expect(settingsOf({ [name]: "x" }).warnings).toEqual([expected]);
  });

  it.each([
    [":9090", { host: "", port: 9090 }],
    ["127.0.0.1:1", { host: "127.0.0.1", port: 1 }],
    ["[::1]:80", { host: "::1", port: 80 }],
  ])("reads GATEWAY_HTTP_BIND=%s", (value, bind) => {
    expect(settingsOf({ GATEWAY_HTTP_BIND: value }).settings.httpBind).toEqual(bind);
  });

  it.each([
    ["90", 90],
    ["90s", 90],
    ["10m", 600],
    ["1h", 3600],
  ])("reads GATEWAY_STALE_AFTER=%s", (value, seconds) => {
    expect(settingsOf({ GATEWAY_STALE_AFTER: value }).settings.staleAfter).toBe(seconds);
  });

  it.each([
    ["", 3_000],
    ["1s", 1_000],
    ["1m30s", 90_000],
  ])("reads GITSYNC_EXECHOOK_BACKOFF=%s", (value, milliseconds) => {
    expect(settingsOf({ GITSYNC_EXECHOOK_BACKOFF: value }).settings.hookBackoff).toBe(milliseconds);
  });
});
