import { type Dirent, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { lstat, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Tree } from "../../../src/environment/tree.ts";
import { digestTree } from "../../../src/publish/content.ts";
import { nodePorts } from "../../../src/publish/node-ports.ts";
import type { Ports } from "../../../src/publish/ports.ts";
import { publish } from "../../../src/publish/publish.ts";
import type {
  PublishOutcome,
  PublishRequest,
  PublishSettings,
  ReloadSettings,
  StaticFacts,
} from "../../../src/publish/types.ts";
import { afterEach } from "vitest";
import { temporaryFolder } from "../../support/start-traefik.ts";

/** path → content, or content and mode */
export type Files = Readonly<Record<string, string | { readonly text: string; readonly mode: number }>>;

export const UNKNOWN: StaticFacts = {
  fileProvider: null,
  directory: null,
  filename: null,
  watch: null,
  throttleMs: null,
};

/** above what a system gives */
export const NO_PROCESS = 2 ** 22 + 4242;

export function treeOf(files: Files): Tree {
  return {
    files: Object.entries(files)
      .map(([path, content]) => {
        const { text, mode } = typeof content === "string" ? { text: content, mode: 0o644 } : content;
        return { path, bytes: Buffer.from(text), mode };
      })
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** Nobody is told, nor looked for among all processes: the file names one that is not there. */
export async function nobodyIn(folder: string): Promise<ReloadSettings> {
  const pidfile = join(folder, "traefik.pid");
  await writeFile(pidfile, `${NO_PROCESS}\n`);
  return { choice: "none", pidfile, apiUrl: null, static: UNKNOWN };
}

export interface Target {
  /** the folder that holds everything of the test */
  readonly root: string;
  readonly targetDir: string;
  readonly stateDir: string;
  readonly settings: PublishSettings;
  readonly remove: () => Promise<void>;
}

/** A target in a temporary folder, with strangers in it if any are given. */
export async function temporaryTarget(
  strangers: Files = {},
  settings: Partial<PublishSettings> = {},
): Promise<Target> {
  const { path: root, remove } = await temporaryFolder();
  const targetDir = join(root, "traefik");
  await mkdir(targetDir);
  await writeInto(targetDir, strangers);
  const stateDir = settings.stateDir ?? join(targetDir, ".gateway");
  const whole: PublishSettings = {
    targetDir,
    stateDir,
    reload: { choice: "none", pidfile: null, apiUrl: null, static: UNKNOWN },
    owner: null,
    allowEmpty: false,
    lockWithinMs: 200,
    ...settings,
  };
  return { root, targetDir, stateDir, settings: whole, remove };
}

/** Makes temporary targets without strangers, which are gone after each test of the file. */
export function targetMaker(): (settings?: Partial<PublishSettings>) => Promise<Target> {
  const open: Target[] = [];
  afterEach(async () => {
    for (const target of open.splice(0)) await target.remove();
  });
  return async (settings = {}) => {
    const target = await temporaryTarget({}, settings);
    open.push(target);
    return target;
  };
}

/** Publishes files as a revision. */
export function push(
  target: Target,
  revision: string,
  files: Files,
  by: Ports = realPorts(),
): Promise<PublishOutcome> {
  return publish(requestFor(target, files, { revision }), by);
}

export async function writeInto(folder: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(
      join(folder, path),
      typeof content === "string" ? content : content.text,
      typeof content === "string" ? {} : { mode: content.mode },
    );
  }
}

export function requestFor(
  { settings }: Target,
  files: Files,
  more: Partial<PublishRequest> = {},
): PublishRequest {
  const tree = treeOf(files);
  return {
    ...settings,
    tree,
    revision: digestTree(tree).slice(0, 40),
    path: "envs/test",
    staticFiles: Object.keys(files).filter((path) => path === "traefik.yaml"),
    routers: 1,
    objects: null,
    diagnostics: [],
    judge: "test",
    ...more,
  };
}

export function realPorts(more: Partial<Ports> = {}): Ports {
  return { ...nodePorts(process, () => undefined), ...more };
}

/** Everything below a folder but the state directory: content by path, `-> place` for links, `/` for folders. */
export function contentOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const open = [""];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = join(path, entry.name);
      if (name === ".gateway") continue;
      if (entry.isDirectory()) open.push(name);
      found[entry.isDirectory() ? `${name}/` : name] = textOf(join(folder, name), entry);
    }
  }
  return found;
}

function textOf(path: string, entry: Dirent): string {
  if (entry.isDirectory()) return "";
  return entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path, "utf8");
}

/** Everything below a folder with what `stat` tells of it, times to the nanosecond. */
export async function traces(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of ["", ...(await readdir(folder, { recursive: true }))]) {
    const { mode, uid, gid, ino, size, mtimeNs, ctimeNs } = await lstat(join(folder, name), { bigint: true });
    found[name] = [mode, uid, gid, ino, size, mtimeNs, ctimeNs].join(" ");
  }
  return found;
}
