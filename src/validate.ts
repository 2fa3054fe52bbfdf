import { diagnose, tidy, type Diagnostic, type Severity } from "./diagnostic.ts";
import { acmeStorageIn } from "./environment/acme-storage.ts";
import { FILE_START } from "./environment/file-start.ts";
import { isStaticName, staticFiles } from "./environment/layout.ts";
import type { RuleId } from "./rules.ts";
import type { Reading } from "./environment/read.ts";
import type { Tree } from "./environment/tree.ts";
import { NEARLY_ROUTE_TESTS, ROUTE_TESTS } from "./environment/unpublished.ts";
import { applyIgnoreComments } from "./ignore-comments.ts";
import { judgeAgain, listedBy } from "./incremental/judge-again.ts";
import { judgeAll, type Judged } from "./incremental/judge-all.ts";
import type { Memory, Recollection, RememberedStatic } from "./incremental/memory.ts";
import { staticContent } from "./publish/content.ts";
import { tellOnce } from "./one-mistake.ts";
import type { Verdict } from "./report.ts";
import { knownScene, type Scene, sceneOf } from "./scene.ts";
import type { Running } from "./traefik/check/running.ts";
import type { DynamicConfiguration } from "./traefik/load/configuration.ts";
import { isLoadable, type Place } from "./traefik/load/discover.ts";
import type { loadFile } from "./traefik/load/load-file.ts";
import type { StaticFacts } from "./traefik/static/facts.ts";
import { readStatic, type StaticReading } from "./traefik/static/read-static.ts";
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
  /** finds the route tests that fail, where they are required to pass */
  readonly testRoutes?: (tests: Uint8Array, running: Running) => readonly Diagnostic[];
  /** which findings count; all when it is not given */
  readonly keep?: (found: Diagnostic) => boolean;
  /** loads a dynamic file, by the options of this judgement; for who judges several states of an environment */
  readonly loadFile?: typeof loadFile;
  /** what Traefik does not say is wanted as well; it is, unless this is false */
  readonly advice?: boolean;
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
  readonly objects: (() => readonly string[]) | null;
  /** HTTP, TCP and UDP routers together */
  readonly routers: number;
  /** the objects as Traefik runs them; null where nothing is loaded */
  readonly running: Running | null;
  /** what judging the next state of it can go on from; null where that has to be judged whole */
  readonly remember: () => Recollection | null;
  /** the earlier state that it went on from; null: it was judged whole */
  readonly since: Memory | null;
}

/**
 * Judges an environment as Traefik would, from what was read of it: nothing is read again, and nothing written.
 * Bad configuration is a verdict, never an exception.
 *
 * @param statics what `readStatic` says of the tree, where that is known already
 */
export function judge(
  reading: Reading,
  options: JudgeOptions,
  statics: StaticReading = readStatic(reading.tree, options.traefikVersion),
): Judgement {
  return judgeScene(reading, options, sceneOf(reading, options, statics));
}

/**
 * Comes to what `judge` does, without reading the static files again.
 *
 * @param statics what was remembered of them, by the same options; they are known to be those
 */
export function judgeKnowing(reading: Reading, options: JudgeOptions, statics: RememberedStatic): Judgement {
  const scene = knownScene(reading, options, statics);
  return scene === null ? judge(reading, options) : judgeScene(reading, options, scene);
}

function judgeScene(reading: Reading, options: JudgeOptions, scene: Scene): Judgement {
  const whole = judgeAll(scene.subject);
  const { configuration, running, objects } = whole;
  return {
    ...conclude(reading, options, scene, whole.diagnostics, () => running),
    configuration,
    running,
    objects,
    routers: configuration ? countRouters(configuration) : 0,
    remember: () => {
      const files = scene.isPassing() ? null : whole.remember();
      return files && { key: scene.key(), statics: scene.statics, files };
    },
    since: null,
  };
}

/**
 * Comes to what `judge` does, with the help of what was remembered of an earlier state of the environment, when that
 * was judged by the same options; null when it has to be judged whole.
 *
 * @param memory of that state
 * @param most the part of the dynamic files beyond which it is easier to judge all
 */
export function judgeFrom(
  reading: Reading,
  options: JudgeOptions,
  memory: Memory,
  most = 0.5,
): Judgement | null {
  const { statics } = memory;
  if (!statics.facts.known || statics.content !== staticContent(reading.tree)) return null;
  const scene = knownScene(reading, options, statics);
  if (scene === null || scene.isPassing() || scene.key() !== memory.key) return null;
  const again = judgeAgain(scene.subject, memory, most);
  if (again === null || scene.isPassing()) return null;
  const known = [...again.files.values()];
  const diagnostics = known.flatMap((file) => file.diagnostics);
  let whole: Judged | undefined;
  const load = (): Judged => (whole ??= judgeAll(scene.subject));
  return {
    ...conclude(reading, options, scene, diagnostics, () => load().running),
    // loaded when somebody asks for it
    get configuration() {
      return load().configuration;
    },
    get running() {
      return load().running;
    },
    objects: () => listedBy(again),
    routers: known.flatMap(({ names }) => names.filter(isRouter)).length,
    remember: () => again,
    since: memory,
  };
}

function conclude(
  { tree, diagnostics: ofReading, routeTests }: Reading,
  options: JudgeOptions,
  { statics, layout, subject }: Scene,
  ofFiles: readonly Diagnostic[],
  running: () => Running | null,
) {
  const staticPaths = staticFiles(tree).map(({ path }) => path);
  const ofTree = [...emptiness(tree), ...statics.diagnostics].filter(
    ({ rule }) => !(SAYS_THAT_NOTHING_IS.has(rule) && isUnread(ofReading)),
  );
  const found = [...ofReading, ...ofTree, ...layout.diagnostics, ...ofFiles];
  found.push(...acmeStorageIn(tree, statics.facts.certResolvers, options.targetDir));
  const known = new Set([...staticPaths, ...subject.files.map(({ path }) => path)]);
  // that the file provider looks at nothing at all is told once
  if (!layout.diagnostics.some(({ rule }) => rule === "file-provider-empty"))
    found.push(...unread(tree, known));
  const run = routeTests && options.testRoutes ? running() : null;
  if (run && routeTests) found.push(...(options.testRoutes?.(routeTests, run) ?? []));
  // what is not told is no reason to leave out what else says it
  const counting = applyIgnoreComments(tree, found).filter(options.keep ?? (() => true));
  const diagnostics = tidy(tellOnce(counting, staticPaths));
  return {
    verdict: verdictOf(diagnostics, options.failOn),
    traefikVersion: options.traefikVersion,
    files: tree.files.length,
    diagnostics,
    staticFiles: staticPaths,
    facts: statics.facts,
    place: layout.place,
  };
}

function isRouter(name: string): boolean {
  return /^(?:http|tcp|udp)\.routers\./.test(name);
}

const SAYS_THAT_NOTHING_IS: ReadonlySet<RuleId> = new Set(["environment-empty", "static-missing"]);

/** Whether the environment's folder or its static file could not be read: then nobody knows what is in it. */
function isUnread(ofReading: readonly Diagnostic[]): boolean {
  return ofReading.some(
    ({ rule, file }) => rule === "file-unreadable" && (file === "." || isStaticName(file)),
  );
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
      const hint = NEARLY_ROUTE_TESTS.test(path)
        ? `route tests are called ${ROUTE_TESTS}: so they are run, and not published`
        : null;
      return diagnose("unread-file", { file: path, range: FILE_START, message, hint });
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
