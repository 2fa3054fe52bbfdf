import type { Tree } from "../../src/environment/tree.ts";
import { checkDynamic } from "../../src/traefik/check/check-dynamic.ts";
import { loadDynamic } from "../../src/traefik/load/load-dynamic.ts";
import { ASSUMED_FACTS, plainEntryPoint, type StaticFacts } from "../../src/traefik/static/facts.ts";
import type { TraefikVersion } from "../../src/traefik/versions.ts";
import type { Files } from "./breakage.ts";
import type { OwnJudge } from "./differential.ts";

/** What the judge is started with: see `startJudge`. */
const FACTS: StaticFacts = {
  ...ASSUMED_FACTS,
  known: true,
  entryPoints: new Map([
    ["web", plainEntryPoint("127.0.0.1:80")],
    ["websecure", plainEntryPoint("127.0.0.1:443")],
    ["udpep", { ...plainEntryPoint("127.0.0.1:53"), protocol: "udp" }],
    ["traefik", plainEntryPoint("127.0.0.1:8080")],
  ]),
  file: { fileProvider: true, directory: "/conf.d", filename: null, watch: false, throttleMs: 0 },
  api: { insecure: true, dashboard: true, debug: false, basePath: "/" },
};

/** This project's verdict on a folder of dynamic files, by the rules of one version of Traefik. */
export const ownJudgeOf =
  (version: TraefikVersion): OwnJudge =>
  (files) => {
    const loading = loadDynamic(
      treeOf(files),
      { directory: "conf.d" },
      { version, variables: {}, allVariables: true },
    );
    const checked =
      loading.configuration === null ? [] : checkDynamic(loading.configuration, FACTS, version, undefined);
    const found = [...loading.diagnostics, ...checked];
    const disabled = found.flatMap(({ effect, object }) =>
      effect === "disabled" && object !== null ? [object] : [],
    );
    return {
      refused: found.some(({ effect }) => effect === "refused"),
      disabled: new Set(disabled),
      // it dies of a request to a server, and here there is none
      fatal: found.some(({ effect, rule }) => effect === "crash" && rule !== "spiffe-panic"),
      unknown: loading.uncertain.length > 0,
      says: found
        .map((one) => `${one.file}:${one.line}:${one.column} ${one.rule} ${one.effect} ${one.message}`)
        .join("\n"),
    };
  };

function treeOf(files: Files): Tree {
  const encoder = new TextEncoder();
  return {
    files: Object.entries(files)
      .map(([name, text]) => ({ path: `conf.d/${name}`, bytes: encoder.encode(text), mode: 0o644 }))
      .toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))),
  };
}
