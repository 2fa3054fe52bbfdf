import { join, resolve } from "node:path";
import { findRival } from "./rivals.js";

const NODE = process.execPath;
const BUNDLE = resolve("bin/gateway-hook-configsync.js");
const STANDALONE = resolve("dist/gateway-hook-configsync");
/** what build-binary.js puts into the standalone executable */
const NODE_INSIDE = resolve(".cache/node/24/package/bin/node");
/** SchemaStore's, where somebody has it; else this project's, which is as large */
const SCHEMA = resolve(process.env.BENCH_SCHEMA ?? "schemas/traefik-v3.7/dynamic.schema.json");
const OWN = { bundle: [NODE, BUNDLE], standalone: [STANDALONE] };

/** What a process costs that does nothing. */
export const STARTS = [
  { name: `node -e 0 (${process.version})`, id: "node", command: [NODE, "-e", "0"] },
  { name: "node -e 0 (the standalone's)", id: "node-inside", command: [NODE_INSIDE, "-e", "0"] },
];

/** Publishers, each with a target of its own below `folder`. */
export function publishers(folder) {
  const own = Object.entries(OWN).map(([id, command]) => {
    const target = join(folder, id);
    const env = {
      GATEWAY_WORKTREE: folder,
      GATEWAY_CONFIG_PATH: "env",
      GATEWAY_TARGET_DIR: target,
      GATEWAY_RELOAD: "none",
      // what rsync is compared with is the publisher, not Traefik
      GATEWAY_PREFLIGHT: "never",
      // git-sync tells it
      GITSYNC_HASH: "0".repeat(40),
    };
    return { name: id, id, command, options: { env }, target };
  });
  const rsync = findRival("rsync");
  if (rsync === null) return { found: own, missing: ["rsync is not installed"] };
  const target = join(folder, "rsync");
  const command = [rsync, "-a", "--delete", `${folder}/env/`, `${target}/`];
  return {
    found: [...own, { name: "rsync -a --delete", id: "rsync", command, options: {}, target }],
    missing: [],
  };
}

/** Judges of the environment below `folder`, in which these are the dynamic files. */
export function judges(folder, files) {
  const missing = [];
  const found = Object.entries(OWN).map(([id, command]) => ({
    name: id,
    id,
    command: [...command, "validate", "env"],
    options: { cwd: folder },
  }));
  const ajv = findRival("ajv");
  if (ajv === null) missing.push("ajv-cli is not installed (npm run bench -- --install)");
  else {
    const options = ["--spec=draft2020", "--strict=false", "--validate-formats=false", "-s", SCHEMA];
    const draft7 = process.env.BENCH_SCHEMA === undefined ? options : ["--strict=false", "-s", SCHEMA];
    const command = [ajv, "validate", ...draft7, "-d", "env/conf.d/**/*.yaml"];
    found.push({ name: "ajv-cli", id: "ajv", command, options: { cwd: folder } });
  }
  const check = findRival("check-jsonschema");
  if (check === null) missing.push("check-jsonschema is not installed (npm run bench -- --install)");
  else {
    const command = [check, "--schemafile", SCHEMA, ...files.map((file) => `env/${file}`)];
    found.push({ name: "check-jsonschema", id: "check-jsonschema", command, options: { cwd: folder } });
  }
  return { found, missing };
}
