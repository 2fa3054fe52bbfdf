/** Milliseconds. */
const COLLECTED_EVERY = 250;

/**
 * Keeps memory small while a new Traefik is asked again and again whether it is ready, by the kernel's tables too: that
 * leaves much behind.
 *
 * @param asking what is waited for
 */
export async function sparing<T>(collectGarbage: () => void, asking: Promise<T>): Promise<T> {
  collectGarbage();
  const timer = setInterval(collectGarbage, COLLECTED_EVERY);
  try {
    return await asking;
  } finally {
    clearInterval(timer);
    collectGarbage();
  }
}
