// The scripts that the executables are made of: src/scripts.ts runs them.
import { execFileSync, spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { compiledSchemas, pageParts, SCHEMAS_AS_PARTS, sourceDigest } from "./bundle-options.js";
import { compileSchemas } from "./compile-schemas.js";
import { valuesOf } from "./exports-of.js";
import { restFromJudge, SELDOM_PART, seldomOnCall, WAYS_IN } from "./judge-apart.js";
import { plainLoops } from "./plain-loops.js";
import {
  HOOK,
  TEMPLATES,
  SELDOM,
  spawnLate,
  seldomApart,
  sharedApart,
  metricsAlone,
  lazyImports,
  templatesApart,
} from "./script-parts.js";

const EXECUTABLES = {
  "gateway-hook-configsync": "src/cli/main.ts",
  gateway: "src/gateway/main.ts",
  "gateway-healthz": "src/gateway/healthz-main.ts",
};

/**
 * Writes `start`, which runs the others, one script for each executable, those with what they import only when they need
 * it (`hook`, `judge`, `judge-seldom`, `templates`, `lib`, `seldom`, `gateway-lib`), and the validators.
 *
 * @param folder where to
 * @param plugins more of esbuild's
 * @returns the names of all scripts but `start`
 */
export async function buildScripts(folder, plugins = []) {
  const options = {
    bundle: true,
    platform: "node",
    // Node's loader for ES modules would cost as much again as the hook's work when there is nothing to do
    format: "cjs",
    target: "node20.19",
    supported: { "dynamic-import": false },
    // less to read; names stay, for the sake of stack traces
    minifyWhitespace: true,
    minifySyntax: true,
    define: { SOURCE_DIGEST: JSON.stringify(await sourceDigest()), "import.meta.url": "own.url" },
    logLevel: "warning",
  };
  /** modules that are imported when they are needed, by their part */
  const lazy = {
    hook: new Set(),
    judge: new Set(),
    templates: new Set(Object.values(TEMPLATES)),
    seldom: new Set(Object.values(SELDOM)),
    lib: new Set(),
    "gateway-lib": new Set(),
  };
  await build({
    ...options,
    entryPoints: EXECUTABLES,
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    plugins: [lazyImports(lazy), sharedApart(), ...plugins, plainLoops()],
  });
  const buildPart = async (part, modules, more) => {
    const contents = AT_ONCE.has(part) ? await modulesAtOnce([...modules]) : modulesOneByOne([...modules]);
    const { metafile } = await build({
      ...options,
      stdin: { contents, resolveDir: "." },
      outfile: join(folder, `${part}.cjs`),
      metafile: true,
      // a path where there is one: the standalone executable's scripts have none
      banner: { js: 'const own={get url(){return require("node:url").pathToFileURL(__filename).href}};' },
      plugins: [
        ...more,
        ...(part === "templates" ? [] : [templatesApart()]),
        ...(part === "hook" ? [lazyImports(lazy)] : []),
        // `sync` with flags is the hook: its code is not read for the other commands
        ...(part === "lib" ? [lazyImports(lazy, new Set([HOOK])), seldomApart()] : []),
        // promisify knows the real functions only, and the gateway starts processes anyway
        ...(part === "gateway-lib" ? [] : [spawnLate()]),
        sharedApart(),
        metricsAlone(),
        compiledSchemas(SCHEMAS_AS_PARTS),
        pageParts(),
        ...plugins,
        plainLoops(),
      ],
    });
    return new Set(Object.keys(metafile.inputs));
  };
  for (const [part, modules] of Object.entries(lazy)) {
    if (part === "judge") await buildJudge(modules, buildPart);
    else await buildPart(part, modules, part === "hook" ? [seldomOnCall()] : []);
  }
  const { "import.meta.url": _, ...define } = options.define;
  await build({
    ...options,
    define,
    entryPoints: ["src/start.ts"],
    outfile: join(folder, "start.cjs"),
    plugins: [plainLoops()],
  });
  const schemas = await compileSchemas(join(folder, "schemas"));
  const names = [...Object.keys(EXECUTABLES), ...Object.keys(lazy), SELDOM_PART];
  const { WRAPPER } = createRequire(import.meta.url)(resolve(folder, "start.cjs"));
  for (const name of names) {
    const file = join(folder, `${name}.cjs`);
    await writeFile(file, `${WRAPPER}${asciiAlone(await readFile(file, "utf8"))}\n})`);
  }
  return [...names, ...schemas.map((name) => `schemas/${name}`)];
}

/** One other letter, and V8 takes two bytes for each; esbuild leaves regular expressions as they are. */
function asciiAlone(script) {
  return script.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Of these scripts nearly all modules are needed at every run: they are one piece, without what would run each when it is asked for. */
const AT_ONCE = new Set(["hook", "judge"]);

/** What esbuild makes of `import *` would cost some time at every run, for each module. */
async function modulesAtOnce(files) {
  const imports = [];
  const entries = [];
  for (const [n, file] of files.entries()) {
    const names = await valuesOf(file);
    const path = JSON.stringify(`./${file}`);
    imports.push(`import { ${names.map((name) => `${name} as ${name}${n}`).join(", ")} } from ${path};`);
    const getters = names.map((name) => `get ${name}() { return ${name}${n}; }`);
    entries.push(`${JSON.stringify(file)}: () => ({ ${getters.join(", ")} })`);
  }
  return `${imports.join("\n")}\nexport const modules = {${entries.join(",\n")}};`;
}

function modulesOneByOne(files) {
  const entries = files.map(
    (file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)})`,
  );
  return `export const modules = {${entries.join(",\n")}};`;
}

/** What judges most commits, and what judges the others: that shares the modules of the first, which has to name them. */
async function buildJudge(modules, buildPart) {
  const often = () => buildPart("judge", modules, [seldomOnCall()]);
  /** @type {Set<string>} */
  const asked = new Set();
  await buildPart(SELDOM_PART, WAYS_IN, [restFromJudge(await often(), asked)]);
  // in an order of their own: esbuild asks for several at once
  for (const file of [...asked].toSorted()) modules.add(file);
  await often();
}

/**
 * Has a Node run the scripts, and keep what its V8 has made of them: `<folder>/code/<V8>-<architecture>/<name>`.
 *
 * @param options of that Node, when it will run them
 * @returns that folder
 */
export function makeCode(folder, node = process.execPath, options = []) {
  const { status, stderr } = spawnSync(node, [...options, resolve("tools/make-code.js"), resolve(folder)], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`the scripts could not be run: ${stderr}`);
  const version = execFileSync(node, ["-p", "`${process.versions.v8}-${process.arch}`"], {
    encoding: "utf8",
  });
  return join(folder, "code", version.trim());
}
