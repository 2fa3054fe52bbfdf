// Kills and fails the built hook at every system call that changes files, by strace: npm run faults [-- FAULT...].
// FAULT: KILL, EIO, ENOSPC, EROFS, EMFILE; all of them when none is named, which takes an hour. Linux alone.
import { execFile } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const HOOK = resolve("bin", "gateway-hook-configsync.js");
const CALLS = ["link", "mkdir", "rename", "rmdir", "unlink", "write", "fchmod", "fsync", "openat"];
const FAULTS = process.argv.length > 2 ? process.argv.slice(2) : ["KILL", "EIO", "ENOSPC", "EROFS", "EMFILE"];

const app = (name, host) => `
http:
  routers: {${name}: {rule: "Host(\`${host}\`)", service: ${name}, entryPoints: [web]}}
  services: {${name}: {loadBalancer: {servers: [{url: "http://127.0.0.1:1"}]}}}`;
const STATIC = "{entryPoints: {web: {address: ':80'}}, providers: {file: {directory: /etc/traefik/conf.d}}}";
const STRANGERS = { "acme.json": "{}", "conf.d/theirs.txt": "theirs" };
const A = {
  "traefik.yaml": STATIC,
  "conf.d/changed.yaml": app("changed", "old.test"),
  "conf.d/gone/deep/app.yaml": app("gone", "gone.test"),
  "conf.d/file-to-folder": "a file",
  "conf.d/folder-to-file/x": "in a folder",
};
const B = {
  "traefik.yaml": STATIC,
  "conf.d/changed.yaml": app("changed", "new.test"),
  "conf.d/added/app.yaml": app("added", "added.test"),
  "conf.d/file-to-folder/x": "in a folder",
  "conf.d/folder-to-file": "a file",
};

/** So many new files that their content is kept in one. */
const MANY = {
  ...A,
  ...Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`many/${at}.txt`, `${at}`])),
};

const root = fs.mkdtempSync(join(fs.existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "gateway-faults-"));
const SOURCES = { a: A, b: B, many: MANY };
for (const [name, files] of Object.entries(SOURCES)) write(join(root, name, "env"), files);

const SCENARIOS = [
  { what: "first publication", before: [], command: ["sync", "a"], from: {}, to: A },
  { what: "change", before: [["sync", "a"]], command: ["sync", "b"], from: A, to: B },
  {
    what: "rollback",
    before: [
      ["sync", "a"],
      ["sync", "b"],
    ],
    command: ["rollback", "a"],
    from: B,
    to: A,
  },
  {
    what: "many files",
    before: [["sync", "a"]],
    command: ["sync", "many"],
    from: A,
    to: MANY,
    // the other faults come to the same calls
    faults: ["KILL", "ENOSPC"],
  },
];

/** Which of a thread's calls comes when depends on what else the machine does. */
const ATTEMPTS = 5;

let isSound = true;
let copies = 0;
try {
  for (const scenario of SCENARIOS) await tryAll(scenario);
} finally {
  fs.rmSync(root, { recursive: true });
}
process.exitCode = isSound ? 0 : 1;

