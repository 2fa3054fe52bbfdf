// What 1,000 route tests of 500 routers cost: npm run bench:routes
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [ROUTERS, TESTS, RUNS] = [500, 1000, 11];
const folder = mkdtempSync(join(tmpdir(), "bench-routes-"));
try {
  const environment = (name, routers, tests) => {
    const at = join(folder, name);
    mkdirSync(join(at, "conf.d"), { recursive: true });
    const statics = `entryPoints: {web: {address: ":80"}, websecure: {address: ":443", http: {tls: {}}}}\nproviders: {docker: {}, file: {directory: /etc/traefik/conf.d}}\n`;
    writeFileSync(join(at, "traefik.yaml"), statics);
    writeFileSync(join(at, "conf.d/routes.yaml"), routersText(routers));
    writeFileSync(join(at, "gateway.test.yaml"), testsText(routers, tests));
    return at;
  };
  const large = environment("large", ROUTERS, TESTS);
  const small = environment("small", 1, 1);
  const executable = "bin/gateway-hook-configsync.js";
  execFileSync(process.execPath, [executable, "test", large]);
  const calls = {
    [`${TESTS} tests, ${ROUTERS} routers`]: [executable, "test", large],
    [`validate of the same ${ROUTERS} routers`]: [executable, "validate", large],
    "1 test, 1 router": [executable, "test", small],
    "node -e 0": ["-e", "0"],
  };
  const names = Object.keys(calls);
  const times = new Map(names.map((name) => [name, []]));
  // in turn, so that a busy moment falls on all
  for (let run = 0; run < RUNS; run++) {
    for (const name of names) {
      const start = process.hrtime.bigint();
      const { status } = spawnSync(process.execPath, calls[name], { stdio: "ignore" });
      if (status !== 0) throw new Error(`${name}: exit code ${status}`);
      times.get(name).push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  for (const name of names) console.log(`${median(times.get(name)).toFixed(0).padStart(6)} ms  ${name}`);
  const beyond = median(times.get(names[0])) - median(times.get("node -e 0"));
  console.log(`${beyond.toFixed(0).padStart(6)} ms  beyond the start of the process (median of ${RUNS})`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function routersText(count) {
  const routers = Array.from({ length: count }, (_, at) => {
    const host = `app${at % 250}.example.com`;
    const path = at < 250 ? "" : ` && (PathPrefix(\`/v${at}\`) || Header(\`X-Version\`, \`${at}\`))`;
    return `    r${at}: {rule: "Host(\`${host}\`)${path}", service: app@docker, middlewares: [strip]}`;
  });
  return `http:\n  middlewares:\n    strip: {stripPrefix: {prefixes: [/api]}}\n  routers:\n${routers.join("\n")}\n`;
}

function testsText(routers, count) {
  const tests = Array.from({ length: count }, (_, at) => {
    const router = at % routers;
    const path = router < 250 ? "/api/cart" : `/v${router}/cart`;
    const scheme = at % 2 === 0 ? "http" : "https";
    return `  - request: ${scheme}://app${router % 250}.example.com${path}\n    expect: {router: r${router}, service: app@docker, middlewares: [strip]}`;
  });
  return `tests:\n${tests.join("\n")}\n`;
}
