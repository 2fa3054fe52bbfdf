import { mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../diagnostic.ts";
import type { Tree } from "../../environment/tree.ts";
import type { DynamicConfiguration } from "../load/configuration.ts";
import type { Place } from "../load/discover.ts";
import type { StaticFacts } from "../static/facts.ts";
import type { TraefikVersion } from "../versions.ts";
import { explainDynamic, explainStatic } from "./explain.ts";
import { instanceOf } from "./instance.ts";
import { judgeDynamic } from "./judge-dynamic.ts";
import { judgeStatic, type StaticVerdict } from "./judge-static.ts";
import { startInstance } from "./run-instance.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { dynamicFolder, stage } from "./stage.ts";

/** An environment that the built-in rules have judged, for the real Traefik's last word. */
export interface PreflightQuestion {
  readonly bin: string;
  readonly version: TraefikVersion;
  readonly tree: Tree;
  readonly facts: StaticFacts;
  /** the static file that Traefik takes; null: there is none */
  readonly staticFile: string | null;
  readonly place: Place;
  /** absolute path of the folder that the environment becomes */
  readonly targetDir: string;
  /** null: the built-in rules say that nothing is loaded */
  readonly configuration: DynamicConfiguration | null;
  /** objects that the built-in rules found in error, as `http.routers.shop` */
  readonly disabled: ReadonlySet<string>;
  /** the built-in rules had to guess what a template makes */
  readonly guessed: boolean;
  /** what templates read */
  readonly variables: Readonly<Record<string, string>>;
}

/** What can be asked before the built-in rules have judged. */
export type EarlyQuestion = Pick<PreflightQuestion, "bin" | "tree" | "facts" | "staticFile" | "variables">;

/** A real Traefik that is coming up, to be asked about one environment. */
export interface Preflight {
  /**
   * @returns what it finds that the built-in rules did not
   * @throws when Traefik cannot be run or does not answer
   */
  readonly ask: (question: PreflightQuestion) => Promise<Diagnostic[]>;
  /** Ends whatever runs, asked or not; nothing is left. */
  readonly end: () => Promise<void>;
}

/**
 * Asks the real Traefik about an environment: its static file by `traefik healthcheck`, its dynamic files by a
 * short-lived instance, both at once. What it refuses is refused.
 *
 * @returns what it finds that the built-in rules did not
 * @throws when Traefik cannot be run or does not answer
 */
export async function preflight(question: PreflightQuestion): Promise<Diagnostic[]> {
  const begun = await beginPreflight(question);
  try {
    return await begun.ask(question);
  } finally {
    await begun.end();
  }
}

/**
 * Starts what the static file alone decides about, so that it goes on while the caller judges. That it cannot be
 * started is told when it is asked.
 */
export async function beginPreflight(early: EarlyQuestion): Promise<Preflight> {
  try {
    return await begin(early);
  } catch (error) {
    return { ask: () => Promise.reject(error as Error), end: () => Promise.resolve() };
  }
}

async function begin(early: EarlyQuestion): Promise<Preflight> {
  const { bin, facts, variables } = early;
  const scratch = await scratchFolder("gateway-preflight-");
  const staged = join(scratch, "environment");
  const ending = new AbortController();
  const whole = { bin, staticConfiguration: instanceOf(facts), variables, scratch };
  const starting = startInstance(whole);
  // what it throws is thrown where it is asked
  await starting.catch(() => undefined);
  const apart = join(scratch, "static");
  const aboutStatic = askStatic(early, apart, ending.signal);
  aboutStatic.catch(() => undefined);
  const ask = async (question: PreflightQuestion): Promise<Diagnostic[]> => {
    const { place, configuration } = question;
    stage(question, staged);
    const aboutDynamic = judgeDynamic({
      ...whole,
      directory: dynamicFolder(place, staged),
      hasDefaultStore: configuration?.objects["tls.stores"].has("default") ?? false,
      started: starting,
    });
    const [ofStatic, ofDynamic] = await Promise.allSettled([aboutStatic, aboutDynamic]);
    if (ofStatic.status === "rejected") throw ofStatic.reason;
    if (ofDynamic.status === "rejected") throw ofDynamic.reason;
    return [
      ...(ofStatic.value === null ? [] : explainStatic(question, ofStatic.value, apart)),
      ...explainDynamic(question, ofDynamic.value, staged),
    ];
  };
  const end = async (): Promise<void> => {
    ending.abort();
    const instance = await starting.catch(() => null);
    await instance?.end();
    await aboutStatic.catch(() => undefined);
    await rm(scratch, { recursive: true, force: true });
  };
  return { ask, end };
}

/** Asks before it returns: whoever calls it is busy after that. */
async function askStatic(
  { bin, tree, facts, staticFile }: EarlyQuestion,
  folder: string,
  signal: AbortSignal,
): Promise<StaticVerdict | null> {
  const file = tree.files.find(({ path }) => path === staticFile);
  if (file === undefined || !isPingHere(facts)) return null;
  mkdirSync(folder);
  writeFileSync(join(folder, file.path), file.bytes, { mode: 0o600 });
  return judgeStatic(bin, join(folder, file.path), { signal });
}

/** `traefik healthcheck` asks the ping that the file names: only one on this machine may be asked. */
function isPingHere({ ping, entryPoints }: StaticFacts): boolean {
  if (ping === null) return true;
  const address = entryPoints.get(ping.entryPoint)?.address ?? "";
  return /^(?:|\[?::\]?|0\.0\.0\.0|127\.\d+\.\d+\.\d+|\[::1\]|localhost):\d*$/.test(address);
}
