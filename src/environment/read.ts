import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { sep } from "node:path";
import { below } from "../below.ts";
import { diagnose, type Diagnostic } from "../diagnostic.ts";
import { errorCode } from "../error-code.ts";
import type { RuleId } from "../rules.ts";
import { isLoadable } from "../traefik/load/discover.ts";
import { compareBytes } from "./byte-order.ts";
import { isContentOf } from "./confine.ts";
import { FILE_START } from "./file-start.ts";
import type { Place } from "./find.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { readRegular } from "./read-regular.ts";
import type { Tree, TreeFile } from "./tree.ts";
import { ROUTE_TESTS, UNPUBLISHED } from "./unpublished.ts";

export interface Reading {
  readonly tree: Tree;
  /** what keeps a part of the environment from being read or published */
  readonly diagnostics: readonly Diagnostic[];
  /** the file of route tests, which is not published; undefined where there is none */
  readonly routeTests?: Uint8Array | undefined;
}

/** The folders from the environment's root down to one, as real paths: a link back into them is a circle. */
type Chain = readonly string[];

/**
 * Reads an environment into memory, each file once. What a symbolic link points to takes its place, a file or a
 * whole folder, as long as it stays in the checkout.
 *
 * Calls are synchronous on purpose: in the page cache, where a fresh checkout is, a file costs 12 µs so, and 35 µs
 * through the thread pool with any number in flight.
 */
export function readTree(place: Place, limits: Limits = LIMITS): Reading {
  const files: TreeFile[] = [];
  const diagnostics: Diagnostic[] = [];
  let routeTests: Uint8Array | undefined;
  let bytes = 0;
  let entries = 0;

  const blame = (rule: RuleId, file: string, message: string, hint: string | null = null): void => {
    diagnostics.push(diagnose(rule, { file, range: FILE_START, message, hint }));
  };

  function blameUnreadable(path: string, code: string): void {
    // readdir put U+FFFD for the bytes that are not UTF-8, and under that name there is nothing
    if (code === "ENOENT" && path.includes("\ufffd")) blame("file-name", path, "its name is not UTF-8");
    else blame("file-unreadable", path, `${path} cannot be read (${code})`);
  }

  /** Traefik refuses a folder over names that it reads, but behind others there may be what was meant to be published. */
  function blameDangling(path: string, code: string): void {
    const rule = isLoadable(path) ? "symlink-broken" : "symlink-dangling";
    blame(rule, path, `the symbolic link ${path} leads nowhere (${code})`);
  }

  /** Reads one folder; false when a limit of the whole environment is reached. */
  function readFolder(folder: string, prefix: string, chain: Chain): boolean {
    let names: Dirent[];
    try {
      names = readdirSync(folder, { withFileTypes: true });
      if (realpathSync.native(folder) !== folder) throw new Error("replaced by a link while it was read");
    } catch (error) {
      blameUnreadable(prefix || ".", errorCode(error));
      return true;
    }
    for (const entry of names.toSorted((a, b) => compareBytes(a.name, b.name))) {
      if (prefix === "" && entry.name === ROUTE_TESTS) readTests(entry, below(folder, entry.name), chain);
      if (UNPUBLISHED.has(entry.name)) continue;
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (++entries > limits.entries) {
        blame("environment-too-large", path, `more than ${limits.entries} files and folders`);
        return false;
      }
      if (!readEntry(entry, below(folder, entry.name), path, chain)) return false;
    }
    return true;
  }

  /** Tests that cannot be read must not pass for no tests. */
  function readTests(entry: Dirent, at: string, chain: Chain): void {
    const target = entry.isSymbolicLink() ? followLink(at, ROUTE_TESTS, chain) : at;
    if (target !== null) routeTests = readContent(target, ROUTE_TESTS)?.bytes;
  }

  function readEntry(entry: Dirent, at: string, path: string, chain: Chain): boolean {
    if (entry.isFile()) return readFile(at, path);
    if (entry.isDirectory()) return readFolder(at, path, [...chain, at]);
    if (entry.isSymbolicLink()) return readLink(at, path, chain);
    blame("special-file", path, `${path} is a ${kindOf(entry)}; only regular files can be published`);
    return true;
  }

  function readLink(at: string, path: string, chain: Chain): boolean {
    const target = followLink(at, path, chain);
    if (target === null) return true;
    const stats = statSync(target, { throwIfNoEntry: false });
    return stats?.isDirectory() ? readFolder(target, path, [...chain, target]) : readFile(target, path);
  }

  /** What a symbolic link leads to, as a real path; null where it may not be followed. */
  function followLink(at: string, path: string, chain: Chain): string | null {
    let target: string;
    try {
      target = realpathSync.native(at);
    } catch (error) {
      const loop = errorCode(error) === "ELOOP";
      if (loop) blame("symlink-loop", path, `the symbolic link ${path} leads back to itself`);
      else blameDangling(path, errorCode(error));
      return null;
    }
    if (!isContentOf(place.checkout, target)) {
      blame("symlink-outside", path, `the symbolic link ${path} leads out of the checkout`);
      return null;
    }
    if (chain.some((folder) => folder === target || folder.startsWith(target + sep))) {
      blame("symlink-loop", path, `the symbolic link ${path} leads back to a folder that contains it`);
      return null;
    }
    return target;
  }

  function readFile(at: string, path: string): boolean {
    const read = readContent(at, path);
    if (read === null) return true;
    bytes += read.bytes.length;
    if (bytes > limits.totalBytes) {
      blame("environment-too-large", path, `more than ${limits.totalBytes} bytes in all`);
      return false;
    }
    files.push(read);
    return true;
  }

  /** The content of one regular file; null where it has none that may be read. */
  function readContent(at: string, path: string): TreeFile | null {
    const read = readRegular(at, limits.fileBytes);
    switch (read.kind) {
      case "read": {
        // of what is behind a link nobody sees by its own looks that the link leads elsewhere
        const state = at === `${place.root}/${path}` ? read.state : undefined;
        return { path, bytes: read.bytes, mode: read.mode, state };
      }
      case "too-large":
        blame("file-too-large", path, `${path} has ${read.size} bytes, more than ${limits.fileBytes}`);
        return null;
      case "special":
        blame("special-file", path, `${path} is not a regular file; nothing else can be published`);
        return null;
      case "unreadable":
        blameUnreadable(path, read.code);
        return null;
    }
  }

  readFolder(place.root, "", [place.root]);
  return {
    tree: { files: files.toSorted((a, b) => compareBytes(a.path, b.path)) },
    diagnostics,
    routeTests,
  };
}

function kindOf(entry: Dirent): string {
  if (entry.isFIFO()) return "fifo";
  if (entry.isSocket()) return "socket";
  return entry.isBlockDevice() || entry.isCharacterDevice() ? "device" : "special file";
}
