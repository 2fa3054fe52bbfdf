import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findUnread } from "../src/find-unread.ts";
import { type Files, treeOf } from "./publish/support/target.ts";
import { JUDGE_OPTIONS } from "./support/judge-options.ts";
import { type RunningTraefik, startTraefik, temporaryFolder, traefikBin, until } from "./support/traefik.ts";

const TARGET = "/etc/traefik";
const STATIC = JSON.stringify({
  entryPoints: { web: { address: ":80" } },
  providers: { file: { directory: `${TARGET}/conf.d` } },
  serversTransport: { rootCAs: [`${TARGET}/secrets/static-ca`] },
});

function unread(before: Files, after: Files, pending: readonly string[] = [], target = TARGET) {
  return findUnread(treeOf(before), treeOf(after), pending, {
    ...JUDGE_OPTIONS,
    targetDir: target,
  });
}

const users = (file: string, more: object = {}): string =>
  JSON.stringify({ http: { middlewares: { auth: { basicAuth: { usersFile: file } }, ...more } } });

describe("what a running Traefik does not read anew", () => {
  const secret = "secrets/users";
  const given = (text: string, conf: string): Files => ({
    "traefik.yaml": STATIC,
    "conf.d/a.yaml": conf,
    [secret]: text,
  });
  const IS_ALONE = { whenBuilt: [secret], atStart: [], isBuilt: false };

  it.each([
    [`${TARGET}/${secret}`],
    [`${TARGET}//secrets/./users`],
    // where the working directory is, and where the target is mounted, is Traefik's to know
    [secret],
    [`/mnt/gateway/${secret}`],
  ])("is a file that %s names", (path) => {
    expect(unread(given("one", users(path)), given("two", users(path)))).toEqual(IS_ALONE);
  });

  it("is found through a template, and in a plugin", () => {
    const template = `http: {middlewares: {auth: {basicAuth: {usersFile: '${TARGET}/{{ "secrets" }}/{{ "us" }}ers'}}}}`;
    expect(unread(given("one", template), given("two", template))).toEqual(IS_ALONE);
    const plugin = JSON.stringify({
      http: { middlewares: { p: { plugin: { mine: { files: [`${TARGET}/${secret}`] } } } } },
    });
    expect(unread(given("one", plugin), given("two", plugin))).toEqual(IS_ALONE);
  });

  it.each([["/etc/traefik/other/users"], ["/etc/traefik/secrets/more-users"], ["users.d"]])(
    "is none that is named by nobody: %s",
    (path) => {
      const { whenBuilt } = unread(given("one", users(path)), given("two", users(path)));
      expect(whenBuilt).toEqual([]);
    },
  );

  it("is nothing where something else of the dynamic configuration changes with it", () => {
    const path = `${TARGET}/${secret}`;
    const before = given("one", users(path));
    expect(unread(before, given("two", users(path, { other: { compress: {} } }))).isBuilt).toBe(true);
    expect(unread(before, given("two", `# a comment\n${users(path)}`))).toEqual(IS_ALONE);
    const added = { ...given("two", users(path)), "conf.d/b.yaml": users("x").replace("auth", "b") };
    expect(unread(before, added).isBuilt).toBe(true);
    expect(unread({ ...added, [secret]: "one" }, given("two", users(path))).isBuilt).toBe(true);
  });

  it("stays so until then", () => {
    const path = `${TARGET}/${secret}`;
    const same = given("two", users(path));
    expect(unread(same, same, [secret])).toEqual(IS_ALONE);
    expect(unread(same, given("two", users(path, { other: { compress: {} } })), [secret]).isBuilt).toBe(true);
    expect(unread(same, given("two", users("elsewhere")), [secret]).whenBuilt).toEqual([]);
  });

  it("is what the static file names, whatever else changes", () => {
    const file = "secrets/static-ca";
    const before = { ...given("one", users("x")), [file]: "one" };
    const after = { ...given("one", users("y")), [file]: "two" };
    expect(unread(before, after)).toEqual({ whenBuilt: [], atStart: [file], isBuilt: true });
  });
});

describe.skipIf(traefikBin === null)("the real Traefik", { timeout: 60_000 }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let traefik: RunningTraefik;

  const at = (name: string): string => join(folder.path, "files", name);
  const FILES = [
    "basic",
    "digest",
    "forward",
    "cert",
    "key",
    "client",
    "store",
    "http-ca",
    "http-key",
    "tcp-ca",
  ];
  const configuration = (): string =>
    JSON.stringify({
      http: {
        middlewares: {
          basic: { basicAuth: { usersFile: at("basic") } },
          digest: { digestAuth: { usersFile: at("digest") } },
          forward: { forwardAuth: { address: "http://127.0.0.1:1", tls: { ca: at("forward") } } },
        },
        serversTransports: {
          t: { rootCAs: [at("http-ca")], certificates: [{ certFile: at("cert"), keyFile: at("http-key") }] },
        },
      },
      tcp: { serversTransports: { t: { tls: { rootCAs: [at("tcp-ca")] } } } },
      tls: {
        certificates: [{ certFile: at("cert"), keyFile: at("key") }],
        options: { o: { clientAuth: { caFiles: [at("client")] } } },
        stores: { default: { defaultCertificate: { certFile: at("store"), keyFile: at("key") } } },
      },
    });
  const contents = (): Files => ({
    "traefik.yaml": JSON.stringify({ providers: { file: { directory: join(folder.path, "conf.d") } } }),
    "conf.d/a.yaml": configuration(),
    ...Object.fromEntries(FILES.map((name) => [`files/${name}`, `${name}:one`])),
  });

  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const name of ["conf.d", "files"]) await mkdir(join(folder.path, name));
    for (const name of FILES) await writeFile(at(name), `${name}:one`);
    await writeFile(join(folder.path, "conf.d", "a.yaml"), configuration());
    traefik = await startTraefik({ bin: traefikBin!, directory: join(folder.path, "conf.d") });
    await until("its configuration", () => traefik.log().includes("Configuration received"));
    await sleep(500);
  });
  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await folder?.remove();
  });

  it.each(FILES)("agrees whether a change of a file is one of the configuration: %s", async (name) => {
    const from = traefik.log().length;
    const since = () => traefik.log().slice(from);
    await writeFile(at(name), `${name}:two`);
    traefik.reload();
    await until("its configuration", () => since().includes("Configuration received"));
    await sleep(300);
    const isSkipped = since().includes("Skipping unchanged configuration");
    await writeFile(at(name), `${name}:one`);
    traefik.reload();
    await sleep(300);
    const file = `files/${name}`;
    const found = unread(contents(), { ...contents(), [file]: `${name}:two` }, [], folder.path);
    expect(found).toEqual({ whenBuilt: isSkipped ? [file] : [], atStart: [], isBuilt: !isSkipped });
  });
});
