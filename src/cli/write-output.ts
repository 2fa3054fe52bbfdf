import { writeFileSync } from "node:fs";
import { errorCode } from "../error-code.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Writes what a command made into the file of its `--output`, or to stdout where none is given. */
export function writeOutput(text: string, file: string | undefined, { out, at }: Terminal): void {
  if (file === undefined) {
    out.write(text);
    return;
  }
  const place = at(file);
  try {
    writeFileSync(place, text);
  } catch (error) {
    throw new UsageError(`--output: ${place} cannot be written (${errorCode(error)})`);
  }
}
