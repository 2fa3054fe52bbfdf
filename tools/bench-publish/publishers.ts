import { execFile } from "node:child_process";
import { mkdir, rename, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Tree } from "../../src/environment/tree.ts";
import { nodePorts } from "../../src/publish/node-ports.ts";
import type { Ports } from "../../src/publish/ports.ts";
import { publish } from "../../src/publish/publish.ts";
import type { PublishRequest, ReloadSettings } from "../../src/publish/types.ts";
import { APPS, objectsOf } from "./environment.ts";

const run = promisify(execFile);

/** Where a push goes and who is to take it. */
export interface Site {
  readonly targetDir: string;
  /** a checkout to copy from */
  readonly sourceDir: string;
  readonly watch: boolean;
  readonly pid: number;
  readonly pidfile: string;
  readonly api: string;
}

export interface Publisher {
  readonly name: string;
  /** the first push, before Traefik runs */
  readonly prepare: (site: Site, tree: Tree) => Promise<void>;
  readonly push: (site: Site, tree: Tree, push: number) => Promise<void>;
}

/** What people do with rsync: a signal after it, where Traefik does not watch. */
export const withRsync: Publisher = {
  name: "rsync -a --delete",
  prepare: ({ targetDir }, tree) => writeAll(targetDir, tree),
  push: async (site, tree) => {
    await writeAll(site.sourceDir, tree);
    await run("rsync", ["-a", "--delete", `${site.sourceDir}/conf.d/`, `${site.targetDir}/conf.d/`]);
    if (!site.watch) process.kill(site.pid, "SIGHUP");
  },
};

/** A temporary file beside each and a rename, then a touch of the watched folder, or the signal. */
export const withRenames: Publisher = {
  name: "renames, then touch or signal",
  prepare: ({ targetDir }, tree) => writeAll(targetDir, tree),
  push: async (site, tree) => {
    for (const { path, bytes } of tree.files) {
      const to = join(site.targetDir, path);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(`${to}.tmp`, bytes);
      await rename(`${to}.tmp`, to);
    }
    const now = new Date();
    if (site.watch) await utimes(join(site.targetDir, "conf.d"), now, now);
    else process.kill(site.pid, "SIGHUP");
  },
};

/** This project's. */
export const ours: Publisher = {
  name: "gateway-hook-configsync",
  prepare: async (site, tree) => {
    const outcome = await publish({ ...requestFor(site, tree, 0), reload: NOBODY }, ports());
    if (outcome.outcome !== "published") throw new Error(outcome.message);
  },
  push: async (site, tree, push) => {
    const outcome = await publish(requestFor(site, tree, push), ports());
    if (outcome.outcome !== "published" || outcome.reload?.confirmed !== true) {
      throw new Error(`push ${push} was not published: ${JSON.stringify(outcome)}`);
    }
  },
};

const NOBODY: ReloadSettings = {
  choice: "none",
  pidfile: null,
  apiUrl: null,
  static: { fileProvider: null, directory: null, filename: null, watch: null, throttleMs: null },
};

function ports(): Ports {
  return nodePorts(process, (level, message) => console.error(level, message));
}

function requestFor(site: Site, tree: Tree, push: number): PublishRequest {
  const { targetDir, watch, pidfile, api } = site;
  const directory = join(targetDir, "conf.d");
  return {
    targetDir,
    stateDir: join(targetDir, ".gateway"),
    reload: {
      choice: "auto",
      pidfile,
      apiUrl: api,
      static: { fileProvider: true, directory, filename: null, watch, throttleMs: null },
    },
    owner: null,
    allowEmpty: false,
    tree,
    revision: `push-${push}`,
    path: "envs/bench",
    staticFiles: [],
    routers: APPS,
    objects: objectsOf(push),
    diagnostics: [],
    judge: "bench",
  };
}

export async function hasRsync(): Promise<boolean> {
  return run("rsync", ["--version"]).then(
    () => true,
    () => false,
  );
}

async function writeAll(folder: string, tree: Tree): Promise<void> {
  for (const { path, bytes } of tree.files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
