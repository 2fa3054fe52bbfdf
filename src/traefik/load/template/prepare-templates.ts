import type { Tree } from "../../../environment/tree.ts";

/**
 * Loads what the templates of an environment need beyond the engine itself, so that all others start without it.
 * Without this a call of a regular expression function is something that cannot be known.
 */
export async function prepareTemplates({ files }: Tree): Promise<void> {
  if (!files.some(({ bytes }) => callsRegex(bytes))) return;
  const { loadRegex } = await import("./functions/regex.ts");
  await loadRegex();
}

/** Whether a file may hold an action that calls `regexFind`, `mustRegexFind` or one of their like. */
function callsRegex(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return text.includes("{{") && text.includes("egex");
}
