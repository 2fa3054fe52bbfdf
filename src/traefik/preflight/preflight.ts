import { join } from "node:path";
import type { Tree } from "../../environment/tree.ts";
import type { DynamicConfiguration } from "../load/configuration.ts";
import type { Place } from "../load/discover.ts";
import type { StaticFacts } from "../static/facts.ts";
import type { TraefikVersion } from "../versions.ts";
import { beginPreflight, type Begun, type EarlyQuestion } from "./begin-preflight.ts";
import { explainDynamic, explainStatic } from "./explain.ts";
import { instanceOf } from "./instance.ts";
import { judgeDynamic } from "./judge-dynamic.ts";
import { dynamicFolder, stage } from "./stage.ts";
import type { Word } from "./word.ts";

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
  /** some of that follows from settings that the instance has otherwise: see `UNLIKE_ENVIRONMENT` */
  readonly unlike: boolean;
  /** the built-in rules had to guess what a template makes */
  readonly guessed: boolean;
  /** what templates read */
  readonly variables: Readonly<Record<string, string>>;
}

/** What can be asked of an environment before the built-in rules have judged it. */
export function earlyQuestion({
  bin,
  tree,
  facts,
  staticFile,
  variables,
}: Pick<PreflightQuestion, "bin" | "tree" | "facts" | "staticFile" | "variables">): EarlyQuestion {
  const file = tree.files.find(({ path }) => path === staticFile);
  return {
    bin,
    staticConfiguration: instanceOf(facts),
    staticFile: file !== undefined && isPingHere(facts) ? file : null,
    variables,
  };
}

/**
 * Asks the real Traefik about an environment: its static file by `traefik healthcheck`, its dynamic files by a
 * short-lived instance, both at once. What it refuses is refused.
 *
 * @param begun by `earlyQuestion`; whoever began it ends it. Without one it begins here, and ends
 * @throws when Traefik cannot be run or does not answer
 */
export async function preflight(question: PreflightQuestion, begun?: Begun): Promise<Word> {
  if (begun !== undefined) return ask(question, begun);
  const own = await beginPreflight(earlyQuestion(question));
  try {
    return await ask(question, own);
  } finally {
    await own.end();
  }
}

async function ask(
  question: PreflightQuestion,
  { instance, started, aboutStatic, staticFolder }: Begun,
): Promise<Word> {
  const { place, configuration } = question;
  const staged = join(instance.scratch, "environment");
  stage(question, staged);
  const aboutDynamic = judgeDynamic({
    ...instance,
    directory: dynamicFolder(place, staged),
    hasDefaultStore: configuration?.objects["tls.stores"].has("default") ?? false,
    started,
  });
  const [ofStatic, ofDynamic] = await Promise.allSettled([aboutStatic, aboutDynamic]);
  if (ofStatic.status === "rejected") throw ofStatic.reason;
  if (ofDynamic.status === "rejected") throw ofDynamic.reason;
  const word = explainDynamic(question, ofDynamic.value, staged);
  const aboutFile = ofStatic.value === null ? [] : explainStatic(question, ofStatic.value, staticFolder);
  return { ...word, diagnostics: [...aboutFile, ...word.diagnostics] };
}

/** `traefik healthcheck` asks the ping that the file names: only one on this machine may be asked. */
function isPingHere({ ping, entryPoints }: StaticFacts): boolean {
  if (ping === null) return true;
  const address = entryPoints.get(ping.entryPoint)?.address ?? "";
  return /^(?:|\[?::\]?|0\.0\.0\.0|127\.\d+\.\d+\.\d+|\[::1\]|localhost):\d*$/.test(address);
}
