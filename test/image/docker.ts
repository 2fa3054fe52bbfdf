import { execFile, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The base images of the Dockerfile, as its build arguments name them. */
export const BASE_IMAGES = ["NODE_IMAGE", "TRAEFIK_IMAGE", "GIT_SYNC_IMAGE", "BASE_IMAGE"] as const;
export type BaseImage = (typeof BASE_IMAGES)[number];

/** What `docker` prints on its standard output, trimmed. */
export async function docker(...args: string[]): Promise<string> {
  return (await run("docker", args, { maxBuffer: 1 << 26 })).stdout.trim();
}

/** What `docker` prints on both, for logs. */
export async function dockerLogs(container: string): Promise<string> {
  const { stdout, stderr } = await run("docker", ["logs", container], { maxBuffer: 1 << 26 });
  return stdout + stderr;
}

/** A daemon on this very machine. */
export interface Daemon {
  /** path of its socket */
  readonly socket: string;
  /** the group that may use it */
  readonly group: number;
}

/**
 * The daemon that answers here; else why the image cannot be built and run: no daemon, another machine's, no image to
 * build from.
 *
 * @param images the base images, by build argument
 */
export function findDaemon(images: Readonly<Record<BaseImage, string>>): Daemon | string {
  const ask = (...args: string[]) => spawnSync("docker", args, { encoding: "utf8", timeout: 300_000 });
  const version = ask("version", "--format", "{{.Server.Os}}");
  if (version.status !== 0) return "no Docker daemon answers";
  if (process.platform !== "linux" || version.stdout.trim() !== "linux")
    return "the containers share the network of this machine, as Linux alone lets them";
  const host = process.env["DOCKER_HOST"] || "unix:///var/run/docker.sock";
  const socket = /^unix:\/\/(.*)$/.exec(host)?.[1];
  if (socket === undefined) return `the Docker daemon is not on this machine: ${host}`;
  // Node's is the largest: last
  for (const [name, image] of Object.entries(images).toReversed()) {
    const isThere = ask("image", "inspect", image).status === 0 || ask("pull", "--quiet", image).status === 0;
    if (!isThere) return `the base image ${image} is not to be had: name another in ${name}`;
  }
  return { socket, group: statSync(socket).gid };
}
