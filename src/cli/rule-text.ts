import { readFileSync } from "node:fs";
import type { RuleId } from "../rules.ts";
import { packageFolder } from "./package-folder.ts";

/** The page of a rule as it is in this package; in the standalone executable its place is taken by what is inside that. */
export function ruleText(id: RuleId): string {
  return readFileSync(`${packageFolder()}docs/rules/${id}.md`, "utf8");
}
