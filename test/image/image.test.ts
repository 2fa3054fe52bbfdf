import { randomBytes } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENVIRONMENT, type GatewayRepository, makeGatewayRepository } from "../e2e/gateway-repository.ts";
import { ask } from "../e2e/request.ts";
import { freePort, until } from "../support/traefik.ts";
import { BASE_IMAGES, type BaseImage, docker, dockerLogs, findDaemon } from "./docker.ts";

// The image, built and run by a Docker daemon. Containers share this machine's network and listen on its loopback
// address alone, so that daemons without bridges will do. CONTRIBUTING.md tells how to name the base images.
const dockerfile = await readFile("Dockerfile", "utf8");
const images = Object.fromEntries(
  BASE_IMAGES.map((name) => [name, process.env[name] || defaultOf(name)]),
) as Record<BaseImage, string>;
const daemon = findDaemon(images);
if (typeof daemon === "string") console.warn(`${daemon}: the tests of the image are skipped`);

function defaultOf(name: string): string {
  return new RegExp(`^ARG ${name}=(.*)$`, "m").exec(dockerfile)?.[1] ?? "";
}

const SHOP = "shop.staging.example.com";
const SEARCH = "search.staging.example.com";
const CANARY = "conf.d/shop/canary.yaml";
/** tells this run's image and containers from all others of the daemon */
const RUN = `gateway-test-${randomBytes(4).toString("hex")}`;
const eventually = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> =>
  until(what, condition, 90_000);

/** An application that tells its version, in the image that Node comes with. */
const ECHO = `
  const { createServer } = require("node:http");
  const server = createServer((request, response) => {
    response.setHeader("x-version", process.env.VERSION);
    response.end(JSON.stringify(request.headers));
  });
  server.listen(Number(process.env.PORT), "127.0.0.1");
  process.on("SIGTERM", () => process.exit(0));`;

