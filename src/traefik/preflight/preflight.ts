import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import type { Tree } from "../../environment/tree.ts";
import { OBJECT_KINDS, type DynamicConfiguration, type LoadedObject } from "../load/configuration.ts";
import { discover, type Place } from "../load/discover.ts";
import type { StaticFacts } from "../static/facts.ts";
import { judgeDynamic, type DynamicVerdict } from "./judge-dynamic.ts";
import { judgeStatic } from "./judge-static.ts";
import { instanceOf } from "./instance.ts";

/** An environment that the built-in rules have judged, for the real Traefik's last word. */
export interface PreflightQuestion {
  readonly bin: string;
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
 * short-lived instance. What it refuses is refused.
 *
 * @returns what it finds that the built-in rules did not
 * @throws when Traefik cannot be run or does not answer
 */
export async function preflight(question: PreflightQuestion): Promise<Diagnostic[]> {
  const scratch = await mkdtemp(join(tmpdir(), "gateway-preflight-"));
  try {
    const staged = join(scratch, "environment");
    await stage(question, staged);
    return [...(await askStatic(question, staged)), ...(await askDynamic(question, staged, scratch))];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Writes the environment to a folder of its own; paths into the target lead into that folder. */
async function stage({ tree, place, targetDir }: PreflightQuestion, staged: string): Promise<void> {
  const dynamic = new Set(discover(tree, place).map(({ path }) => path));
  await mkdir(dynamicFolder(place, staged), { recursive: true });
  for (const { path, bytes } of tree.files) {
    await write(join(staged, path), dynamic.has(path) ? inside(bytes, targetDir, staged) : bytes);
    // The one file of `providers.file.filename`, alone in a folder.
    if ("filename" in place && dynamic.has(path)) {
      await write(join(dynamicFolder(place, staged), basename(path)), inside(bytes, targetDir, staged));
    }
  }
}

function dynamicFolder(place: Place, staged: string): string {
  return "directory" in place ? join(staged, place.directory) : `${staged}-file`;
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes, { mode: 0o600 });
}

/** Certificates and users' files stand beside the configuration: they may be new, and not published yet. */
function inside(bytes: Uint8Array, targetDir: string, staged: string): Uint8Array {
  const buffer = Buffer.from(bytes);
  if (!buffer.includes(`${targetDir}/`)) return bytes;
  return Buffer.from(buffer.toString("latin1").replaceAll(`${targetDir}/`, `${staged}/`), "latin1");
}

async function askStatic(question: PreflightQuestion, staged: string): Promise<Diagnostic[]> {
  const { bin, facts, staticFile } = question;
  if (staticFile === null || !isPingHere(facts)) return [];
  const verdict = await judgeStatic(bin, join(staged, staticFile));
  if (verdict.accepted) return [];
  const message = `the real Traefik does not start with it: ${verdict.says.replaceAll(staged, "")}`;
  return [
    diagnose("preflight-refused", { file: staticFile, range: FILE_START, message, hint: advice(question) }),
  ];
}

/** `traefik healthcheck` asks the ping that the file names: only one on this machine may be asked. */
function isPingHere({ ping, entryPoints }: StaticFacts): boolean {
  if (ping === null) return true;
  const address = entryPoints.get(ping.entryPoint)?.address ?? "";
  return /^(?:|\[?::\]?|0\.0\.0\.0|127\.\d+\.\d+\.\d+|\[::1\]|localhost):\d*$/.test(address);
}

/** What to do about a word of Traefik's that the built-in rules did not foresee. */
function advice({ guessed }: PreflightQuestion): string {
  return guessed
    ? "a template makes what only Traefik knows: look at what it gives, or write the value itself"
    : "the built-in rules see nothing wrong: please report it as a bug of gateway-hook-configsync, with the file";
}

async function askDynamic(
  question: PreflightQuestion,
  staged: string,
  scratch: string,
): Promise<Diagnostic[]> {
  const { bin, place, facts, variables } = question;
  const verdict = await judgeDynamic({
    bin,
    directory: dynamicFolder(place, staged),
    staticConfiguration: instanceOf(facts),
    scratch,
    variables,
  });
  return explain(question, verdict, staged);
}

function explain(question: PreflightQuestion, verdict: DynamicVerdict, staged: string): Diagnostic[] {
  if (!verdict.accepted) {
    if (question.configuration === null) return [];
    const says = verdict.says.replaceAll(`${staged}/`, "");
    const file = question.tree.files.find(({ path }) => says.includes(`${path}: `))?.path ?? ".";
    const rule = verdict.crashed ? "preflight-crash" : "preflight-refused";
    const message = verdict.crashed
      ? `the real Traefik dies of it: ${says}`
      : `the real Traefik refuses it: ${says}`;
    return [diagnose(rule, { file, range: FILE_START, message, hint: advice(question) })];
  }
  if (question.configuration === null)
    return [differs("the built-in rules refuse what the real Traefik loads")];
  const { disabled } = question;
  // Which of several broken objects Traefik names is chance, but one of them it does.
  if (disabled.size > 0 && ![...disabled].some((object) => verdict.objects.has(object))) {
    return [differs(`the built-in rules disable what the real Traefik serves: ${[...disabled].join(", ")}`)];
  }
  return [...verdict.objects].flatMap(([object, texts]) => {
    const own = texts.filter((text) => !isElsewhere(text));
    const found = find(question, object);
    // Traefik's other names for a router of several entry points are no names of the environment's.
    if (own.length === 0 || found === null || question.disabled.has(object)) return [];
    const { document, key } = found;
    const message = `the real Traefik disables it: ${own.join("; ").replaceAll(`${staged}/`, `${question.targetDir}/`)}`;
    return [
      diagnose("preflight-disabled", {
        file: document.file,
        range: document.range(key),
        object,
        message,
        hint: advice(question),
      }),
    ];
  });
}

function differs(message: string): Diagnostic {
  const hint =
    "leave GATEWAY_TRAEFIK_VERSION away if it is not the version of this Traefik; otherwise please report it as a bug of gateway-hook-configsync, with the file";
  return diagnose("preflight-differs", { file: ".", range: FILE_START, message, hint });
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

function find({ configuration }: PreflightQuestion, object: string): LoadedObject | null {
  const kind = OBJECT_KINDS.find((known) => object.startsWith(`${known}.`));
  return (kind && configuration?.objects[kind].get(object.slice(kind.length + 1))) ?? null;
}
