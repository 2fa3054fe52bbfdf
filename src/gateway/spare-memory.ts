import { setFlagsFromString } from "node:v8";

/**
 * Makes V8 sparing: the young generation stays small, and nothing is optimised. For a process that waits most of the
 * time and computes next to nothing this costs no time worth telling, and takes a quarter of its memory away.
 */
export function spareMemory(): void {
  for (const flag of ["--semi-space-growth-factor=1", "--no-opt", "--no-maglev", "--no-sparkplug"])
    setFlagsFromString(flag);
}
