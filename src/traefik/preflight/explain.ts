import { diagnose, objectInFindings, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import { keyOf, OBJECT_KINDS, type LoadedObject } from "../load/configuration.ts";
import { withoutValues } from "../load/without-values.ts";
import { holdsNamesAlone } from "../names-alone.ts";
import type { StaticVerdict } from "./judge-static.ts";
import type { PreflightQuestion } from "./preflight.ts";
import { QUIET_FILE } from "./quiet.ts";
import { rangeIn, refusalPlace } from "./refusal-place.ts";
import type { DynamicVerdict } from "./verdict.ts";
import type { Word } from "./word.ts";

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
    return [differs("the built-in rules refuse a static file that the real Traefik reads", MAYBE_ANOTHER)];
  const message = `the real Traefik does not start with it: ${withoutValues(verdict.says.replaceAll(staged, ""))}`;
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
 * What the real Traefik's word on the dynamic files makes of that of the built-in rules.
 *
 * @throws where it refuses what the preflight itself has written
 */
export function explainDynamic(question: PreflightQuestion, verdict: DynamicVerdict, staged: string): Word {
  if (!verdict.accepted) return { ...NOTHING_TAKEN, diagnostics: explainRefusal(question, verdict, staged) };
  return question.configuration === null
    ? explainLoaded(question, verdict, staged)
    : explainObjects(question, verdict, staged);
}

const NOTHING_TAKEN: Pick<Word, "serves" | "loads"> = { serves: new Set(), loads: null };
type Loaded = Extract<DynamicVerdict, { accepted: true }>;

function explainRefusal(
  question: PreflightQuestion,
  { says: said, crashed }: Extract<DynamicVerdict, { accepted: false }>,
  staged: string,
): Diagnostic[] {
  const { configuration, tree } = question;
  if (said.includes(QUIET_FILE)) throw new Error(`it does not read what was to keep it quiet: ${said}`);
  if (configuration === null) return [];
  const says = said.replaceAll(`${staged}/`, "").replaceAll(`${staged}-file/`, "");
  const message = `the real Traefik ${crashed ? "dies of" : "refuses"} it: ${withoutValues(says)}`;
  const rule = crashed ? "preflight-crash" : "preflight-refused";
  return [diagnose(rule, { ...refusalPlace(tree, says), message, hint: advice(question) })];
}

/** Where the built-in rules load nothing they know no object either: it is told by its name alone. */
function explainLoaded(
  { targetDir, version, ...question }: PreflightQuestion,
  { objects, served, version: real }: Loaded,
  staged: string,
): Word {
  const isSame = real === version;
  const found = [
    differs("the built-in rules refuse what the real Traefik loads", isSame ? MAYBE_OLDER : MAYBE_ANOTHER),
  ];
  if (!isSame) return { ...NOTHING_TAKEN, diagnostics: found };
  for (const [object, texts] of objects) {
    const own = texts.filter((text) => !isElsewhere(text));
    if (own.length === 0) continue;
    const message = `the real Traefik disables ${object}: ${told(own, staged, targetDir)}`;
    const place = { file: ".", range: FILE_START };
    found.push(diagnose("preflight-disabled", { ...place, object, message, hint: advice(question, own) }));
  }
  return { diagnostics: found, serves: new Set(), loads: [...objects.keys(), ...served] };
}

function explainObjects(
  question: PreflightQuestion,
  { objects, served, version: real }: Loaded,
  staged: string,
): Word {
  const { disabled, targetDir, version, unlike } = question;
  const inError = new Map<string, { object: LoadedObject; own: readonly string[] }>([...objects].flatMap(([name, texts]) => {
    const own = texts.filter((text) => !isElsewhere(text));
    const object = sourceOf(question, name);
    return own.length === 0 || object === null ? [] : [[objectInFindings(`${object.kind}.${object.name}`), { object, own }] as const];
  })); // prettier-ignore
  const found: Diagnostic[] = [];
  const wronged = unlike
    ? []
    : servedOf(question, served).filter((name) => disabled.has(name) && !inError.has(name));
  // Which of several broken objects Traefik names is chance, but one of them it does.
  const isWrong = wronged.length > 0 && ![...disabled].some((name) => inError.has(name));
  if (isWrong) {
    const message = `the built-in rules disable what the real Traefik serves: ${wronged.join(", ")}`;
    found.push(differs(message, real === version ? MAYBE_OLDER : MAYBE_ANOTHER));
  }
  for (const [name, { object, own }] of inError) {
    if (disabled.has(name)) continue;
    const { document } = object;
    const message = `the real Traefik disables it: ${told(own, staged, targetDir)}`;
    const place = { file: document.file, range: document.range(keyOf(object)) };
    found.push(
      diagnose("preflight-disabled", { ...place, object: name, message, hint: advice(question, own) }),
    );
  }
  return { diagnostics: found, serves: new Set(isWrong && real === version ? wronged : []), loads: null };
}

/** The objects of the files that are served under a name of theirs: entry points' settings make several of a router. */
function servedOf(question: PreflightQuestion, served: ReadonlySet<string>): readonly string[] {
  const names = [...served].flatMap((name) => {
    const object = question.disabled.has(name) ? null : sourceOf(question, name);
    return object === null ? [name] : [`${object.kind}.${object.name}`];
  });
  return [...new Set(names)];
}

/** Traefik's words with the paths that the environment will have, and without values, which may be secrets. */
function told(texts: readonly string[], staged: string, targetDir: string): string {
  return texts
    .map((text) => (holdsNamesAlone(text) ? text : withoutValues(withoutRule(text))))
    .join("; ")
    .replaceAll(`${staged}/`, `${targetDir}/`);
}

/** What Traefik says of a rule repeats all of it, which is quoted in any way, or in none where it is broken. */
function withoutRule(text: string): string {
  const [, about] = /^((?:error while \w+|invalid|no domain found in) rule)\b/.exec(text) ?? [];
  if (about === undefined) return text;
  const unknown = /header|query/i.test(text) ? null : /: unsupported function: \w+$/.exec(text);
  return `${about} …${unknown?.[0] ?? ""}`;
}

const A_BUG = "please report it as a bug of gateway-hook-configsync, with the file";
const MAYBE_OLDER = `the rules are those of the newest release of its minor version; where it is that one, ${A_BUG}`;
const MAYBE_ANOTHER = `leave GATEWAY_TRAEFIK_VERSION away if it is not the version of this Traefik; otherwise ${A_BUG}`;

function differs(message: string, hint: string): Diagnostic {
  return diagnose("preflight-differs", { file: ".", range: FILE_START, message, hint });
}

/** What Traefik says of a `usersFile` that is not there (`os.ReadFile`). */
const NO_FILE = /^open .*: no such file or directory$/;

/**
 * What to do about a word of Traefik's that the built-in rules did not foresee.
 *
 * @param texts why it disables an object
 */
function advice({ guessed }: Pick<PreflightQuestion, "guessed">, texts: readonly string[] = []): string {
  if (texts.some((text) => NO_FILE.test(text)))
    return "the file has to be there first: publish it with the environment, or put it on this machine outside of the target; one that others put into the target is not looked at";
  return guessed
    ? "a template makes what only Traefik knows: look at what it gives, or write the value itself"
    : `the built-in rules see nothing wrong: ${A_BUG}`;
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
