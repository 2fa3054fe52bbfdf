// Which modules are in which script of the bundle, as plugins for esbuild: what one script asks another for is external
// to it, by a name that src/scripts.ts understands.
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What the hook does most of the time is in its own script. */
export const HOOK = "src/cli/commands/sync.ts";

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
export const TEMPLATES = {
  engine: "src/traefik/load/template/render-template.ts",
  regex: "src/traefik/load/template/functions/regex.ts",
};

/** Packages that few calls of the other commands need, larger than much of the rest: a script of their own. */
export const SELDOM = {
  re2js: relative(".", fileURLToPath(import.meta.resolve("re2js"))),
  "fast-glob": relative(".", fileURLToPath(import.meta.resolve("fast-glob"))),
};

/**
 * Most runs start no process: Node's module for that, and all that it needs itself, is loaded by the first that does. A
 * module that imports another of its functions fails the build.
 */
export function spawnLate() {
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
export function seldomApart() {
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
const SHARED = new Set(["src/tier-up-later.ts", "src/publish/known-objects.ts"]);

export function sharedApart() {
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
export function metricsAlone() {
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
export function lazyImports(lazy, only) {
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
export function templatesApart() {
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
