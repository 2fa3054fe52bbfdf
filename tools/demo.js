// `npm start`: publishes the staging environment of this repository into .demo/etc/traefik, as git-sync's hook would,
// and says what happened.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = ".demo/etc/traefik";
const hook = "bin/gateway-hook-configsync.js";
const again = existsSync(`${root}${target}`);

// No argument but the format: git-sync passes none, all is in the environment.
const { status, stdout, stderr } = spawnSync(process.execPath, [hook, "sync", "--format", "json"], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    GATEWAY_CONFIG_PATH: "envs/staging",
    GATEWAY_TARGET_DIR: target,
    GATEWAY_RELOAD: "none",
    GATEWAY_LOG_FORMAT: "text",
  },
});
if (stdout === "") {
  console.error(stderr);
  process.exit(status ?? 1);
}

const report = JSON.parse(stdout);
const { write, delete: gone, unchanged } = report.plan;
const files = (count) => `${count} file${count === 1 ? "" : "s"}`;

console.log(`\nThe environment envs/staging was judged as Traefik would: ${report.verdict}.`);
for (const { file, line, column, severity, message } of report.diagnostics) {
  console.log(`  ${file}:${line}:${column} ${severity}: ${message}`);
}
const said = {
  published: `It was published into ${target}: ${files(write.length)} written, ${gone.length} deleted, ${unchanged} unchanged.`,
  unchanged: `${target} already holds it: nothing was written, and nobody was woken.`,
  rejected: `Nothing was written: ${target} is as it was.`,
};
console.log(said[report.outcome] ?? `It ended as ${report.outcome}:\n${stderr}`);
for (const file of write) console.log(`  + ${file}`);
for (const file of gone) console.log(`  - ${file}`);

if (status === 0) {
  console.log(`
What to try next:
  npm start                                       ${again ? "nothing to do, again" : "once more: nothing to do"}
  edit a file in envs/staging, then npm start     one file is written; or a mistake is shown, and none is
  npx gateway-hook-configsync validate            judge every environment of this repository
  npx gateway-hook-configsync validate --help     reports for CI, rules to ignore, variables for templates
  traefik --configFile=envs/staging/traefik.yaml  what the gateway runs beside it, where Traefik is installed
`);
}
process.exitCode = status ?? 1;
