import { spawnSync } from "node:child_process";

/**
 * Runs a command and tells its times in milliseconds: `wall`, and `cpu` (user and system together). The shell measures,
 * by the kernel's count of the process, so that the size of this process plays no part.
 *
 * @param command program and arguments
 */
export function time(command, { cwd, env = {}, codes = [0] } = {}) {
  const script = 'TIMEFORMAT="times %3R %3U %3S"; time "$@" >&3 2>&4';
  const { stdout, stderr, status, error } = spawnSync("bash", ["-c", script, "bash", ...command], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const found = /times (\S+) (\S+) (\S+)/.exec(stderr ?? "");
  if (error || found === null || !codes.includes(status)) {
    throw new Error(
      `${command.slice(0, 4).join(" ")} … ended with ${status}: ${error ?? ""}${stdout ?? ""}${stderr}`,
    );
  }
  const [wall, user, system] = found.slice(1).map((text) => Number(text) * 1000);
  return { wall, cpu: user + system };
}

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
