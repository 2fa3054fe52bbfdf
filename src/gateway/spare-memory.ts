import { setFlagsFromString } from "node:v8";
import { garbageCollector } from "../relieve-memory.ts";

/** V8 looks for garbage when the heap has grown by many megabytes: of itself hardly ever in such a process */
const COLLECTED_EVERY_MS = 5_000;

/**
 * Makes V8 sparing: the young generation stays small, nothing is optimised, and garbage is collected every few seconds.
 * For a process that waits most of the time and computes next to nothing this costs no time worth telling.
 */
export function spareMemory(): void {
  for (const flag of ["--semi-space-growth-factor=1", "--no-opt", "--no-maglev", "--no-sparkplug"])
    setFlagsFromString(flag);
  setInterval(garbageCollector(), COLLECTED_EVERY_MS).unref();
}
