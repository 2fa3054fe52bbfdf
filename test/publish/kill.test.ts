import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publish } from "../../src/publish/publish.ts";
import { AT_EVERY_CALL } from "./support/faulty.ts";
import { bundle } from "./support/bundle.ts";
import {
  contentOf,
  type Files,
  nobodyIn,
  realPorts,
  requestFor,
  type Target,
  temporaryTarget,
} from "./support/target.ts";

const run = promisify(execFile);
const STRANGERS: Files = { "acme.json": "{}", "conf.d/theirs": "t" };
const A: Files = {
  "conf.d/changed.yaml": "old, of some length",
  "conf.d/gone.yaml": "gone",
  "a/b.yaml": "b",
  "emptied/x.yaml": "x",
};
const B: Files = {
  "conf.d/changed.yaml": "new, of other length",
  "conf.d/new/key": "PRIVATE KEY-----",
  "a/b.yaml": "b",
};

const FOLDERS_OF_B = { "conf.d/": "", "conf.d/new/": "", "a/": "" };

/** Every system call by which Node changes something in a file system, on Linux. */
const CHANGING: readonly (readonly string[])[] = [
  ["openat"],
  ["write", "pwrite64"],
  ["fchmod"],
  ["fsync"],
  ["rename", "renameat", "renameat2"],
  ["link", "linkat"],
  ["unlink", "unlinkat"],
  ["mkdir", "mkdirat"],
  ["rmdir"],
];

/** no system call but the one that is meant stops the process */
const STRACE = ["-f", "-qq", "--seccomp-bpf"];

const whyNot = whyNoStrace();
if (whyNot !== null) console.warn(`kills by strace are skipped: ${whyNot}`);

let script: Awaited<ReturnType<typeof bundle>>;
let original: Target;
let root: string;
let calls: readonly (readonly string[])[];
beforeAll(async () => {
  script = await bundle("publisher.ts");
  root = mkdtempSync(join(tmpdir(), "gateway-kill-"));
  original = await temporaryTarget(STRANGERS, { reload: await nobodyIn(root) });
  await publish(requestFor(original, A), realPorts());
  calls = whyNot === null ? await callsOfAll() : [];
});
afterAll(async () => {
  await script.remove();
  await original.remove();
  rmSync(root, { recursive: true, force: true });
});

test.skipIf(whyNot !== null).each(CHANGING)(
  "a SIGKILL at calls of %s leaves whole files, and the next run completes",
  { timeout: 180_000 },
  async (...names: readonly string[]) => {
    const wrong: string[] = [];
    expect(names.flatMap(numbersOf)).not.toEqual([]);
    for (const name of names) {
      for (const at of numbersOf(name)) {
        const target = copyOfOriginal(`${name}-${at}`);
        await straced(name, ["-e", `inject=${name}:signal=KILL:when=${at}`], target);
        const where = `SIGKILL at ${name} ${at}`;
        wrong.push(...wrongIn(contentOf(target.targetDir)).map((what) => `${where}: ${what}`));
        const { message } = await publish(requestFor(target, B), realPorts());
        const content = contentOf(target.targetDir);
        if (!isDeepStrictEqual(content, { ...STRANGERS, ...B, ...FOLDERS_OF_B })) {
          wrong.push(`${where}; then ${message}: ${JSON.stringify(content)}`);
        }
        rmSync(target.targetDir, { recursive: true });
      }
    }
    expect(wrong).toEqual([]);
  },
);

function wrongIn(content: Record<string, string>): string[] {
  const wrong = Object.entries(content)
    .filter(([path, text]) => !path.endsWith("/") && ![STRANGERS[path], A[path], B[path]].includes(text))
    .map(([path, text]) => `${path} is ${JSON.stringify(text)}`);
  const always = [...Object.keys(STRANGERS), "conf.d/changed.yaml", "a/b.yaml"];
  return [...wrong, ...always.filter((path) => !(path in content)).map((path) => `${path} is gone`)];
}

/** The changing system calls of a whole publication, of each thread in their order, with their arguments. */
async function callsOfAll(): Promise<string[][]> {
  const target = copyOfOriginal("count");
  const log = join(root, "count.log");
  await straced(CHANGING.flat().join(","), ["-o", log], target);
  rmSync(target.targetDir, { recursive: true });
  const threads = new Map<string, string[]>();
  for (const line of readFileSync(log, "utf8").split("\n")) {
    const [, thread = "", call = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    threads.set(thread, [...(threads.get(thread) ?? []), call]);
  }
  return [...threads.values()];
}

/** The numbers of a system call, among all of its thread, that are not Node's own start: all, or some all over them. */
function numbersOf(name: string): number[] {
  const own = (call: string) => name !== "openat" || call.includes(join(root, "count"));
  const numbers = calls.flatMap((thread) =>
    thread
      .filter((call) => call.startsWith(`${name}(`))
      .flatMap((call, index) => (own(call) ? [index + 1] : [])),
  );
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  return AT_EVERY_CALL ? sorted : sorted.filter((_, index) => index % 4 === 0);
}

async function straced(names: string, options: readonly string[], target: Target): Promise<void> {
  const request = join(root, "request.json");
  const { tree, ...rest } = requestFor(target, B);
  const files = tree.files.map(({ path, bytes, mode }) => ({
    path,
    text: Buffer.from(bytes).toString(),
    mode,
  }));
  writeFileSync(request, JSON.stringify({ ...rest, files }));
  const silent = options.includes("-o") ? [] : ["-o", "/dev/null"];
  // a killed one rejects
  const command = [...STRACE, "-e", `trace=${names}`, ...silent, ...options];
  // all fsyncs that wait together in one thread: strace counts calls by thread
  const env = { ...process.env, UV_THREADPOOL_SIZE: "1" };
  await run("strace", [...command, process.execPath, script.path, request], { env }).catch(() => undefined);
}

function copyOfOriginal(name: string): Target {
  const targetDir = join(root, name);
  cpSync(original.targetDir, targetDir, { recursive: true, preserveTimestamps: true });
  const stateDir = join(targetDir, ".gateway");
  return { ...original, targetDir, stateDir, settings: { ...original.settings, targetDir, stateDir } };
}

function whyNoStrace(): string | null {
  if (process.platform !== "linux") return "there is none but on Linux";
  try {
    const inject = ["-e", "trace=rmdir", "-e", "inject=rmdir:signal=KILL:when=1"];
    execFileSync("strace", [...STRACE, "-o", "/dev/null", ...inject, "true"]);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
