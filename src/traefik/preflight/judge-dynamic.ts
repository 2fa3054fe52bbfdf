import { ENDED, type Instance, type InstanceQuestion, startInstance } from "./run-instance.ts";
import type { DynamicVerdict } from "./verdict.ts";

export interface DynamicQuestion extends InstanceQuestion {
  /** the staged dynamic files; a marker file is added to it */
  readonly directory: string;
  /** these files define the default store for certificates themselves: false where they do not, or it is not given */
  readonly hasDefaultStore?: boolean;
  /** milliseconds until the question is given up */
  readonly timeout?: number;
  /** one that was started before for this question; it is ended */
  readonly started?: Promise<Instance>;
}

/**
 * Asks a short-lived Traefik what it makes of a folder: 0.1 to 0.2 s, most of it the start. It is killed the moment it
 * has answered: before the first health check, which Traefik makes one interval after loading (see quiet.ts for
 * shorter ones).
 *
 * @returns only the file provider's objects
 * @throws when Traefik cannot be run or does not answer in time
 */
export async function judgeDynamic(question: DynamicQuestion): Promise<DynamicVerdict> {
  const { directory, hasDefaultStore = false, timeout = 30_000 } = question;
  for (let attempt = 1; ; attempt++) {
    const given = attempt === 1 ? question.started : undefined;
    const instance = await (given ?? startInstance(question));
    try {
      return await instance.judge(directory, hasDefaultStore, timeout);
    } catch (error) {
      // a port that was free is somebody else's by the time that Traefik wants it
      if (!(error instanceof Error && error.name === ENDED) || attempt === MAX_ATTEMPTS) throw error;
    } finally {
      // nobody has to wait until it is gone; the folder is the caller's
      void instance.end().then(given === undefined ? instance.release : undefined);
    }
  }
}

const MAX_ATTEMPTS = 3;
