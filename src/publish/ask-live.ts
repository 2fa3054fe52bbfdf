import { errorCode } from "../error-code.ts";
import { readLiveObjects } from "../traefik/api.ts";
import type { Job } from "./job.ts";
import {
  type Before,
  confirm,
  type Confirmation,
  type Expectation,
  inErrorOf,
  isVisible,
} from "./confirm.ts";
import type { Ports } from "./ports.ts";
import type { State } from "./state.ts";
import type { ReloadMethod } from "./types.ts";

const ANSWERS_WITHIN_MS = 2_000;
const CONFIRM_WITHIN_MS = 10_000;
/** more than a Traefik takes that is at work already */
const AGAIN_MS = 1_000;

/** What the live Traefik shows before the first change; null when nobody is to be asked, or nobody answers. */
export async function seeBefore({ settings }: Job, ports: Ports, state: State): Promise<Before | null> {
  const { apiUrl } = settings.reload;
  if (apiUrl === null) return null;
  try {
    const objects = await readLiveObjects(ports.getJson, apiUrl, ANSWERS_WITHIN_MS);
    return { objects, inError: state.journal?.inError ?? inErrorOf(objects) };
  } catch (error) {
    // nobody at that address is how it is before Traefik is started; one of no use nobody would come to know of
    const isNobody = error instanceof Error && "code" in error;
    if (!isNobody) ports.log("warn", `Traefik's API cannot confirm the publication: ${errorCode(error)}`);
    return null;
  }
}

/** Asks the live Traefik for the publication; null when nobody is to be asked. */
export async function askLive(
  job: Job,
  ports: Ports,
  before: Before,
  expected: Expectation,
  { method, throttleMs, wake }: { method: ReloadMethod; throttleMs: number; wake: () => void },
): Promise<Confirmation | null> {
  const { apiUrl, confirmWithinMs, choice } = job.settings.reload;
  if (apiUrl === null || choice === "none") return null;
  const withinMs = method === "none" ? 0 : (confirmWithinMs ?? CONFIRM_WITHIN_MS) + throttleMs;
  return confirm(ports, apiUrl, before, expected, {
    withinMs,
    againMs: 2 * throttleMs + AGAIN_MS,
    again: wake,
  });
}

/** null: nobody was asked, or what changed is not among the things that Traefik's API shows */
export function isConfirmed(
  job: Job,
  before: Before | null,
  expected: Expectation,
  confirmation: Confirmation | null,
): boolean | null {
  if (job.settings.reload.apiUrl === null) return null;
  if (before === null || confirmation === null) return false;
  if (confirmation.verdict !== "live") return false;
  return isVisible(before.objects, expected) ? true : null;
}
