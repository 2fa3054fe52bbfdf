// Most files of most commits are simple: what judges the others is a script of its own, which a commit loads when it
// has one. So is what finds the words for mistakes.
import { relative, resolve } from "node:path";
import { functionsOf } from "./exports-of.js";

/** The script's name. */
export const SELDOM_PART = "judge-seldom";

/**
 * The ways into it. Each exports functions alone: in the other scripts these stand for the real ones, and load them when
 * they are first called. What is reached by no other way goes along.
 */
export const WAYS_IN = [
  "src/rules.ts",
  "src/nearest.ts",
  "src/incremental/judge-all.ts",
  "src/traefik/check/advice/tell-header.ts",
  "src/traefik/check/advice/tell-url.ts",
  "src/traefik/check/advice/tell-user.ts",
  "src/traefik/check/http/internal-services.ts",
  "src/traefik/check/lost-field.ts",
  "src/traefik/check/multiplied.ts",
  "src/traefik/check/rules/impossible-host.ts",
  "src/traefik/check/rules/place-in-text.ts",
  "src/traefik/check/rules/tcp-rule.ts",
  "src/traefik/check/stream/service.ts",
  "src/traefik/check/tcp/middleware.ts",
  "src/traefik/check/tls/certificates.ts",
  "src/traefik/check/tls/spiffe.ts",
  "src/traefik/go/netip.ts",
  "src/traefik/go/regexp.ts",
  "src/traefik/go/regexp-hints.ts",
  "src/traefik/load/explain.ts",
  "src/traefik/load/explain-ignored.ts",
  "src/traefik/load/explain-plugins.ts",
  "src/traefik/load/normalise.ts",
  "src/traefik/load/plugin-configuration.ts",
  "src/traefik/load/respellings.ts",
  "src/traefik/load/structure.ts",
  "src/traefik/load/toml/parse-toml.ts",
  "src/traefik/load/unknown-sections.ts",
  "src/traefik/load/yaml/parse-any-yaml.ts",
  "src/traefik/preflight/begin-preflight.ts",
  "src/traefik/preflight/instance.ts",
  "src/traefik/preflight/last-word.ts",
  "src/traefik/preflight/preflight.ts",
  "src/traefik/rules/evaluate.ts",
  "src/traefik/rules/hints.ts",
  "src/traefik/rules/mux-template.ts",
  "src/traefik/rules/parse-expression.ts",
  "src/traefik/rules/taken-literally.ts",
  "src/traefik/rules/tell-fault.ts",
  "src/traefik/static/read-static.ts",
];

const ways = new Set(WAYS_IN);

/** In the scripts that most runs load: what they call of the other one are functions that load it. */
export function seldomOnCall() {
  return {
    name: "seldom-on-call",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const file = relative(".", resolve(resolveDir, path));
        return kind === "import-statement" && ways.has(file)
          ? { path: file, namespace: "on-call" }
          : undefined;
      });
      onResolve({ filter: /^part:/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /./, namespace: "on-call" }, async ({ path }) => ({
        contents: [
          "let loaded;",
          `const load = () => (loaded ??= require("part:${SELDOM_PART}#${path}"));`,
          // its other exports are left out, so that a module that imports one of them fails the build
          ...(await functionsOf(path)).map(
            (name) => `export const ${name} = (...args) => load().${name}(...args);`,
          ),
        ].join("\n"),
        resolveDir: ".",
      }));
    },
  };
}

/**
 * In the script itself: the modules that the judge has stay there, since some of them keep state.
 *
 * @param inJudge their files
 * @param asked gets those that are asked for
 */
export function restFromJudge(inJudge, asked) {
  return {
    name: "rest-from-judge",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = relative(".", resolve(resolveDir, path));
        if (!inJudge.has(file)) return undefined;
        asked.add(file);
        return { path: `part:judge#${file}`, external: true };
      });
    },
  };
}
