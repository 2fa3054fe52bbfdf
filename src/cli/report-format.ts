import { choose } from "./format-option.ts";
import type { Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** git-sync logs what a failing hook prints: the hook has its log, and a report only for those who look at one. */
export function reportFormat(flags: Flags, { out }: Terminal): "text" | "json" | null {
  const given = flags["format"];
  if (typeof given === "string") return choose("--format", given, ["text", "json"]);
  return flags["dryRun"] === true || out.isTerminal ? "text" : null;
}
