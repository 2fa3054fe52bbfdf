/** so short that who waits for the disk or a socket has his next call out before the last one ends */
const TURN_MS = 1;

/**
 * Does a long piece of work in many turns of a millisecond: in between goes on what was waited for.
 *
 * @param steps the work, a step at a time; what it returns is the result
 */
export async function inTurns<T>(steps: Iterator<unknown, T>): Promise<T> {
  for (;;) {
    const end = Date.now() + TURN_MS;
    do {
      const { done, value } = steps.next();
      if (done === true) return value;
    } while (Date.now() < end);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The same at one go. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
