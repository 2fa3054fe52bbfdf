import { execFile } from "node:child_process";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort, temporaryFolder, writeFiles } from "../support/start-traefik.ts";

const run = promisify(execFile);

/** A git repository with `envs/staging` moved to free ports of 127.0.0.1, and the two versions of the application. */
export interface GatewayRepository {
  /** the work tree to commit in */
  readonly path: string;
  /** where the gateway publishes to: `<folder>/etc/traefik` */
  readonly target: string;
  readonly folder: string;
  readonly ports: Readonly<Record<"web" | "websecure" | "metrics" | "traefik", number>>;
  readonly git: (...args: string[]) => Promise<string>;
  /** changes files of `envs/staging` and commits; gives the commit's hash */
  readonly commit: (message: string, files: Readonly<Record<string, string>>) => Promise<string>;
  readonly read: (file: string) => Promise<string>;
  readonly remove: () => Promise<void>;
}

export const ENVIRONMENT = "envs/staging";

/** Makes one. With `docker` the two versions are left to containers, and the gateway publishes to its own /etc/traefik. */
export async function makeGatewayRepository({ docker = false } = {}): Promise<GatewayRepository> {
  const folder = await temporaryFolder();
  const path = join(folder.path, "repository");
  const target = docker ? "/etc/traefik" : join(folder.path, "etc", "traefik");
  const environment = join(path, ENVIRONMENT);
  await cp(ENVIRONMENT, environment, { recursive: true });
  const backends = docker ? [] : [await startBackend("v1"), await startBackend("v2")];
  const ports = {
    web: await freePort(),
    websecure: await freePort(),
    metrics: await freePort(),
    traefik: await freePort(),
  };
  await moveToLoopback(environment, target, ports);
  if (!docker)
    await replaceDocker(
      environment,
      backends.map(({ port }) => port),
    );
  const git = async (...args: string[]): Promise<string> =>
    (
      await run("git", ["-C", path, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args])
    ).stdout.trim();
  await run("git", ["init", "--quiet", "--initial-branch=main", path]);
  return {
    path,
    target,
    folder: folder.path,
    ports,
    git,
    read: (file) => readFile(join(environment, file), "utf8"),
    commit: async (message, files) => {
      await writeFiles(environment, files);
      await git("add", "--all");
      await git("commit", "--quiet", "--message", message);
      return git("rev-parse", "HEAD");
    },
    remove: async () => {
      await Promise.all(backends.map(({ close }) => close()));
      await rm(folder.path, { recursive: true, force: true });
    },
  };
}

async function moveToLoopback(
  environment: string,
  target: string,
  ports: GatewayRepository["ports"],
): Promise<void> {
  const file = join(environment, "traefik.yaml");
  let text = (await readFile(file, "utf8")).replace("/etc/traefik/conf.d", join(target, "conf.d"));
  for (const [name, port] of Object.entries({ web: 8000, websecure: 8443, metrics: 9100, traefik: 8080 })) {
    text = text.replace(
      new RegExp(`address: "(127\\.0\\.0\\.1)?:${port}"`),
      `address: "127.0.0.1:${ports[name as keyof typeof ports]}"`,
    );
  }
  await writeFile(file, text);
}

/** No Docker here: the services that its labels would define stand in a file of their own. */
async function replaceDocker(environment: string, ports: readonly number[]): Promise<void> {
  const file = join(environment, "traefik.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.slice(0, text.indexOf("  docker:")));
  for (const name of await readdir(join(environment, "conf.d"), { recursive: true })) {
    if (!name.endsWith(".yaml")) continue;
    const dynamic = join(environment, "conf.d", name);
    await writeFile(dynamic, (await readFile(dynamic, "utf8")).replaceAll("@docker", "@file"));
  }
  await writeFiles(environment, { "conf.d/backends.yaml": applications(ports) });
}

function applications(ports: readonly number[]): string {
  const services = ports.map(
    (port, index) =>
      `    app-v${index + 1}:\n      loadBalancer:\n        servers:\n          - url: http://127.0.0.1:${port}\n`,
  );
  return `http:\n  services:\n${services.join("")}`;
}

async function startBackend(version: string): Promise<{ port: number; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    response.setHeader("x-version", version);
    response.end(JSON.stringify({ version, url: request.url, headers: request.headers }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