async function tryAll({ what, before, command, from, to, faults = FAULTS }) {
  const original = join(root, "original");
  write(original, STRANGERS);
  for (const earlier of before) await hook(original, earlier);
  for (const call of CALLS) {
    const numbers = await numbersOf(call, copyOf(original), command);
    for (const fault of FAULTS.filter((name) => faults.includes(name))) {
      let wrong = 0;
      for (const at of numbers) {
        const injected = fault === "KILL" ? "signal=KILL" : `error=${fault}`;
        let isHit = false;
        for (let attempt = 0; !isHit && attempt < ATTEMPTS; attempt++) {
          const target = copyOf(original);
          const { code, signal } = await hook(target, command, [
            "-e",
            `inject=${call}:${injected}:when=${at}`,
          ]);
          // libuv ends the process where it cannot wake its own threads: the call was one of these this time
          isHit = signal !== "SIGABRT";
          const left = contentOf(target);
          const found = wrongIn(left, from, to);
          if (fault !== "KILL" && isHit) {
            if (code !== 0 && code !== 3) found.push(`exit code ${code}`);
            const isWhole = [from, to].some((files) => isSame(left, { ...STRANGERS, ...files }));
            if (!isWhole) found.push("a mixture is left");
          }
          const next = await hook(target, command);
          const content = contentOf(target);
          if (next.code !== 0 || !isSame(content, { ...STRANGERS, ...to })) found.push(`then ${next.stderr}`);
          fs.rmSync(target, { recursive: true });
          if (found.length > 0) console.log(`${what}: ${fault} at ${call} ${at}: ${found.join("; ")}`);
          wrong += found.length;
        }
        if (!isHit) console.log(`${what}: ${fault} at ${call} ${at}: met no call of the hook's own`);
        wrong += isHit ? 0 : 1;
      }
      console.log(`${what}: ${fault} at each of ${numbers.length} ${call}: ${wrong} wrong`);
      if (wrong > 0) isSound = false;
    }
  }
  fs.rmSync(original, { recursive: true });
}

/** Numbers of the calls that have to do with the target; strace counts them in each thread. */
async function numbersOf(call, target, command) {
  const log = join(root, "log");
  await hook(target, command, ["-y", "-e", `trace=${call}`], log);
  const counts = new Map();
  const numbers = new Set();
  for (const line of fs.readFileSync(log, "utf8").split("\n")) {
    const thread = new RegExp(`^(\\d+) +${call}\\(`).exec(line)?.[1];
    if (thread === undefined) continue;
    const count = (counts.get(thread) ?? 0) + 1;
    counts.set(thread, count);
    if (line.includes(target)) numbers.add(count);
  }
  fs.rmSync(target, { recursive: true });
  return [...numbers].toSorted((a, b) => a - b);
}

/** Runs the hook, under strace when there are options for it. */
async function hook(target, [command, name], strace = null, log = "/dev/null") {
  const env = {
    PATH: process.env.PATH,
    GATEWAY_WORKTREE: join(root, name),
    GATEWAY_CONFIG_PATH: "env",
    GATEWAY_TARGET_DIR: target,
    GATEWAY_PREFLIGHT: "never",
    GATEWAY_RELOAD: "none",
    GITSYNC_HASH: name,
    // all fsyncs that wait together in one thread: strace counts calls by thread
    UV_THREADPOOL_SIZE: "1",
  };
  const args = [HOOK, command, ...(command === "rollback" ? [name] : [])];
  const [program, ...rest] =
    strace === null
      ? [process.execPath, ...args]
      : ["strace", "-f", "-qq", "-o", log, ...strace, process.execPath, ...args];
  try {
    return { code: 0, ...(await run(program, rest, { env })) };
  } catch (error) {
    if (error.code === "ENOENT") throw error;
    return { code: error.code, signal: error.signal, stderr: error.stderr };
  }
}

function wrongIn(content, from, to) {
  const wrong = Object.keys(STRANGERS).filter((path) => content[path] !== STRANGERS[path]);
  for (const [path, text] of Object.entries(content)) {
    if (!(path in STRANGERS) && text !== from[path] && text !== to[path]) wrong.push(`${path} is torn`);
  }
  for (const path of Object.keys(from)) if (path in to && !(path in content)) wrong.push(`${path} is gone`);
  return wrong;
}

function isSame(content, files) {
  const paths = new Set([...Object.keys(content), ...Object.keys(files)]);
  return [...paths].every((path) => content[path] === files[path]);
}

function copyOf(original) {
  const target = join(root, `target-${copies++}`);
  fs.cpSync(original, target, { recursive: true, preserveTimestamps: true });
  return target;
}

function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(folder, path)), { recursive: true });
    fs.writeFileSync(join(folder, path), text);
  }
}

function contentOf(folder, below = "") {
  const content = {};
  for (const entry of fs.readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    if (path === ".gateway") continue;
    if (entry.isDirectory()) Object.assign(content, contentOf(folder, path));
    else content[path] = entry.isFile() ? fs.readFileSync(join(folder, path), "utf8") : "no file";
  }
  return content;
}
