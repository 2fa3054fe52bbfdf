// The scripts that the executables are made of: src/scripts.ts runs them.
import { execFileSync, spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compiledSchemas, pageParts, SCHEMAS_AS_PARTS, sourceDigest } from "./bundle-options.js";
import { compileSchemas } from "./compile-schemas.js";
import { restFromJudge, SELDOM_PART, seldomOnCall, WAYS_IN } from "./judge-apart.js";
import { plainLoops } from "./plain-loops.js";

const EXECUTABLES = {
  "gateway-hook-configsync": "src/cli/main.ts",
  gateway: "src/gateway/main.ts",
  "gateway-healthz": "src/gateway/healthz-main.ts",
};

/** What the hook does most of the time is in its own script. */
const HOOK = "src/cli/commands/sync.ts";

/** What it needs to judge a commit is in another: the commands of `lib` bring their own copy. */
const JUDGE = new Set([
  "src/validate.ts",
  "src/scene.ts",
  "src/traefik/outline.ts",
  "src/traefik/live-changes.ts",
  "src/traefik/load/load-dynamic.ts",
  "src/traefik/preflight/judge-beside.ts",
  "src/traefik/static/load-for-v3.ts",
  "src/traefik/static/read-facts.ts",
]);

/** Most environments hold no template: the engine is a script of its own, which the others run when they meet one. */
const TEMPLATES = {
  engine: "src/traefik/load/template/render-template.ts",
  regex: "src/traefik/load/template/functions/regex.ts",
};

/** Packages that few calls of the other commands need, larger than much of the rest: a script of their own. */
const SELDOM = {
  re2js: relative(".", fileURLToPath(import.meta.resolve("re2js"))),
  "fast-glob": relative(".", fileURLToPath(import.meta.resolve("fast-glob"))),
};

/**
 * Writes `start`, which runs the others, and one script for each executable, `hook`, `judge`, `templates`, `lib`, `seldom` and `gateway-lib` with what they import only when they need it, and the
 * validators.
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
  for (const name of names) await wrap(join(folder, `${name}.cjs`));
  return [...names, ...schemas.map((name) => `schemas/${name}`)];
}

/** Of these scripts nearly all modules are needed at every run: they are one piece, without what would run each when it is asked for. */
const AT_ONCE = new Set(["hook", "judge"]);

/** What esbuild makes of `import *` would cost some time at every run, for each module. */
async function modulesAtOnce(files) {
  const imports = [];
  const entries = [];
  for (const [n, file] of files.entries()) {
    const names = valuesOf(await readFile(file, "utf8"));
    const path = JSON.stringify(`./${file}`);
    imports.push(`import { ${names.map((name) => `${name} as ${name}${n}`).join(", ")} } from ${path};`);
    const getters = names.map((name) => `get ${name}() { return ${name}${n}; }`);
    entries.push(`${JSON.stringify(file)}: () => ({ ${getters.join(", ")} })`);
  }
  return `${imports.join("\n")}\nexport const modules = {${entries.join(",\n")}};`;
}

/** The names of what a module exports, but for types. */
function valuesOf(source) {
  const declared = [...source.matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm)];
  const passedOn = [...source.matchAll(/^export \{([^}]*)\} from/gm)].flatMap(([, names]) =>
    names.split(","),
  );
  return [
    ...declared.map(([, name]) => name),
    ...passedOn.map((name) => name.trim()).filter((name) => name !== "" && !name.startsWith("type ")),
  ];
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
  const asked = new Set();
  await buildPart(SELDOM_PART, WAYS_IN, [restFromJudge(await often(), asked)]);
  for (const file of asked) modules.add(file);
  await often();
}

/** What src/scripts.ts would wrap around a script at every start costs as much as reading it. */
async function wrap(file) {
  await writeFile(
    file,
    `(function(exports,require,module,__filename){${await readFile(file, "latin1")}\n})`,
    "latin1",
  );
}

