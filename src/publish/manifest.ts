import { isoTime } from "../iso-time.ts";
import { isRecord } from "../is-record.ts";
import type { Content, FileRecord } from "./content.ts";
import { isDigest } from "./digest.ts";
import { isSafePath } from "./safe-path.ts";
import { asFacts } from "./static-facts.ts";
import type { Held, StaticFacts } from "./types.ts";

/** What a publication is of, besides its files. */
export interface Publication {
  readonly revision: string | null;
  /** the environment inside the checkout */
  readonly path: string;
  readonly staticFiles: readonly string[];
  /** what the static files say about the file provider */
  readonly facts: StaticFacts;
  readonly routers: number;
  /** see `PublishRequest.objects` */
  readonly objects: readonly string[] | null;
}

/** What is published: the claim to files in the target, and what is needed to publish it again. */
export interface Manifest extends Publication {
  readonly version: 1;
  /** counts publications, from 1 */
  readonly sequence: number;
  readonly publishedAt: string;
  /** when Traefik was last told of a change, or may have noticed one */
  readonly wokenAt: string;
  /** set by a rollback: environments that are not to be published although the source has them */
  readonly held: Held | null;
  /** see `Content.tree` */
  readonly tree: string;
  readonly files: Readonly<Record<string, FileRecord>>;
  /** folders in the target that the publisher made, and so may remove when they are empty */
  readonly folders: readonly string[];
}

export interface Circumstances {
  readonly previous: Manifest | null;
  readonly folders: readonly string[];
  readonly held: Held | null;
  readonly at: Date;
}

/** The manifest of a publication. */
export function manifestOf(
  content: Content,
  publication: Publication,
  { previous, folders, held, at }: Circumstances,
): Manifest {
  const { revision, path, staticFiles, facts, routers, objects } = publication;
  return {
    version: 1,
    sequence: (previous?.sequence ?? 0) + 1,
    publishedAt: isoTime(at),
    wokenAt: isoTime(at),
    held,
    revision,
    path,
    staticFiles,
    facts,
    routers,
    objects,
    tree: content.tree,
    files: filesOf(content),
    folders,
  };
}

/** The files of a content by path. */
export function filesOf(content: Content): Record<string, FileRecord> {
  const files: Record<string, FileRecord> = Object.create(null);
  for (const { path, object, size, mode, owner } of content.files)
    files[path] = { object, size, mode, owner };
  return files;
}

/** The part of the content that only a restart of Traefik makes live; empty without a static file. */
export function staticPart(
  files: Readonly<Record<string, FileRecord>>,
  staticFiles: readonly string[],
): string {
  return staticFiles.map((path) => `${path} ${files[path]?.object ?? ""}`).join("\n");
}

/** The files that a `staticPart` names. */
export function filesOfPart(part: string): { path: string; object: string }[] {
  const lines = part === "" ? [] : part.split("\n");
  return lines.map((line) => {
    const end = line.lastIndexOf(" ");
    return { path: line.slice(0, end), object: line.slice(end + 1) };
  });
}

/**
 * Checks what was read from the state directory: files are deleted by what a manifest says.
 *
 * @returns null when it is not a manifest
 */
export function asManifest(value: unknown): Manifest | null {
  if (!isManifest(value)) return null;
  return { ...value, facts: asFacts(value.facts), files: withoutPrototype(value.files) };
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || value["version"] !== 1) return false;
  const { files, folders, staticFiles, held, objects } = value;
  return (
    isRecord(files) &&
    Object.entries(files).every(([path, record]) => isSafePath(path) && isFileRecord(record)) &&
    isPaths(folders) &&
    isPaths(staticFiles) &&
    ["tree", "publishedAt", "wokenAt", "path"].every((field) => typeof value[field] === "string") &&
    ["sequence", "routers"].every((field) => typeof value[field] === "number") &&
    (value["revision"] === null || typeof value["revision"] === "string") &&
    (objects === null || areTexts(objects)) &&
    (held === null || isHeld(held))
  );
}

function isHeld(value: unknown): boolean {
  return (
    isRecord(value) &&
    ["since", "reason"].every((field) => typeof value[field] === "string") &&
    areTexts(value["trees"])
  );
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

/** So that a file named `constructor` is a file like any other. */
export function withoutPrototype<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const copy: Record<string, T> = Object.create(null);
  return Object.assign(copy, record);
}

function isFileRecord(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["object"] === "string" &&
    isDigest(value["object"]) &&
    isCount(value["size"]) &&
    isCount(value["mode"]) &&
    typeof value["owner"] === "string"
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isPaths(value: unknown): boolean {
  return Array.isArray(value) && value.every((path) => typeof path === "string" && isSafePath(path));
}
