import { compareLoading, isLoadable } from "../traefik/load/discover.ts";
import type { Before, Expectation } from "./confirm.ts";
import type { Content } from "./content.ts";
import type { Job } from "./job.ts";
import { isAmong } from "./listed-name.ts";
import type { Ports } from "./ports.ts";
import { someOf } from "./some-of.ts";
import { strangersIn } from "./strangers.ts";
import type { NamesIn } from "./types.ts";
import type { Watched } from "./watched.ts";

/** What somebody else's files beside the publisher's do to the environment's names. */
export interface Contested {
  /** objects of the environment that Traefik does not take from it: a stranger's file defines them first */
  readonly dropped: readonly string[];
  /** whatever Traefik shows under these names it has from a stranger's file */
  readonly theirs: ReadonlySet<string>;
  /** strangers that could not be looked into: nobody knows what they define */
  readonly unclear: readonly string[];
}

/** Nobody else defines anything. */
export const UNCONTESTED: Contested = { dropped: [], theirs: new Set(), unclear: [] };

/**
 * Finds names that the environment has, or had, and that somebody else's files define as well: of two definitions
 * Traefik takes the one that it loads first, and says so in its log alone. Here each such file is named. To be called
 * when the target is as it shall be.
 *
 * @param gone objects that were published, and are no longer
 */
export async function findContested(
  { settings, content, publication }: Job,
  ports: Ports,
  { folder, file }: Watched,
  gone: readonly string[],
): Promise<Contested> {
  const { namesIn } = settings.reload;
  const { objects, path: environment } = publication;
  // of a `filename` nothing else is loaded
  if (namesIn === undefined || objects === null || file !== null) return UNCONTESTED;
  const own = content.files.map(({ path }) => path);
  const theirs = new Set<string>();
  const dropped: string[] = [];
  const unclear: string[] = [];
  let places: ReadonlyMap<string, string> | null = null;

  for (const { path, bytes } of strangersIn(ports.files, settings, folder, own)) {
    const names = bytes && (await namesOrNull(namesIn, path, bytes));
    if (names === null) {
      unclear.push(path);
      continue;
    }
    const tell = (contested: readonly string[], what: string): void => {
      if (contested.length === 0) return;
      const text = `${path} is not the publisher's, and defines ${someOf(contested)}: Traefik ${what}`;
      ports.log("warn", text, { path: environment, file: path });
    };
    // ours are read where one of theirs may be among them, and then once
    if (objects.some((object) => isAmong(names, object))) places ??= await placesOf(content, folder, namesIn);
    const first: string[] = [];
    const second: string[] = [];
    for (const name of names) {
      const ours = places?.get(name);
      if (ours !== undefined && compareLoading(ours, path) < 0) second.push(name);
      else if (!theirs.has(name)) {
        theirs.add(name);
        if (ours !== undefined) first.push(name);
      }
    }
    dropped.push(...first);
    tell(first, "takes these, and not the environment's");
    tell(second, "takes the environment's, and not these");
    tell(
      gone.filter((name) => names.has(name)),
      "still has these, which the environment has no longer",
    );
  }
  return { dropped, theirs, unclear };
}

/** The part of an expectation that is evidence: what strangers bring about tells nothing of the publication. */
export function withoutTheirs(
  { objects, gone, changed }: Expectation,
  { theirs, unclear }: Contested,
): Expectation {
  const isOurs = (name: string): boolean => !isAmong(theirs, name);
  return {
    objects: objects?.filter(isOurs) ?? null,
    // that one of them is still there may be a stranger's doing
    gone: unclear.length > 0 ? [] : gone.filter(isOurs),
    changed: changed?.filter(isOurs) ?? null,
  };
}

/** What was seen before, with the errors excused that a stranger's definition of an expected or former name has. */
export function excusing(
  { objects: seen, inError }: Before,
  { objects, gone }: Expectation,
  { theirs }: Contested,
): Before {
  const excused = [...(objects ?? []), ...gone].filter((name) => isAmong(theirs, name));
  return { objects: seen, inError: [...inError, ...excused] };
}

/** Which of the publisher's files Traefik takes an object from. */
async function placesOf(
  { files }: Content,
  folder: string,
  namesIn: NamesIn,
): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>();
  const within = folder === "" ? "" : `${folder}/`;
  const loaded = files.filter(({ path }) => path.startsWith(within) && isLoadable(path));
  for (const { path, read } of loaded.toSorted((a, b) => compareLoading(a.path, b.path))) {
    const names = (await namesOrNull(namesIn, path, read())) ?? [];
    for (const name of names) if (!places.has(name)) places.set(name, path);
  }
  return places;
}

/** null: it is not known */
function namesOrNull(namesIn: NamesIn, path: string, bytes: Uint8Array): ReturnType<NamesIn> {
  return namesIn(path, bytes).catch(() => null);
}
