import type { Ports } from "./ports.ts";

/** below this Traefik has no quiet time worth the name: it applies what it reads as it reads it */
const SHORTEST_THROTTLE_MS = 200;
/** of the quiet time, for Traefik to have read once; the rest is for the steps */
const SHARE_TO_READ = 4;
const MARGIN_MS = 250;

/**
 * How long to wait before Traefik's quiet time can be started: after a wake-up it may apply once at once and once
 * more when `providersThrottleDuration` has passed, and is quiet after each; only then does the next event count.
 *
 * @param sinceMs milliseconds since it was last woken, or may have been; null when that is long ago
 */
export function untilIdle(throttleMs: number, sinceMs: number | null): number {
  if (throttleMs < SHORTEST_THROTTLE_MS) return 0;
  const restless = 2 * throttleMs + MARGIN_MS;
  return sinceMs === null || sinceMs < 0 ? 0 : Math.max(0, restless - sinceMs);
}

/**
 * Makes Traefik apply what it has already, and so start its quiet time: whatever it reads until that has passed, it
 * applies only the last of it.
 */
export async function startQuietTime(ports: Ports, throttleMs: number, touch: () => void): Promise<void> {
  if (throttleMs < SHORTEST_THROTTLE_MS) return;
  touch();
  await ports.wait(throttleMs / SHARE_TO_READ);
}
