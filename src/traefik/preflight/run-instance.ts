import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kill } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { getJson } from "../../get-json.ts";
import { DEFAULT_CERTIFICATE } from "./default-certificate.ts";
import { instanceFile } from "./instance.ts";
import { startKeeper } from "./keeper.ts";
import { logLines } from "./log-lines.ts";
import { marker, MARKER_FILE } from "./marker.ts";
import { type DynamicVerdict, refusalIn, verdictOf } from "./verdict.ts";

export interface InstanceQuestion {
  readonly bin: string;
  /** what the static configuration decides: see `instanceOf` */
  readonly staticConfiguration: Readonly<Record<string, unknown>>;
  /** variables of the gateway that templates read */
  readonly variables?: Readonly<Record<string, string>>;
  /** a folder of the caller's for the instance's own files */
  readonly scratch: string;
}

/** A short-lived Traefik. */
export interface Instance {
  /**
   * Has it load a folder in place of the almost empty one that it started with; once.
   *
   * @param hasDefaultStore the files define the default store for certificates themselves
   * @param withinMs milliseconds until the question is given up
   * @throws an error named ENDED when it ended without a word on the files; any error when it cannot be run or does not answer
   */
  readonly judge: (directory: string, hasDefaultStore: boolean, withinMs: number) => Promise<DynamicVerdict>;
  /** Kills it at once; settles when it is gone. */
  readonly end: () => Promise<void>;
  /** Its folder is removed, or others see to it: until then it goes when this process dies. */
  readonly release: () => void;
}

/** The name of the error that tells of it. The class is none to ask for: the scripts of the bundle may have one each. */
export const ENDED = "TraefikEnded";

class Ended extends Error {
  override readonly name = ENDED;
}

/** Go's own variable: to collect garbage less often spares a third of the processor's time that a start takes. */
const IN_HASTE = { GOGC: "400" };
/** not so often that it takes the processor from Traefik */
const PAUSE_MS = 4;

/**
 * Starts a Traefik on 127.0.0.1 over a folder with nothing but a marker, so that it comes up while the caller does
 * something else. It has no provider but the file provider, its entry points are on ports that the system chooses,
 * and nothing may leave this machine: default transports give up at once and proxies are a closed port.
 *
 * @returns before it has come up
 */
export async function startInstance(question: InstanceQuestion): Promise<Instance> {
  const { bin, staticConfiguration, variables, scratch } = question;
  const port = likelyFreePort();
  // synchronously: that is faster, and somebody waits for it
  const folder = mkdtempSync(join(scratch, "traefik-"));
  // names of its own: another Traefik that happens to have the port shows others
  const loaded = `gateway-preflight-${folder.slice(-6)}`;
  const booted = `${loaded}-booted`;
  const [boot, files, staticFile] = ["boot", "files", "traefik.json"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(boot);
  writeFileSync(join(boot, MARKER_FILE), `${marker(booted)}${DEFAULT_CERTIFICATE}\n`);
  // what Traefik reads is exchanged by a rename: it never sees a part of it
  symlinkSync(boot, files);
  writeFileSync(staticFile, JSON.stringify(instanceFile(staticConfiguration, port, files)));
  const nowhere = "http://127.0.0.1:1";
  const proxies = { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, http_proxy: nowhere, https_proxy: nowhere };
  const child = spawn(bin, [`--configFile=${staticFile}`], {
    stdio: ["ignore", "pipe", "pipe"],
    // a group of its own: `bin` may be a script that starts Traefik
    detached: true,
    env: { ...IN_HASTE, ...variables, ...proxies },
  });
  const keeper = child.pid === undefined ? null : startKeeper(child.pid, scratch);
  const output = collect(child);
  const api = `http://127.0.0.1:${port}/api`;

  /** Waits for a marker; null: it is there. */
  const until = async (name: string, from: number, deadline: number): Promise<DynamicVerdict | null> => {
    for (;;) {
      if (output.error !== null) throw new Error(`cannot run ${bin}: ${output.error.message}`);
      const text = output.text().slice(from);
      const refusal = refusalIn(text);
      if (refusal !== null) return refusal;
      if (child.exitCode !== null || child.signalCode !== null) throw new Ended(lastWords(text));
      if (performance.now() > deadline) throw new Error("Traefik did not answer in time");
      if (await shows(api, name)) return null;
      await sleep(PAUSE_MS);
    }
  };

  return {
    judge: async (directory, hasDefaultStore, withinMs) => {
      const deadline = performance.now() + withinMs;
      const text = `${marker(loaded)}${hasDefaultStore ? "" : DEFAULT_CERTIFICATE}\n`;
      writeFileSync(join(directory, MARKER_FILE), text);
      // before its file provider runs SIGHUP would kill it
      const failed = await until(booted, 0, deadline);
      if (failed !== null) throw new Error(`Traefik does not start: ${failed.accepted ? "" : failed.says}`);
      symlinkSync(directory, `${files}.next`);
      renameSync(`${files}.next`, files);
      const from = output.text().length;
      child.kill("SIGHUP");
      const refusal = await until(loaded, from, deadline);
      if (refusal === null) {
        const [raw, version] = await Promise.all(
          ["rawdata", "version"].map((what) => getJson(`${api}/${what}`, ANSWERS_WITHIN_MS)),
        );
        return verdictOf(raw, version, loaded);
      }
      if (refusal.accepted) return refusal;
      return { ...refusal, says: refusal.says.replaceAll(`${files}/`, `${directory}/`) };
    },
    end: async () => {
      killGroup(child);
      await output.ended;
      keeper?.gone();
    },
    release: () => keeper?.removed(),
  };
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) kill(-pid, "SIGKILL");
  } catch {
    // all have ended
  }
}

const ANSWERS_WITHIN_MS = 2_000;

async function shows(api: string, name: string): Promise<boolean> {
  const found = await getJson(`${api}/http/middlewares/${name}@file`, ANSWERS_WITHIN_MS).catch(() => null);
  return typeof found === "object" && found !== null && "name" in found && found.name === `${name}@file`;
}

function lastWords(text: string): string {
  const fatal = logLines(text).find(({ message }) => message === "Command error");
  return `Traefik ended before it answered: ${fatal?.error ?? "it said nothing"}`;
}

interface Output {
  readonly text: () => string;
  readonly ended: Promise<void>;
  error: Error | null;
}

/** Collects what the process prints, up to a megabyte: a stack overflow prints far more. */
function collect(child: ChildProcess): Output {
  const limit = 1 << 20;
  let text = "";
  const add = (chunk: Buffer): void => void (text.length < limit && (text += chunk.toString("utf8")));
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  const output: Output = {
    text: () => text,
    error: null,
    ended: new Promise((resolve) => {
      child.once("close", () => resolve());
      child.once("error", (error) => ((output.error = error), resolve()));
    }),
  };
  return output;
}

/**
 * Below the ports that systems give to connections. One that is taken is found out when Traefik ends, and another tried:
 * to ask the system first would delay every preflight.
 */
function likelyFreePort(): number {
  return 20_000 + Math.floor(Math.random() * 12_000);
}
