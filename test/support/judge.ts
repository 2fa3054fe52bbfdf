import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileObjects, liveObject } from "../../src/traefik/api.ts";
import { DEFAULT_CERTIFICATE } from "../../src/traefik/preflight/default-certificate.ts";
import { refusalIn } from "../../src/traefik/preflight/verdict.ts";
import {
  type RawData,
  startTraefik,
  temporaryFolder,
  type TraefikOptions,
  writeFiles,
} from "./start-traefik.ts";

/** What the real Traefik made of a folder: refused in its own words, or the objects in error with their texts. */
export interface RealVerdict {
  readonly refused: string | null;
  readonly objects: Readonly<Record<string, { readonly status: string; readonly texts: readonly string[] }>>;
}

export interface Judge {
  /** 10 to 50 ms a question; never ask it for what kills a Traefik */
  readonly ask: (files: Readonly<Record<string, string>>) => Promise<RealVerdict>;
  readonly stop: () => Promise<void>;
}

/**
 * A real Traefik that is fed folder after folder by SIGHUP; with a default certificate, for otherwise it would make an
 * RSA key each time.
 */
export async function startJudge(options: Omit<TraefikOptions, "directory">): Promise<Judge> {
  const folder = await temporaryFolder();
  const directory = join(folder.path, "conf.d");
  await mkdir(directory);
  const traefik = await startTraefik({ ...options, directory });
  // the whole of its answer, asked for again and again, would take longer than what it is asked about
  const isLive = async (middleware: string): Promise<boolean> => {
    const response = await fetch(`${traefik.api}/api/http/middlewares/${middleware}@file`);
    await response.arrayBuffer();
    return response.ok;
  };
  let question = 0;
  return {
    ask: async (files) => {
      const name = `judge-${++question}`;
      for (const file of await readdir(directory)) await rm(join(directory, file), { recursive: true });
      await writeFiles(directory, files);
      // the last file: a default store of the question's own comes first
      const marker = `http: {middlewares: {${name}: {stripPrefix: {prefixes: [/]}}}}`;
      await writeFiles(directory, { "~judge.yaml": `${marker}\n${DEFAULT_CERTIFICATE}\n` });
      const before = traefik.log().length;
      traefik.reload();
      const deadline = Date.now() + 30_000;
      for (;;) {
        const refusal = refusalIn(traefik.log().slice(before));
        if (refusal) return { refused: refusal.says.replaceAll(directory, "<dir>"), objects: {} };
        if (await isLive(name)) return { refused: null, objects: inError(await traefik.rawData()) };
        if (Date.now() > deadline) throw new Error(`no verdict:\n${traefik.log().slice(before)}`);
        await sleep(4);
      }
    },
    stop: async () => {
      await traefik.stop("SIGKILL");
      await folder.remove();
    },
  };
}

function inError(raw: RawData): Record<string, { status: string; texts: readonly string[] }> {
  const broken = fileObjects(raw).map(([name, object]) => [name, liveObject(object)] as const);
  return Object.fromEntries(
    broken.flatMap(([name, { status, errors }]) =>
      errors.length === 0 ? [] : [[name, { status, texts: errors }]],
    ),
  );
}
