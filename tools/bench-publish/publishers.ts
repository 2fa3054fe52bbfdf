import { execFile } from "node:child_process";
import { mkdir, rename, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Tree } from "../../src/environment/tree.ts";

const run = promisify(execFile);

/** Where a push goes and who is to take it. */
export interface Site {
  readonly targetDir: string;
  /** a checkout to copy from */
  readonly sourceDir: string;
  readonly watch: boolean;
  /** of the Traefik that runs; its executable */
  readonly pid: number;
  readonly traefik: string;
  /** null: the publisher is not told */
  readonly pidfile: string | null;
  readonly api: string | null;
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

const HOOK = join(process.cwd(), "bin", "gateway-hook-configsync.js");
const ENVIRONMENT = "envs/bench";

/** This project's hook, as the process that git-sync runs: it judges, asks the real Traefik, and publishes. */
export const ours: Publisher = {
  name: "gateway-hook-configsync",
  prepare: async (site, tree) => {
    await hook(site, tree, 0, ["--reload=none"]);
  },
  push: async (site, tree, push) => {
    const { reload } = await hook(site, tree, push, [
      ...(site.api === null ? [] : [`--traefik-api=${site.api}`]),
      ...(site.pidfile === null ? [] : [`--traefik-pidfile=${site.pidfile}`]),
    ]);
    const expected = {
      method: site.watch ? "watch" : "signal",
      confirmed: site.api === null ? null : true,
    };
    if (reload?.method !== expected.method || reload.confirmed !== expected.confirmed) {
      throw new Error(`push ${push}: reload is ${JSON.stringify(reload)}, not ${JSON.stringify(expected)}`);
    }
  },
};

interface Report {
  readonly outcome: string;
  readonly reload: { readonly method: string; readonly confirmed: boolean | null } | null;
}

async function hook(site: Site, tree: Tree, push: number, args: readonly string[]): Promise<Report> {
  await writeAll(join(site.sourceDir, ENVIRONMENT), tree);
  const { stdout } = await run(process.execPath, [
    HOOK,
    "sync",
    `--worktree=${site.sourceDir}`,
    `--config-path=${ENVIRONMENT}`,
    `--target=${site.targetDir}`,
    `--traefik-bin=${site.traefik}`,
    `--revision=push-${push}`,
    "--format=json",
    ...args,
  ]);
  const report = JSON.parse(stdout) as Report;
  if (report.outcome !== "published") throw new Error(`push ${push} was not published: ${stdout}`);
  return report;
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
