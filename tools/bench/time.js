import { spawnSync } from "node:child_process";

/** Runs a command, and prints the kernel's count of it: seconds, those of the processor, the most memory in KiB. */
const TIMER = `
import resource, subprocess, sys, time
def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss
# python3 may be a script that starts others before it becomes Python
before, _ = spent()
began = time.perf_counter()
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.perf_counter() - began
after, most = spent()
memory = most / (1024 if sys.platform == "darwin" else 1)
print(wall, after - before, memory)
sys.stderr.buffer.write(run.stderr)
sys.exit(run.returncode if run.returncode >= 0 else 128 - run.returncode)
`;

/**
 * Runs a command and tells its times in milliseconds: `wall`, and `cpu` (user and system together), and `memory`, the
 * most that was resident, in MiB. Another process measures, so that the size of this one plays no part.
 *
 * @param command program and arguments
 */
export function time(command, { cwd, env = {}, codes = [0] } = {}) {
  const { stdout, stderr, status, error } = spawnSync("python3", ["-c", TIMER, ...command], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const [wall, cpu, memory] = (stdout ?? "").trim().split(" ").map(Number);
  if (error || memory === undefined || !codes.includes(status)) {
    throw new Error(`${command.slice(0, 4).join(" ")} … ended with ${status}: ${error ?? ""}${stderr}`);
  }
  return { wall: wall * 1000, cpu: cpu * 1000, memory: memory / 1024 };
}

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
