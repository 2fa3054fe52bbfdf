import { diagnose, tidy, type Diagnostic, type Severity } from "./diagnostic.ts";
import { FILE_START } from "./environment/file-start.ts";
import { layOut, staticFiles } from "./environment/layout.ts";
import { machineFilesOf } from "./environment/machine-files.ts";
import type { Reading } from "./environment/read.ts";
import type { Tree } from "./environment/tree.ts";
import { applyIgnoreComments } from "./ignore-comments.ts";
import type { Verdict } from "./report.ts";
import { judgeDynamic } from "./traefik/check/judge.ts";
import type { Running } from "./traefik/check/running.ts";
import type { DynamicConfiguration } from "./traefik/load/configuration.ts";
import type { LoadOptions } from "./traefik/load/loading.ts";
import { isLoadable, type Place } from "./traefik/load/discover.ts";
import { loadDynamic } from "./traefik/load/load-dynamic.ts";
import type { StaticFacts } from "./traefik/static/facts.ts";
import { readStatic } from "./traefik/static/read-static.ts";
import type { TraefikVersion } from "./traefik/versions.ts";

/** By which rules an environment is judged. */
export interface JudgeOptions {
  readonly traefikVersion: TraefikVersion;
  /** absolute path of the folder that the environment becomes */
  readonly targetDir: string;
  /** from which severity it is rejected */
  readonly failOn: Exclude<Severity, "info">;
  /** variables of the gateway that templates read; one that is not here is unknown, not empty */
  readonly variables: Readonly<Record<string, string>>;
  /** the variables are all that Traefik has: one that is not here is empty; false when it is not given */
  readonly allVariables?: boolean;
  /** which findings count; all when it is not given */
  readonly keep?: (found: Diagnostic) => boolean;
}

/** What Traefik would make of an environment. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly traefikVersion: TraefikVersion;
  /** how many files would be published */
  readonly files: number;
  /** sorted by place, each once */
  readonly diagnostics: readonly Diagnostic[];
  /** paths of the static configuration: the one that Traefik takes, then those that it would take without it */
  readonly staticFiles: readonly string[];
  readonly facts: StaticFacts;
  /** where the dynamic configuration lies */
  readonly place: Place;
  /** null: Traefik would load nothing */
  readonly configuration: DynamicConfiguration | null;
  /** what Traefik's API would list, as `http.routers.shop`; null where nothing is loaded */
  readonly objects: readonly string[] | null;
  /** HTTP, TCP and UDP routers together */
  readonly routers: number;
  /** the objects as Traefik runs them; null where nothing is loaded */
  readonly running: Running | null;
}

/**
 * Judges an environment as Traefik would, from what was read of it: nothing is read again, and nothing written.
 * Bad configuration is a verdict, never an exception.
 */
export function judge(reading: Reading, options: JudgeOptions): Judgement {
  const { tree } = reading;
  const { traefikVersion: version, targetDir } = options;
  const found = [...reading.diagnostics, ...emptiness(tree)];

  const statics = readStatic(tree, version);
  const { facts, document } = statics;
  found.push(...statics.diagnostics);

  const layout = layOut(tree, facts.file, targetDir, document);
  const loaded = loadDynamic(tree, layout.place, loadOptions(options));
  found.push(...layout.diagnostics, ...loaded.diagnostics);

  const { configuration } = loaded;
  const checked =
    configuration && judgeDynamic(configuration, { version, facts, files: machineFilesOf(tree, targetDir) });
  found.push(...(checked?.diagnostics ?? []));

  const staticPaths = staticFiles(tree).map(({ path }) => path);
  const known = new Set([...staticPaths, ...loaded.documents.map(({ file }) => file)]);
  // that the file provider looks at nothing at all is told once
  if (!layout.diagnostics.some(({ rule }) => rule === "file-provider-empty"))
    found.push(...unread(tree, known));

  const diagnostics = tidy(applyIgnoreComments(tree, found)).filter(options.keep ?? (() => true));
  return {
    verdict: verdictOf(diagnostics, options.failOn),
    traefikVersion: version,
    files: tree.files.length,
    diagnostics,
    staticFiles: staticPaths,
    facts,
    place: layout.place,
    configuration,
    objects: checked && [...checked.objects.keys()],
    routers: configuration === null ? 0 : countRouters(configuration),
    running: checked && checked.running,
  };
}

/** How the files of an environment are loaded. */
export function loadOptions({ traefikVersion, variables, allVariables = false }: JudgeOptions): LoadOptions {
  return { version: traefikVersion, variables, allVariables };
}

/** Publishing an environment without files would take everything away: most likely its content was moved. */
function emptiness(tree: Tree): Diagnostic[] {
  if (tree.files.length > 0) return [];
  const message = "the environment holds no file: publishing it would empty the gateway";
  return [diagnose("environment-empty", { file: ".", range: FILE_START, message })];
}

/** Files that look like dynamic configuration, and are where Traefik does not look for any. */
function unread(tree: Tree, known: ReadonlySet<string>): Diagnostic[] {
  return tree.files
    .filter(({ path }) => isLoadable(path) && !known.has(path))
    .map(({ path }) => {
      const message = `Traefik does not read ${path}: the file provider looks elsewhere`;
      return diagnose("unread-file", { file: path, range: FILE_START, message });
    });
}

function countRouters({ objects }: DynamicConfiguration): number {
  return objects["http.routers"].size + objects["tcp.routers"].size + objects["udp.routers"].size;
}

/** Whether an environment with these findings is accepted. */
export function verdictOf(diagnostics: readonly Diagnostic[], failOn: JudgeOptions["failOn"]): Verdict {
  return diagnostics.some(({ severity }) => rejects(severity, failOn)) ? "rejected" : "accepted";
}

function rejects(severity: Severity, failOn: JudgeOptions["failOn"]): boolean {
  return severity === "error" || (failOn === "warning" && severity === "warning");
}
