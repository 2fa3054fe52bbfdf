import { diagnose, tidy, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import type { Reading } from "../../environment/read.ts";
import { KNOWN_TO_TRAEFIK_ALONE } from "../../known-to-traefik-alone.ts";
import { type JudgeOptions, type Judgement, verdictOf } from "../../validate.ts";
import type { Begun } from "./begin-preflight.ts";
import { preflight } from "./preflight.ts";

/**
 * Adds what the real Traefik finds to what the built-in rules have found. That it cannot be asked is a warning, or an
 * error where it has to be.
 *
 * @param begun one that was begun for this environment, and is ended by the caller; without it one lives here
 */
export async function lastWord(
  { bin, required }: { readonly bin: string; readonly required: boolean },
  { tree }: Reading,
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
    guessed: builtIn.diagnostics.some(({ rule }) => KNOWN_TO_TRAEFIK_ALONE.has(rule)),
    variables: options.variables,
  };
  const found = await preflight(question, begun).catch((error: unknown) => [
    unavailable(bin, error, required),
  ]);
  if (found.length === 0) return builtIn;
  const diagnostics = tidy([...builtIn.diagnostics, ...found]);
  return { ...builtIn, diagnostics, verdict: verdictOf(diagnostics, options.failOn) };
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
