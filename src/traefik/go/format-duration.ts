import type { Integer } from "./result.ts";

const UNITS = [
  ["ns", 1n],
  ["µs", 1_000n],
  ["ms", 1_000_000n],
] as const;
const SECOND = 1_000_000_000n;

/**
 * Go's time.Duration.String: `1m30s`, `1.5s`, `250ms`, `0s`.
 *
 * @param duration nanoseconds
 */
export function formatDuration(duration: Integer): string {
  const nanoseconds = BigInt(duration);
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < SECOND) {
    const [unit, scale] = UNITS.findLast(([, least]) => size >= least) ?? UNITS[0];
    return `${sign}${decimal(size, scale)}${unit}`;
  }
  const hours = size / (3600n * SECOND);
  const minutes = (size / (60n * SECOND)) % 60n;
  const seconds = `${decimal(size % (60n * SECOND), SECOND)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

function decimal(value: bigint, scale: bigint): string {
  const fraction = (value % scale)
    .toString()
    .padStart(scale.toString().length - 1, "0")
    .replace(/0+$/, "");
  return scale === 1n || fraction === "" ? `${value / scale}` : `${value / scale}.${fraction}`;
}
