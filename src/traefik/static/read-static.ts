import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import { staticFiles } from "../../environment/layout.ts";
import type { Tree, TreeFile } from "../../environment/tree.ts";
import type { Document } from "../load/document.ts";
import type { Refusal } from "../load/loading.ts";
import type { TraefikVersion } from "../versions.ts";
import { checkDefaultTransports } from "./checks/default-transports.ts";
import { checkEntryPoints } from "./checks/entry-points.ts";
import { checkExposedApi } from "./checks/exposed-api.ts";
import { checkListeners } from "./checks/listeners.ts";
import { checkLogs } from "./checks/logs.ts";
import { checkPlugins } from "./checks/plugins.ts";
import { checkProviders } from "./checks/providers.ts";
import { checkReferences } from "./checks/references.ts";
import { checkResolvers } from "./checks/resolvers.ts";
import { checkSettings } from "./checks/settings.ts";
import { checkSpiffe } from "./checks/spiffe.ts";
import { checkTelemetry } from "./checks/telemetry.ts";
import { deprecatedOptions } from "./deprecated-options.ts";
import { ASSUMED_FACTS, type StaticFacts } from "./facts.ts";
import { faultDiagnostic, type StaticCheck } from "./fault.ts";
import { loadForV3 } from "./load-for-v3.ts";
import { nameless } from "./nameless.ts";
import { readFacts } from "./read-facts.ts";

/** What an environment says about Traefik itself. */
export interface StaticReading {
  /** the file that Traefik reads; null: there is none in the environment */
  readonly document: Document | null;
  readonly facts: StaticFacts;
  readonly diagnostics: readonly Diagnostic[];
  /** the error with which Traefik ends, as far as it has words for it; null where it starts */
  readonly refusal: Refusal | null;
}

/** In the order in which Traefik comes to them; within one run it tells the first that it meets. */
const CHECKS: readonly StaticCheck[] = [
  checkTelemetry,
  checkResolvers,
  checkSettings,
  checkProviders,
  checkEntryPoints,
  checkListeners,
  checkPlugins,
  checkSpiffe,
  checkDefaultTransports,
  checkLogs,
  checkReferences,
  checkExposedApi,
];

/** Reads the static configuration of an environment and judges whether Traefik starts with it. */
export function readStatic(tree: Tree, version: TraefikVersion): StaticReading {
  const [file, ...others] = staticFiles(tree);
  if (file === undefined)
    return { document: null, facts: ASSUMED_FACTS, diagnostics: [missing()], refusal: null };
  const reading = readStaticFile(file, version);
  return {
    ...reading,
    diagnostics: [...reading.diagnostics, ...others.map((other) => shadowed(other, file))],
  };
}

/** Judges one static file: whether Traefik decodes it, starts with it, and what it starts without. */
export function readStaticFile(file: TreeFile, version: TraefikVersion): StaticReading {
  const { document, configuration, diagnostics, refusal } = loadForV3(file, version);
  const deprecated = deprecatedOptions(document, version);
  if (configuration === null) {
    return { document, facts: ASSUMED_FACTS, diagnostics: [...diagnostics, ...deprecated], refusal };
  }
  const facts = readFacts(configuration);
  const faults = CHECKS.flatMap((check) => check({ configuration, facts, version }));
  const fatal = faults.find(({ text }) => text !== undefined);
  return {
    document,
    facts,
    diagnostics: [
      ...diagnostics,
      ...deprecated,
      ...nameless(document, version),
      ...faults.map((fault) => faultDiagnostic(document, configuration, fault)),
    ],
    refusal: fatal?.text === undefined ? null : { file: file.path, text: fatal.text, panics: false },
  };
}

function missing(): Diagnostic {
  return diagnose("static-missing", {
    file: ".",
    range: FILE_START,
    message: "the environment has no static configuration: entry points web and websecure are assumed",
    hint: "Traefik reads traefik.toml, traefik.yaml or traefik.yml",
  });
}

function shadowed({ path }: TreeFile, read: TreeFile): Diagnostic {
  return diagnose("static-shadowed", {
    file: path,
    range: FILE_START,
    message: `Traefik never reads ${path}, for there is ${read.path}`,
    hint: "keep one of them",
  });
}
