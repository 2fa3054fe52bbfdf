import { basename } from "node:path";
import type { FileSystem } from "../publish/file-system.ts";
import { orNull } from "../publish/or-null.ts";
import { startOf } from "../publish/process-identity.ts";
import { readCommandLine } from "../traefik/command-line.ts";

/** The Traefik that a gateway without git-sync has become. */
export interface PlainTraefik {
  /** null where the system does not tell */
  readonly runs: boolean | null;
  /** what it was started on, as we can open it; null: it has none, or that cannot be told */
  readonly staticFile: string | null;
}

/** What Linux keeps of a program's name. */
const NAME_LENGTH = 15;

/**
 * Finds it by its program's name: it says nothing of itself, and in a container there is no other. Of several nobody
 * can say which.
 *
 * @param bin Traefik's executable
 */
export function findPlainTraefik(files: FileSystem, bin: string): PlainTraefik {
  const name = basename(bin).slice(0, NAME_LENGTH);
  const numbers = orNull(() => files.readFolder("/proc").filter((entry) => /^\d+$/.test(entry)));
  if (numbers === null || numbers.length === 0) return { runs: null, staticFile: null };
  // a process may end while it is looked at, or be another user's
  const found = numbers.filter(
    (pid) =>
      orNull(() =>
        Buffer.from(files.readFile(`/proc/${pid}/comm`))
          .toString()
          .trim(),
      ) === name && startOf(files, Number(pid)) !== null,
  );
  const [only] = found;
  const isAlone = only !== undefined && found.length === 1;
  return {
    runs: found.length > 0,
    staticFile: isAlone ? orNull(() => readCommandLine(files, Number(only)).staticFile) : null,
  };
}
