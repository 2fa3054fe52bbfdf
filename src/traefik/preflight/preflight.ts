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
import { judgeStatic } from "./judge-static.ts";
import { dynamicFolder, stage } from "./stage.ts";
import { scratchFolder } from "./scratch-folder.ts";

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

/**
 * Asks the real Traefik about an environment: its static file by `traefik healthcheck`, its dynamic files by a
 * short-lived instance, both at once. What it refuses is refused.
 *
 * @returns what it finds that the built-in rules did not
 * @throws when Traefik cannot be run or does not answer
 */
export async function preflight(question: PreflightQuestion): Promise<Diagnostic[]> {
  const scratch = await scratchFolder("gateway-preflight-");
  try {
    const staged = join(scratch, "environment");
    await stage(question, staged);
    const asked = await Promise.allSettled([
      askStatic(question, staged),
      askDynamic(question, staged, scratch),
    ]);
    return asked.flatMap((answer) => {
      if (answer.status === "rejected") throw answer.reason;
      return answer.value;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function askStatic(question: PreflightQuestion, staged: string): Promise<Diagnostic[]> {
  const { bin, facts, staticFile } = question;
  if (staticFile === null || !isPingHere(facts)) return [];
  return explainStatic(question, await judgeStatic(bin, join(staged, staticFile)), staged);
}

/** `traefik healthcheck` asks the ping that the file names: only one on this machine may be asked. */
function isPingHere({ ping, entryPoints }: StaticFacts): boolean {
  if (ping === null) return true;
  const address = entryPoints.get(ping.entryPoint)?.address ?? "";
  return /^(?:|\[?::\]?|0\.0\.0\.0|127\.\d+\.\d+\.\d+|\[::1\]|localhost):\d*$/.test(address);
}

async function askDynamic(
  question: PreflightQuestion,
  staged: string,
  scratch: string,
): Promise<Diagnostic[]> {
  const { bin, place, facts, configuration, variables } = question;
  const verdict = await judgeDynamic({
    bin,
    directory: dynamicFolder(place, staged),
    hasDefaultStore: configuration?.objects["tls.stores"].has("default") ?? false,
    staticConfiguration: instanceOf(facts),
    scratch,
    variables,
  });
  return explainDynamic(question, verdict, staged);
}