/**
 * Most runs start no process: Node's module for that, and all that it needs itself, is loaded by the first that does. A
 * module that imports another of its functions fails the build.
 */
function spawnLate() {
  return {
    name: "spawn-late",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:child_process$/ }, ({ namespace }) =>
        namespace === "late" ? { external: true } : { path: "child_process", namespace: "late" },
      );
      onLoad({ filter: /./, namespace: "late" }, () => ({
        contents: ["spawn", "execFile"]
          .map(
            (name) => `export const ${name} = (...args) => require("node:child_process").${name}(...args);`,
          )
          .join("\n"),
      }));
    },
  };
}

/** Regular expressions are matched by an engine that is loaded with the first of them, globs by what finds files. */
function seldomApart() {
  const script = (name) => JSON.stringify(`part:seldom#${SELDOM[name]}`);
  return {
    name: "seldom-apart",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^fast-glob$/ }, () => ({ path: JSON.parse(script("fast-glob")), external: true }));
      onResolve({ filter: /^re2js$/ }, ({ path }) => ({ path, namespace: "seldom" }));
      onLoad({ filter: /./, namespace: "seldom" }, ({ path }) => ({
        contents: `export const RE2JS = { compile: (...args) => require(${script(path)}).RE2JS.compile(...args) };`,
        resolveDir: ".",
      }));
      onResolve({ filter: /^part:seldom#/ }, ({ path }) => ({ path, external: true }));
    },
  };
}

/** What there must be but once: V8 has its flags once, and a file is digested once. src/scripts.ts has them. */
const SHARED = new Set(["src/tier-up-later.ts", "src/publish/object-of.ts"]);

function sharedApart() {
  return {
    name: "shared-apart",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = relative(".", resolve(resolveDir, path));
        return SHARED.has(file) ? { path: `shared:${file}`, external: true } : undefined;
      });
    },
  };
}

/** The gateway counts, and that is all: what pushes, gathers from a cluster and measures the process would bring TLS along. */
function metricsAlone() {
  const contents = ["Registry", "Counter", "Gauge"].map(
    (name) => `exports.${name} = require("./lib/${name.toLowerCase()}.js");`,
  );
  return {
    name: "metrics-alone",
    setup({ onLoad }) {
      onLoad({ filter: /\/node_modules\/prom-client\/index\.js$/ }, () => ({
        contents: contents.join("\n"),
      }));
    },
  };
}

function partOf(file) {
  if (file === HOOK) return "hook";
  if (JUDGE.has(file)) return "judge";
  return file.startsWith("src/gateway/") ? "gateway-lib" : "lib";
}

/** @param only the modules that are not to stay inside; all of them, if it is not given */
function lazyImports(lazy, only) {
  return {
    name: "lazy-imports",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const file = relative(".", resolve(resolveDir, path));
        if (kind !== "dynamic-import" || only?.has(file) === false) return undefined;
        const part = partOf(file);
        lazy[part].add(file);
        return { path: `part:${part}#${file}`, external: true };
      });
    },
  };
}

/** What loads files gets the engine when it calls it, and what prepares for templates finds it in the same script. */
function templatesApart() {
  return {
    name: "templates-apart",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/(?:render-template|regex)\.ts$/ }, ({ kind, path, resolveDir }) => {
        const file = relative(".", resolve(resolveDir, path));
        if (file === TEMPLATES.engine) return { path: file, namespace: "apart" };
        const isRegex = file === TEMPLATES.regex && kind === "dynamic-import";
        return isRegex ? { path: `part:templates#${file}`, external: true } : undefined;
      });
      onResolve({ filter: /^part:/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /./, namespace: "apart" }, ({ path }) => ({
        contents: `export const renderTemplate = (...args) => require("part:templates#${path}").renderTemplate(...args);`,
        resolveDir: ".",
      }));
    },
  };
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
