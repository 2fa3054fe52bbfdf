import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, realpathSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { EXECUTABLE } from "../support/transcript.ts";

/** What of this repository a page may speak of as if the reader stood in their own: small, and nothing that is built. */
const SHOWN = ["envs", "deploy", "ci", "examples", "action.yml", "compose.yaml", "Dockerfile"];
/** Absolute paths of the gateway that the commands of a page name: folders of the sandbox take their place. */
const OF_THE_GATEWAY = ["/etc/traefik", "/run/gateway", "/git"];
const WITHIN_MS = 60_000;

/** What a block printed, stdout and stderr as a terminal shows them, and the exit code of each of its commands. */
export interface Printed {
  readonly output: readonly string[];
  readonly codes: readonly number[];
}

/** A git checkout like a reader's, with the executables on PATH; what one block writes the next finds. */
export interface PageSandbox {
  readonly root: string;
  readonly write: (file: string, text: string) => void;
  readonly run: (commands: readonly string[], stdin?: string) => Promise<Printed>;
  readonly remove: () => void;
}

export function pageSandbox(traefik: string | null): PageSandbox {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "gateway-docs-")));
  const root = join(home, "checkout");
  mkdirSync(root);
  for (const path of SHOWN.filter((path) => existsSync(path))) {
    cpSync(path, join(root, path), { recursive: true });
  }
  const bin = join(home, "bin");
  mkdirSync(bin);
  const script = (name: string, line: string): void =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  script("gateway-hook-configsync", `exec ${quoted(EXECUTABLE)} "$@"`);
  for (const name of ["gateway", "gateway-healthz"])
    script(name, `exec ${quoted(resolve(`bin/${name}.js`))} "$@"`);
  // what npx would have installed
  script("npx", 'while [ "${1#-}" != "$1" ]; do shift; done; exec "$@"');
  if (traefik !== null) script("traefik", `exec ${quoted(traefik)} "$@"`);

  const env = {
    PATH: `${bin}:${dirname(process.execPath)}:${process.env["PATH"]}`,
    HOME: home,
    LANG: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Reader",
    GIT_AUTHOR_EMAIL: "reader@example.com",
    GIT_COMMITTER_NAME: "Reader",
    GIT_COMMITTER_EMAIL: "reader@example.com",
    GATEWAY_CONFIG_PATH: "envs/staging",
    GATEWAY_TARGET_DIR: join(home, "etc/traefik"),
    GATEWAY_LOG_FORMAT: "text",
  };
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-C", root, ...args], { env, stdio: "ignore" });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "Routes");
  git("update-ref", "refs/remotes/origin/main", "HEAD");

  const inward = (text: string): string =>
    OF_THE_GATEWAY.reduce(
      (all, path) => all.replace(new RegExp(`(?<![\\w./])${path}(?![\\w-])`, "g"), `${home}${path}`),
      text,
    );
  const outward = (text: string): string => text.replaceAll(root, "/checkout").replaceAll(home, "");

  return {
    root,
    write: (file, text) => {
      const at = resolve(root, file);
      if (!at.startsWith(`${root}/`)) throw new Error(`${file} is outside of the checkout`);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, text);
    },
    run: async (commands, stdin = "") => {
      const marker = "\u001e";
      const lines = commands.map((command) => `${inward(command)}\nprintf '${marker}%s${marker}' $?`);
      const text = await bash(`exec 2>&1\n${lines.join("\n")}\n`, root, env, stdin);
      const parts = outward(text).split(marker);
      return {
        output: parts.filter((_, index) => index % 2 === 0).slice(0, commands.length),
        codes: commands.map((_, index) => Number(parts[2 * index + 1] ?? -1)),
      };
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

async function bash(script: string, cwd: string, env: NodeJS.ProcessEnv, stdin: string): Promise<string> {
  return new Promise((done) => {
    const options = { cwd, env, timeout: WITHIN_MS, killSignal: "SIGKILL", maxBuffer: 1 << 26 } as const;
    const child = execFile("bash", ["-c", script], options, (_, stdout, stderr) => done(stdout + stderr));
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(stdin);
  });
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
