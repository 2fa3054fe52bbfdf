import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { errorCode } from "../error-code.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Writes what a command made into the file of its `--output`, or to stdout where none is given. */
export function writeOutput(text: string, file: string | undefined, { out, cwd }: Terminal): void {
  if (file === undefined) {
    out.write(text);
    return;
  }
  const at = resolve(cwd, file);
  try {
    writeFileSync(at, text);
  } catch (error) {
    throw new UsageError(`--output: ${at} cannot be written (${errorCode(error)})`);
  }
}
