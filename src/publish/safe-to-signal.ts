import { errorCode } from "../error-code.ts";
import { readVersion } from "../traefik/api.ts";
import { isVersion3, type TraefikProcess, versionOf } from "../traefik/process.ts";
import type { StartedWith } from "./types.ts";
import { Answered } from "../get-json.ts";
import type { Ports } from "./ports.ts";

const ANSWERS_WITHIN_MS = 2_000;

/**
 * A SIGHUP ends a Traefik of v2, and one of v3 whose file provider is not running (yet). So it is sent only when
 * both are known not to be the case; a Traefik that has just started is waited for.
 *
 * @param apiUrl of the live Traefik, when it is given
 * @returns null when it may be signalled, else why not
 */
export async function reasonNotToSignal(
  ports: Ports,
  process: TraefikProcess,
  started: StartedWith,
  apiUrl: string | null,
): Promise<string | null> {
  if (started.facts.fileProvider !== true) {
    return `it is not known that process ${process.pid} has a file provider`;
  }
  const fromApi =
    apiUrl === null ? null : await answerOf(readVersion(ports.getJson, apiUrl, ANSWERS_WITHIN_MS));
  try {
    if (ports.self.platform !== "linux" && !(await isCalledTraefik(ports, process))) {
      return `process ${process.pid} is not Traefik`;
    }
    const version = fromApi ?? (await versionOf(ports, process));
    if (!isVersion3(version)) return `process ${process.pid} is Traefik ${version}, which a SIGHUP would end`;
  } catch (error) {
    return `the version of process ${process.pid} cannot be told (${errorCode(error)})`;
  }
  if (fromApi !== null || process.ready) return null;
  if (process.upForMs === null) {
    return `it is not known since when process ${process.pid} runs; its API would tell`;
  }
  await untilSettled(ports, process.pid, process.upForMs, started.addresses);
  return null;
}

/** by then a Traefik has launched its providers, whatever it had to fetch first */
const SETTLED_AFTER_MS = 10_000;
/** its providers are launched right after its entry points begin to answer (`Server.Start` in `pkg/server/server.go`) */
const SETTLED_AFTER_ANSWER_MS = 1_000;
const ASK_AGAIN_MS = 100;

/** The API or a pidfile that says `ready` would tell it sooner. */
async function untilSettled(
  ports: Ports,
  pid: number,
  upForMs: number,
  addresses: readonly string[],
): Promise<void> {
  const urls = isOnOurNetwork(ports, pid) ? addresses.flatMap(localUrl) : [];
  const settled = ports.now().getTime() - upForMs + SETTLED_AFTER_MS;
  const left = (): number => settled - ports.now().getTime();
  while (left() > 0) {
    if (urls.length === 0) return ports.wait(left());
    if (await anyAnswers(ports, urls)) return ports.wait(Math.min(SETTLED_AFTER_ANSWER_MS, left()));
    // one that is asked may keep silent for longer than this
    await ports.wait(Math.min(ASK_AGAIN_MS, left()));
  }
}

function isOnOurNetwork({ files }: Ports, pid: number): boolean {
  try {
    return files.readLink(`/proc/${pid}/ns/net`) === files.readLink("/proc/self/ns/net");
  } catch {
    return false;
  }
}

/** `:80`, `0.0.0.0:80/tcp`, `[::1]:80`: where the same machine reaches it; none for a port that is chosen at start. */
function localUrl(address: string): string[] {
  const [, host = "", port = ""] = /^(.*):(\d{1,5})(?:\/tcp)?$/i.exec(address) ?? [];
  if (port === "" || Number(port) === 0) return [];
  const isAny = host === "" || host === "0.0.0.0" || host === "[::]";
  return [`http://${isAny ? "127.0.0.1" : host}:${port}/ping`];
}

/** An entry point that answers at all, be it that there is no such route, has been started. */
async function anyAnswers(ports: Ports, urls: readonly string[]): Promise<boolean> {
  const answers = urls.map(async (url) => {
    try {
      await ports.getJson(url, ANSWERS_WITHIN_MS);
      return true;
    } catch (error) {
      return error instanceof Answered;
    }
  });
  return (await Promise.all(answers)).includes(true);
}

/** Where there is no /proc, POSIX's `ps` tells the name. */
async function isCalledTraefik({ run }: Ports, { pid }: TraefikProcess): Promise<boolean> {
  const name = await run("ps", ["-o", "comm=", "-p", String(pid)], ANSWERS_WITHIN_MS);
  return /(?:^|\/)traefik[^/]*$/i.test(name.trim());
}

async function answerOf<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch {
    return null;
  }
}
