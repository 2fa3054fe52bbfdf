import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { discover, type Place } from "../load/discover.ts";
import type { PreflightQuestion } from "./preflight.ts";
import { QUIET_FILE, quietFile } from "./quiet.ts";

/**
 * Writes the environment to a folder of its own; paths into the target lead into that folder. Synchronously, since
 * that is several times as fast and somebody waits for it.
 */
export function stage(question: PreflightQuestion, staged: string): void {
  const { tree, place, targetDir, configuration, version } = question;
  const dynamic = new Set(discover(tree, place).map(({ path }) => path));
  const folder = dynamicFolder(place, staged);
  mkdirSync(folder, { recursive: true });
  const made = new Set<string>();
  const write = (file: string, bytes: Uint8Array): void => {
    const parent = dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(file, bytes, { mode: 0o600 });
  };
  for (const { path, bytes } of tree.files) {
    write(join(staged, path), dynamic.has(path) ? inside(bytes, targetDir, staged) : bytes);
    // The one file of `providers.file.filename`, alone in a folder.
    if ("filename" in place && dynamic.has(path)) {
      write(join(folder, basename(path)), inside(bytes, targetDir, staged));
    }
  }
  const quiet = configuration && quietFile(configuration, version);
  if (quiet !== null) write(join(folder, QUIET_FILE), inside(Buffer.from(quiet), targetDir, staged));
}

/** Where the staged dynamic files lie. */
export function dynamicFolder(place: Place, staged: string): string {
  return "directory" in place ? join(staged, place.directory) : `${staged}-file`;
}

/** Certificates and users' files stand beside the configuration: they may be new, and not published yet. */
function inside(bytes: Uint8Array, targetDir: string, staged: string): Uint8Array {
  const buffer = Buffer.from(bytes);
  if (!buffer.includes(`${targetDir}/`)) return bytes;
  return Buffer.from(buffer.toString("latin1").replaceAll(`${targetDir}/`, `${staged}/`), "latin1");
}
