// Runs the bundle's scripts as they are run every day, and writes what V8 has made of them: a start then compiles
// nothing. V8 checks that its version and flags are the same, and compiles where they are not.
// node tools/make-code.js FOLDER; what the runs print is of no interest, the exit code is
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Script } from "node:vm";

const folder = resolve(process.argv[2] ?? "dist");
const { start, script } = runStart();
const { scripts, hook, CODE_FOLDER } = start;
const sandbox = mkdtempSync(join(tmpdir(), "gateway-code-"));
// the hook ends its process, and this one goes on
process.exit = () => undefined;

/** Of these all is kept that changes of every day have run, and nothing else: what more there is takes its time at every start. */
const EVERY_DAY = ["gateway-hook-configsync", "hook", "judge"];

const STATIC =
  "entryPoints: { web: { address: ':80' }, websecure: { address: ':443' } }\nproviders: { file: { directory: /etc/traefik/conf.d } }\n";
const plain = (name, value = name, path = "/api") => `# ${name}
http:
  routers:
    ${name}:
      rule: Host(\`${name}.test\`) && PathPrefix(\`${path}\`)
      entryPoints: [websecure]
      middlewares:
        - ${name}
        - ${name}-strip
      service: ${name}
      tls: {}
  middlewares:
    ${name}:
      headers:
        frameDeny: true
        customRequestHeaders:
          X-App: "${value}"
    ${name}-strip:
      stripPrefix: { prefixes: [/api] }
  services:
    ${name}:
      loadBalancer:
        healthCheck: { path: /, interval: 10s }
        servers:
          - url: http://10.0.0.1:8080
          - url: http://10.0.0.2:8080
`;
const template = '{{ range $i := until 2 }}{{ $i }}{{ end }}{{ env "NAME" | default "a" | quote }}';
const app = (name, more = "") => `# ${template}
http:
  routers:
    ${name}: { rule: "Host(\`${name}.test\`) && PathPrefix(\`/api\`)", entryPoints: [web], middlewares: [${name}], service: ${name} }
  middlewares:
    ${name}: { headers: { frameDeny: true, customRequestHeaders: { X-App: "${name}" } } }
  services:
    ${name}:
      loadBalancer: { healthCheck: { path: /, interval: 10s }, servers: [{ url: "http://10.0.0.1:8080" }] }
${more}`;
const pattern =
  'http: { routers: { pattern: { rule: "HostRegexp(`^[a-z]+.pattern.test$`)", entryPoints: [web], service: app-0 } } }\n';
const tests = `tests:
  - request: http://app-0.test/api/x
    expect: { router: app-0, middlewares: [app-0], service: app-0 }
  - request: http://app-1.test/
    expect: { router: null, status: 404 }
  - request: http://any.pattern.test/
    expect: { router: pattern }
`;

try {
  await callEveryDay();
  keep((name) => EVERY_DAY.includes(name));
  writeFileSync(join(CODE_FOLDER, "start"), script.createCachedData());
  await callAll();
  keep((name) => !EVERY_DAY.includes(name));
} finally {
  rmSync(sandbox, { recursive: true, force: true });
}
process.exitCode = 0;

async function callEveryDay() {
  write("env/traefik.yaml", STATIC);
  for (let n = 0; n < 20; n++) write(`env/conf.d/app-${n}.yaml`, plain(`app-${n}`));
  await call();
  await call();
  for (const [value, path] of [
    ["a", "/a"],
    ["b", "/b"],
    ["c", "/b"],
    ["d", "/b"],
  ]) {
    write("env/conf.d/app-0.yaml", plain("app-0", value, path));
    await call();
  }
}

async function callAll() {
  for (let n = 0; n < 20; n++) write(`env/conf.d/app-${n}.yaml`, app(`app-${n}`));
  write("env/conf.d/pattern.yaml", pattern);
  await call("sync");
  await call();
  write(
    "env/conf.d/app-0.yaml",
    app("app-0", "    more: { loadBalancer: { servers: [{ url: 'http://a' }] } }\n"),
  );
  await call();
  await call();
  await call("status");
  await call("validate", "env", "--format", "text");
  await call("validate", "env", "--format", "json");
  write("env/conf.d/app-0.yaml", app("app-0", "    more: { loadBalanser: {} }\n"));
  await call();
  await call();
  await call("validate", "env", "--format", "text");
  await call("--help");
  write("env/conf.d/app-0.yaml", app("app-0"));
  write("env/gateway.test.yaml", tests);
  await call("test", "env");
  // no Traefik is there at a build: one that ends at once shows most of the way to one
  write("traefik", "#!/bin/sh\nexit 1\n");
  chmodSync(join(sandbox, "traefik"), 0o755);
  for (const n of [1, 2]) {
    write("env/conf.d/app-0.yaml", app(`app-${n}0`));
    await call("sync", "--preflight=auto", `--traefik-bin=${sandbox}/traefik`, "--traefik-version=3.7");
  }
  write("env/conf.d/app-0.yaml", app("app-0"));
  await call();
}

/** As bin/gateway-hook-configsync.js does it. */
function runStart() {
  const filename = join(folder, "start.cjs");
  const require = createRequire(filename);
  const source = readFileSync(filename, "latin1");
  const made = new Script(`${require(filename).START_WRAPPER}${source}\n})`, { filename });
  const module = { exports: {} };
  made.runInThisContext()(module.exports, require, module, folder);
  return { start: module.exports, script: made };
}

function keep(isWanted) {
  for (const [name, code] of scripts.code()) {
    if (!isWanted(name)) continue;
    const file = join(CODE_FOLDER, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
}

/** One run of the hook in this process, with nothing in its environment but what it needs. */
async function call(...args) {
  const { argv, env } = process;
  process.argv = [argv[0], "gateway-hook-configsync", ...args];
  process.env = {
    GATEWAY_WORKTREE: sandbox,
    GATEWAY_CONFIG_PATH: "env",
    GATEWAY_TARGET_DIR: join(sandbox, "target"),
    GATEWAY_RELOAD: "none",
    GATEWAY_PREFLIGHT: "never",
    GITSYNC_HASH: "0".repeat(40),
    NAME: "app",
  };
  process.chdir(sandbox);
  try {
    scripts.forget();
    await hook();
  } finally {
    Object.assign(process, { argv, env });
  }
}

function write(path, text) {
  const file = join(sandbox, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
