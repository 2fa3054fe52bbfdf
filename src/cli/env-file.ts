import { readFileSync } from "node:fs";
import { errorCode } from "../error-code.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads variables as Docker's `--env-file` does: lines `NAME=value`, the value taken literally; `#` starts a comment
 * line; empty lines do not count.
 *
 * @throws UsageError when the file cannot be read or a line is neither
 */
export function readEnvFile(file: string): (readonly [name: string, value: string])[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--env-file: ${file} cannot be read (${errorCode(error)})`);
  }
  return text.split(/\r?\n/).flatMap((line, index) => {
    const trimmed = line.trimStart();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const split = trimmed.indexOf("=");
    // the line may hold a secret: only its number is told
    if (split <= 0) throw new UsageError(`--env-file: ${file}:${index + 1} is not NAME=value`);
    return [[trimmed.slice(0, split).trimEnd(), trimmed.slice(split + 1)] as const];
  });
}