describe.skipIf(typeof daemon === "string")("the image", { timeout: 180_000 }, () => {
  const { socket, group } = typeof daemon === "string" ? { socket: "", group: 0 } : daemon;
  const gateway = `${RUN}-gateway`;
  const containers: string[] = [];
  let repository: GatewayRepository;
  let canary: string;
  let http: number;

  const start = async (name: string, ...args: string[]): Promise<string> => {
    containers.push(name);
    return docker("run", "--detach", "--name", name, "--network", "host", ...args);
  };
  /** as Kubernetes' restricted policy and compose.yaml have it */
  const confined = [
    "--read-only",
    "--tmpfs",
    "/tmp",
    "--cap-drop",
    "ALL",
    "--security-opt",
    "no-new-privileges",
  ];
  const withDocker = [`--group-add=${group}`, `--volume=${socket}:/var/run/docker.sock:ro`];
  const withRepository = (): string[] => [`--volume=${repository.path}:/repository:ro`];
  const variables = (values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const state = async (container: string, format: string): Promise<string> =>
    docker("inspect", "--format", format, container);
  const health = async (): Promise<{ health: string; reasons: string[]; revision: string }> =>
    JSON.parse(await docker("exec", gateway, "gateway-healthz", "--json"));
  const versions = async (count: number): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (let index = 0; index < count; index++) {
      const { version = "none" } = await ask(repository.ports.web, SHOP);
      counts[version] = (counts[version] ?? 0) + 1;
    }
    return counts;
  };

  beforeAll(async () => {
    const args = Object.entries(images).flatMap(([name, image]) => ["--build-arg", `${name}=${image}`]);
    const labels = ["--build-arg", "VERSION=1.2.3", "--build-arg", "REVISION=abc"];
    await docker("build", "--network", "host", ...args, ...labels, "--tag", RUN, ".");
    repository = await makeGatewayRepository({ docker: true });
    await chmod(repository.folder, 0o755);
    const text = await repository.read("traefik.yaml");
    // of all containers of the daemon, those of this run
    await repository.commit("first", {
      "traefik.yaml": `${text}    constraints: Label(\`gateway.run\`, \`${RUN}\`)\n`,
    });
    canary = await repository.read(CANARY);
    for (const version of ["v1", "v2"]) {
      const name = `app-${version}`;
      const port = String(await freePort());
      const labels = {
        "gateway.run": RUN,
        "traefik.enable": "true",
        [`traefik.http.services.${name}.loadbalancer.server.port`]: port,
        [`traefik.http.routers.${name}.rule`]: `Host(\`${name}.localhost\`)`,
        [`traefik.http.routers.${name}.service`]: name,
      };
      await start(
        `${RUN}-${name}`,
        ...Object.entries(labels).flatMap(([label, value]) => ["--label", `${label}=${value}`]),
        ...variables({ VERSION: version, PORT: port }),
        images.NODE_IMAGE,
        "node",
        "--eval",
        ECHO,
      );
    }
    http = await freePort();
    await start(
      gateway,
      ...confined,
      ...withDocker,
      ...withRepository(),
      "--health-interval=1s",
      ...variables({
        ENABLE_GITSYNC: "1",
        GITSYNC_REPO: "file:///repository",
        GITSYNC_REF: "main",
        GITSYNC_PERIOD: "500ms",
        GITSYNC_GIT_CONFIG: "safe.directory:*",
        GATEWAY_CONFIG_PATH: ENVIRONMENT,
        GATEWAY_TRAEFIK_API: `http://127.0.0.1:${repository.ports.traefik}`,
        GATEWAY_HTTP_BIND: `127.0.0.1:${http}`,
      }),
      RUN,
    );
    await eventually("the shop, by Docker's labels", async () =>
      (await ask(repository.ports.web, SHOP).catch(() => null))?.status === 200); // prettier-ignore
  }, 1_200_000);

  afterAll(async () => {
    if (process.env["GATEWAY_TEST_LOG"] && containers.includes(gateway))
      console.log(await dockerLogs(gateway));
    if (containers.length > 0) await docker("rm", "--force", "--volumes", ...containers);
    await docker("rmi", "--force", RUN).catch(() => "");
    await repository?.remove();
  }, 120_000);

  it("is labelled, runs as nobody in particular, and has no Node but the one inside the hook", async () => {
    const { Config: config } = JSON.parse(await docker("inspect", "--format", "{{json .}}", RUN)) as {
      Config: { User: string; Labels: Record<string, string>; Entrypoint: string[] };
    };
    expect(config.User).toBe("65532:65532");
    expect(config.Labels).toMatchObject({
      "org.opencontainers.image.title": "gateway",
      "org.opencontainers.image.licenses": "Apache-2.0",
      "org.opencontainers.image.version": "1.2.3",
      "org.opencontainers.image.revision": "abc",
    });
    const names = "node npm git git-sync gateway-healthz traefik tini";
    const found = `id -u; ls /build 2>&1; for name in ${names}; do command -v $name; done`;
    expect(await docker("run", "--rm", "--entrypoint", "sh", RUN, "-c", found)).toBe(
      [
        "65532",
        "ls: cannot access '/build': No such file or directory",
        "/usr/bin/git",
        "/usr/local/bin/git-sync",
        "/usr/local/bin/gateway-healthz",
        "/usr/local/bin/traefik",
        "/usr/bin/tini",
      ].join("\n"),
    );
  });

  it("is Traefik and nothing else without ENABLE_GITSYNC", async () => {
    expect(await docker("run", "--rm", ...confined, RUN, "version")).toMatch(/^Version: +3\./);
  });

  it("says what is missing, and ends with 2", async () => {
    const failed = docker("run", "--rm", ...variables({ ENABLE_GITSYNC: "1" }), RUN);
    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("GITSYNC_REPO is not set"),
    });
  });

  it("splits the canary 180 to 20 over two labelled containers", async () => {
    expect(await versions(200)).toEqual({ v1: 180, v2: 20 });
  });

  it.each([
    ["header", "/", { "x-variant": "b" }, "v2", "b"],
    ["cookie", "/", { cookie: "variant=b" }, "v2", "b"],
    ["query", "/?variant=b", {}, "v2", "b"],
    ["header", "/", { "x-variant": "a" }, "v1", "a"],
  ] as const)("answers the A/B test by %s", async (_, path, headers, version, variant) => {
    const answer = await ask(repository.ports.web, SEARCH, path, headers);
    expect(answer).toMatchObject({ status: 200, version });
    expect(answer.headers["x-search-variant"]).toBe(variant);
  });

  it("becomes healthy for Docker, and serves its metrics", async () => {
    await eventually("healthy", async () => (await state(gateway, "{{.State.Health.Status}}")) === "healthy");
    const metrics = await (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
    expect(metrics).toContain("gateway_configsync_last_run_success 1");
    expect(metrics).toContain("gateway_git_sync_restarts_total 0");
    expect((await fetch(`http://127.0.0.1:${http}/healthz`)).status).toBe(200);
  });

  it("puts a commit live", async () => {
    const all = canary.replace("weight: 90", "weight: 0").replace("weight: 10", "weight: 100");
    const revision = await repository.commit("v2 for all", { [CANARY]: all });
    await eventually("version 2 for all", async () => (await versions(20))["v2"] === 20);
    await eventually("its revision", async () => (await health()).revision === revision);
  });

  it("goes on through a bad commit, degraded but healthy for Docker, until the next good one", async () => {
    const revision = await repository.commit("broken", { [CANARY]: `${canary}  bogus: [\n` });
    await eventually("degraded", async () => (await health()).health === "degraded");
    expect((await health()).reasons.join()).toContain(revision);
    expect(await dockerLogs(gateway)).toContain(CANARY);
    expect(await versions(20)).toEqual({ v2: 20 });
    expect(await state(gateway, "{{.State.Health.Status}}")).toBe("healthy");
    await repository.commit("mended", { [CANARY]: canary });
    await eventually("healthy again", async () => (await health()).health === "healthy");
    expect(await versions(10)).toEqual({ v1: 9, v2: 1 });
  });

  it("leaves no zombies and writes nothing outside of its volumes", async () => {
    // one that has just ended is reaped at once: those that stay are meant
    const zombies = async (): Promise<string[]> =>
      (await docker("exec", gateway, "sh", "-c", "grep -ls '^State:.Z' /proc/[0-9]*/status || true")).split(
        "\n",
      );
    let seen = await zombies();
    for (let round = 0; round < 3; round++) {
      const now = await zombies();
      seen = seen.filter((name) => now.includes(name));
    }
    expect(seen.filter(Boolean)).toEqual([]);
    expect(await docker("diff", gateway)).not.toMatch(/^[AC] \/(?:usr|home|root|var)\b/m);
  });

  it("ends in peace at SIGTERM", async () => {
    const began = Date.now();
    await docker("stop", "--time", "60", gateway);
    expect(Date.now() - began).toBeLessThan(50_000);
    expect(await state(gateway, "{{.State.ExitCode}} {{.State.OOMKilled}}")).toBe("0 false");
  });

  // deploy/kubernetes, container by container: what its pod shares is shared here
  it("is Traefik with git-sync as a sidecar, whose hook signals across containers", async () => {
    const [first, traefik, sidecar] = ["first", "traefik", "sidecar"].map((name) => `${RUN}-${name}`) as [
      string,
      string,
      string,
    ];
    const shared = ["--volume", `${RUN}-etc:/etc/traefik`, "--volume", `${RUN}-git:/git`];
    const gitSync = [
      ...withRepository(),
      ...shared,
      ...confined,
      "--entrypoint=git-sync",
      ...variables({
        GITSYNC_REPO: "file:///repository",
        GITSYNC_REF: "main",
        GITSYNC_ROOT: "/git",
        GITSYNC_PERIOD: "500ms",
        GITSYNC_GIT_CONFIG: "safe.directory:*",
        GITSYNC_MAX_FAILURES: "-1",
        GITSYNC_EXECHOOK_COMMAND: "/usr/local/bin/gateway-hook-configsync",
        GITSYNC_VERBOSE: "1",
        GATEWAY_CONFIG_PATH: ENVIRONMENT,
      }),
    ];
    try {
      await start(first, ...gitSync, ...variables({ GITSYNC_ONE_TIME: "true", GATEWAY_RELOAD: "none" }), RUN);
      expect(await docker("wait", first), await dockerLogs(first)).toBe("0");
      await start(
        traefik,
        ...shared,
        ...confined,
        ...withDocker,
        "--entrypoint=traefik",
        RUN,
        "--configFile=/etc/traefik/traefik.yaml",
      );
      await start(
        sidecar,
        ...gitSync,
        `--pid=container:${traefik}`,
        ...variables({ GATEWAY_TRAEFIK_API: `http://127.0.0.1:${repository.ports.traefik}` }),
        RUN,
      );
      await eventually("the canary", async () =>
        (await ask(repository.ports.web, SHOP).catch(() => null))?.status === 200); // prettier-ignore
      const all = canary.replace("weight: 90", "weight: 0").replace("weight: 10", "weight: 100");
      await repository.commit("v2 for all, by the sidecar", { [CANARY]: all });
      await eventually("version 2 for all", async () => (await versions(20))["v2"] === 20);
      await eventually("the hook's word", async () => /signal/.test(await dockerLogs(sidecar)));
    } finally {
      await docker("rm", "--force", "--volumes", sidecar, traefik, first).catch(() => "");
      containers.splice(
        0,
        containers.length,
        ...containers.filter((name) => ![first, traefik, sidecar].includes(name)),
      );
      await docker("volume", "rm", "--force", `${RUN}-etc`, `${RUN}-git`);
    }
  });
});
