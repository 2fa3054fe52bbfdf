import { mkdirSync, rm, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TreeFile } from "../../environment/tree.ts";
import { judgeStatic, type StaticVerdict } from "./judge-static.ts";
import { type Instance, type InstanceQuestion, startInstance } from "./run-instance.ts";
import { scratchFolder } from "./scratch-folder.ts";

/** What of a preflight the static configuration alone decides. */
export interface EarlyQuestion {
  readonly bin: string;
  /** see `instanceOf` */
  readonly staticConfiguration: Readonly<Record<string, unknown>>;
  /** the static file to be asked about; null: none is */
  readonly staticFile: TreeFile | null;
  /** what templates read */
  readonly variables: Readonly<Record<string, string>>;
}

/** A real Traefik that is coming up, to be asked about one environment: see `preflight`. */
export interface Begun {
  readonly instance: InstanceQuestion;
  readonly started: Promise<Instance>;
  /** null: it was not asked about the static file */
  readonly aboutStatic: Promise<StaticVerdict | null>;
  /** where the static file lies that it was asked about */
  readonly staticFolder: string;
  /** Kills whatever runs, asked or not, at once; settles when nothing is left. */
  readonly end: () => Promise<void>;
}

/**
 * Starts what the static file alone decides about, so that it goes on while the caller judges. That something cannot
 * be started is told when it is asked.
 *
 * @throws when there is no place for its files
 */
export async function beginPreflight(question: EarlyQuestion): Promise<Begun> {
  const { bin, staticConfiguration, staticFile, variables } = question;
  const scratch = scratchFolder("gateway-preflight-");
  const staticFolder = join(scratch, "static");
  const ending = new AbortController();
  const instance = { bin, staticConfiguration, variables, scratch };
  const started = startInstance(instance);
  // what they throw is thrown where it is asked
  await started.catch(() => undefined);
  const aboutStatic = askStatic(bin, staticFile, staticFolder, ending.signal);
  aboutStatic.catch(() => undefined);
  const end = async (): Promise<void> => {
    ending.abort();
    await Promise.all([
      started.then((running) => running.end()).catch(() => undefined),
      aboutStatic.catch(() => undefined),
    ]);
    await promisify(rm)(scratch, { recursive: true, force: true });
    await started.then((running) => running.release()).catch(() => undefined);
  };
  return { instance, started, aboutStatic, staticFolder, end };
}

/** Asks before it returns: whoever calls it is busy after that. */
async function askStatic(
  bin: string,
  file: TreeFile | null,
  folder: string,
  signal: AbortSignal,
): Promise<StaticVerdict | null> {
  if (file === null) return null;
  mkdirSync(folder);
  writeFileSync(join(folder, file.path), file.bytes, { mode: 0o600 });
  return judgeStatic(bin, join(folder, file.path), { signal });
}
