import { diagnose, tidy, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import type { Reading } from "../../environment/read.ts";
import { KNOWN_TO_TRAEFIK_ALONE } from "../../known-to-traefik-alone.ts";
import { type JudgeOptions, type Judgement, verdictOf } from "../../validate.ts";
import type { Begun } from "./begin-preflight.ts";
import { preflight } from "./preflight.ts";
import { overruled, UNLIKE_ENVIRONMENT } from "./word.ts";

/**
 * Adds what the real Traefik finds to what the built-in rules have found, and lets nothing reject the environment that
 * it contradicts. That it cannot be asked is a warning, or an error where it has to be.
 *
 * @param begun one that was begun for this environment, and is ended by the caller; without it one lives here
 */
export async function lastWord(
  { bin, required }: { readonly bin: string; readonly required: boolean },
  { tree, routeTests }: Reading,
  options: JudgeOptions,
  builtIn: Judgement,
  begun?: Begun,
): Promise<Judgement> {
  const { facts, place, configuration, staticFiles } = builtIn;
  const disabled = builtIn.diagnostics.flatMap(({ effect, object }) =>
    effect === "disabled" && object !== null ? [object] : [],
  );
  const question = {
    bin,
    version: options.traefikVersion,
    tree,
    facts,
    place,
    configuration,
    staticFile: staticFiles[0] ?? null,
    targetDir: options.targetDir,
    disabled: new Set(disabled),
    unlike: builtIn.diagnostics.some(({ rule }) => UNLIKE_ENVIRONMENT.has(rule)),
    guessed: builtIn.diagnostics.some(({ rule }) => KNOWN_TO_TRAEFIK_ALONE.has(rule)),
    variables: options.variables,
  };
  const word = await preflight(question, begun).catch((error: unknown) => {
    return { diagnostics: [unavailable(bin, error, required)], serves: new Set<string>(), loads: null };
  });
  if (word.diagnostics.length === 0) return builtIn;
  // routes of what is not loaded here cannot be tested
  const loads = routeTests && options.testRoutes ? null : word.loads;
  const kept = builtIn.diagnostics.map((found) => {
    const { effect, severity, object, file } = found;
    if (severity !== "error") return found;
    if (effect === "disabled" && object !== null && word.serves.has(object))
      return overruled(found, "serves");
    // that it reads a static file does not say that it starts with it
    return effect === "refused" && loads !== null && !staticFiles.includes(file)
      ? overruled(found, "loads")
      : found;
  });
  const diagnostics = tidy([...kept, ...word.diagnostics]);
  const verdict = verdictOf(diagnostics, options.failOn);
  if (loads === null) return { ...builtIn, diagnostics, verdict };
  const routers = loads.filter((name) => /^(?:http|tcp|udp)\.routers\./.test(name)).length;
  return { ...builtIn, diagnostics, verdict, routers, objects: () => loads };
}

function unavailable(bin: string, error: unknown, required: boolean): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `the real Traefik (${bin}) could not be asked: ${reason}`;
  return diagnose(required ? "preflight-missing" : "preflight-unavailable", {
    file: ".",
    range: FILE_START,
    message,
  });
}
