import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { HOOK } from "../e2e/run-hook.ts";
import { sandbox } from "../support/transcript.ts";
import { traefikBin, until } from "../support/traefik.ts";

const box = sandbox({
  "envs/a/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "envs/a/conf.d/a.yaml":
    "http: {routers: {a: {rule: Host(`a`), service: a}}, services: {a: {loadBalancer: {servers: [{url: 'http://a'}]}}}}\n",
});
const temporary = join(box.root, "tmp");
mkdirSync(temporary);
afterAll(() => box.remove());

/** Whether the Traefik of a preflight has been given the files: its folder is a link, which is exchanged then. */
function isAsked(): boolean {
  try {
    return readdirSync(temporary).some((scratch) =>
      readdirSync(join(temporary, scratch))
        .filter((name) => name.startsWith("traefik-"))
        .some((name) => !readlinkSync(join(temporary, scratch, name, "files")).endsWith("boot")),
    );
  } catch {
    return false;
  }
}

test.skipIf(traefikBin === null)(
  "a hook that is ended in the middle of a preflight leaves nothing behind",
  async () => {
    // its answer takes some milliseconds, and what comes after it some more
    for (const delay of [0, 4, 8, 12, 16, 20, 25, 30, 40, 50, 70, 100]) {
      const args = ["sync", "--config-path", "envs/a", "--target", `t${delay}`, "--traefik-bin", traefikBin!];
      const child = spawn(process.execPath, [HOOK, ...args], {
        cwd: box.root,
        env: { PATH: process.env["PATH"], TMPDIR: temporary, GATEWAY_RELOAD: "none" },
        stdio: "ignore",
      });
      const ended = new Promise((done) => child.once("close", done));
      while (child.exitCode === null && !isAsked()) await sleep(1);
      await sleep(delay);
      child.kill("SIGTERM");
      await ended;
      await until(`the folder is gone after ${delay} ms`, () => readdirSync(temporary).length === 0);
    }
    expect(readdirSync(temporary)).toEqual([]);
  },
  60_000,
);
