import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { sandbox, type Sandbox } from "../support/transcript.ts";

/** A step of a workflow or of an action. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export const STATIC =
  "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const STATIC_TOML =
  '[entryPoints.web]\naddress = ":80"\n[providers.file]\ndirectory = "/etc/traefik/conf.d"\n';
export const ROUTER = (service: string) => `http:
  routers:
    shop: {rule: "Host(\`shop.example.com\`)", service: ${service}}
  services:
    v1: {loadBalancer: {servers: [{url: "http://127.0.0.1:9001"}]}}
    v2: {loadBalancer: {servers: [{url: "http://127.0.0.1:9002"}]}}
`;

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** What a plan says of an environment that the base has and the checkout has not. */
export const GONE = /^### `envs\/one` against `origin\/main`: objects 3 removed$/m;

export interface Clone {
  readonly box: Sandbox;
  readonly env: Readonly<Record<string, string>>;
  readonly git: (folder: string, ...args: string[]) => string;
  /** the text of a file of the box */
  readonly at: (name: string) => string;
  /** runs a script in the checkout as services do */
  readonly bash: (script: string, more: Readonly<Record<string, string>>) => Promise<Ran>;
  /** the same environment with its static configuration in another language, and without a second one below */
  readonly restate: () => void;
}

/**
 * A clone as a runner has it: one commit deep, of a branch whose base is another. As it was before each test.
 *
 * @param options of `git clone`
 */
export function cloneForTests(...options: readonly string[]): Clone {
  const box = sandbox({
    "origin/envs/one/traefik.yaml": STATIC,
    "origin/envs/one/conf.d/shop.yaml": ROUTER("v1"),
    "origin/envs/one/conf.d/traefik.yaml": "",
    "origin/envs/two/traefik.yaml": STATIC,
    "origin/.hidden/envs/old/traefik.yaml": STATIC,
  });
  const env = {
    PATH: `${join(box.root, "bin")}:${process.env["PATH"]}`,
    HOME: box.root,
    GIT_CONFIG_COUNT: "2",
    GIT_CONFIG_KEY_0: "user.email",
    GIT_CONFIG_VALUE_0: "a@example.com",
    GIT_CONFIG_KEY_1: "user.name",
    GIT_CONFIG_VALUE_1: "a",
  };
  const git = (folder: string, ...args: string[]): string =>
    execFileSync("git", ["-C", join(box.root, folder), ...args], { env, encoding: "utf8", stdio: "pipe" });
  const checkout = join(box.root, "checkout");
  const at = (name: string): string => readFileSync(join(box.root, name), "utf8");

  beforeAll(() => {
    git("origin", "init", "-q", "-b", "main");
    git("origin", "config", "uploadpack.allowFilter", "true");
    git("origin", "add", "-A");
    git("origin", "commit", "-q", "-m", "first");
    git("origin", "switch", "-q", "-c", "change");
    box.write({ "origin/envs/one/conf.d/shop.yaml": ROUTER("v2") });
    git("origin", "commit", "-q", "-am", "second");
    execFileSync(
      "git",
      ["clone", "-q", "--depth=1", "--branch=change", ...options, `file://${box.root}/origin`, checkout],
      { env },
    );
    mkdirSync(join(box.root, "bin"));
  });
  beforeEach(() => {
    git("checkout", "reset", "-q", "--hard");
    git("checkout", "clean", "-qfd");
  });
  afterAll(() => box.remove());

  function restate(): void {
    git("checkout", "rm", "-q", "envs/one/traefik.yaml", "envs/one/conf.d/traefik.yaml");
    box.write({ "checkout/envs/one/traefik.toml": STATIC_TOML });
  }

  async function bash(script: string, more: Readonly<Record<string, string>>): Promise<Ran> {
    const options = { cwd: checkout, env: { ...env, ...more }, timeout: 60_000 };
    return new Promise((done) => {
      execFile(
        "bash",
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        options,
        (error, stdout, stderr) =>
          done({ code: error === null ? 0 : Number(error.code ?? -1), output: stdout + stderr }),
      );
    });
  }

  return { box, env, git, at, bash, restate };
}
