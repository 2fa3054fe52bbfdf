import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import { keyOf, OBJECT_KINDS, type LoadedObject } from "../load/configuration.ts";
import type { StaticVerdict } from "./judge-static.ts";
import type { PreflightQuestion } from "./preflight.ts";
import { QUIET_FILE } from "./quiet.ts";
import { rangeIn, refusalPlace } from "./refusal-place.ts";
import type { DynamicVerdict } from "./verdict.ts";

/** What the real Traefik's word on the static file adds to the built-in rules. */
export function explainStatic(
  question: PreflightQuestion,
  verdict: StaticVerdict,
  staged: string,
): Diagnostic[] {
  const { tree, staticFile, facts } = question;
  const file = tree.files.find(({ path }) => path === staticFile);
  // what cannot be decoded leaves no facts; all else that keeps it from starting is not asked for
  if (file === undefined || verdict.accepted === facts.known) return [];
  if (verdict.accepted)
    return [differs("the built-in rules refuse a static file that the real Traefik reads")];
  const message = `the real Traefik does not start with it: ${verdict.says.replaceAll(staged, "")}`;
  return [
    diagnose("preflight-refused", {
      file: file.path,
      range: rangeIn(file, verdict.says),
      message,
      hint: advice(question),
    }),
  ];
}

/**
 * What the real Traefik's word on the dynamic files adds to the built-in rules.
 *
 * @throws where it refuses what the preflight itself has written
 */
export function explainDynamic(
  question: PreflightQuestion,
  verdict: DynamicVerdict,
  staged: string,
): Diagnostic[] {
  return verdict.accepted
    ? explainObjects(question, verdict, staged)
    : explainRefusal(question, verdict, staged);
}

function explainRefusal(
  question: PreflightQuestion,
  { says: said, crashed }: Extract<DynamicVerdict, { accepted: false }>,
  staged: string,
): Diagnostic[] {
  const { configuration, tree } = question;
  if (said.includes(QUIET_FILE)) throw new Error(`it does not read what was to keep it quiet: ${said}`);
  if (configuration === null) return [];
  const says = said.replaceAll(`${staged}/`, "").replaceAll(`${staged}-file/`, "");
  const message = crashed ? `the real Traefik dies of it: ${says}` : `the real Traefik refuses it: ${says}`;
  const rule = crashed ? "preflight-crash" : "preflight-refused";
  return [diagnose(rule, { ...refusalPlace(tree, says), message, hint: advice(question) })];
}

function explainObjects(
  question: PreflightQuestion,
  { objects, served }: Extract<DynamicVerdict, { accepted: true }>,
  staged: string,
): Diagnostic[] {
  const { configuration, disabled, targetDir } = question;
  if (configuration === null) return [differs("the built-in rules refuse what the real Traefik loads")];
  const inError = new Map<string, { object: LoadedObject; own: readonly string[] }>([...objects].flatMap(([name, texts]) => {
    const own = texts.filter((text) => !isElsewhere(text));
    const object = sourceOf(question, name);
    return own.length === 0 || object === null ? [] : [[`${object.kind}.${object.name}`, { object, own }] as const];
  })); // prettier-ignore
  const found: Diagnostic[] = [];
  // Which of several broken objects Traefik names is chance, but one of them it does. A router without texts may be
  // one of several that an entry point's own settings have made of one.
  const wronged = [...disabled].filter((name) => served.has(name) && !inError.has(name));
  if (wronged.length > 0 && ![...disabled].some((name) => inError.has(name)))
    found.push(differs(`the built-in rules disable what the real Traefik serves: ${wronged.join(", ")}`));
  for (const [name, { object, own }] of inError) {
    if (disabled.has(name)) continue;
    const { document } = object;
    const message = `the real Traefik disables it: ${own.join("; ").replaceAll(`${staged}/`, `${targetDir}/`)}`;
    const place = { file: document.file, range: document.range(keyOf(object)) };
    found.push(diagnose("preflight-disabled", { ...place, object: name, message, hint: advice(question) }));
  }
  return found;
}

function differs(message: string): Diagnostic {
  const hint =
    "leave GATEWAY_TRAEFIK_VERSION away if it is not the version of this Traefik; otherwise please report it as a bug of gateway-hook-configsync, with the file";
  return diagnose("preflight-differs", { file: ".", range: FILE_START, message, hint });
}

/** What to do about a word of Traefik's that the built-in rules did not foresee. */
function advice({ guessed }: PreflightQuestion): string {
  return guessed
    ? "a template makes what only Traefik knows: look at what it gives, or write the value itself"
    : "the built-in rules see nothing wrong: please report it as a bug of gateway-hook-configsync, with the file";
}

/** What the instance cannot have: other providers, plugins, certificate resolvers. */
function isElsewhere(text: string): boolean {
  return (
    /"[^"]*@(?!file"|internal")[^"]*" does not exist/.test(text) ||
    /servers transport not found \S+@(?!file|internal)/.test(text) ||
    text.startsWith("plugin: unknown plugin type") ||
    /HTTP challenge is not enabled/.test(text)
  );
}

/** The object of a file that a name in Traefik's API stems from: an entry point's settings may give a router its own. */
function sourceOf({ configuration, facts }: PreflightQuestion, name: string): LoadedObject | null {
  const kind = OBJECT_KINDS.find((known) => name.startsWith(`${known}.`));
  const objects = kind && configuration?.objects[kind];
  if (objects === undefined) return null;
  const bare = name.slice(`${kind}.`.length);
  const prefixes = [
    "",
    ...[...facts.entryPoints.keys()].flatMap((point) => [`${point}-conflicted-`, `${point}-`]),
  ];
  for (const prefix of prefixes) {
    const object = bare.startsWith(prefix) ? objects.get(bare.slice(prefix.length)) : undefined;
    if (object !== undefined && (prefix === "" || kind === "http.routers")) return object;
  }
  return null;
}
