import type { Struct } from "../../load/configuration.ts";
import { behaves } from "../behaviour.ts";
import { checkRegexp } from "../regexp.ts";
import { listOf, optionalIntegerOf, textsOf } from "../values.ts";
import { blame, type MiddlewareCheck } from "./context.ts";

/** Headers that set nothing are refused; what counts as something is a matter of each field. */
export const headers: MiddlewareCheck = (config, context) => {
  const { version } = context.bench;
  const counts = (field: string, since: "zeroStsCounts" | "zeroMaxAgeCounts"): boolean => {
    const seconds = optionalIntegerOf(config, field);
    return seconds !== undefined && (Number(seconds) !== 0 || behaves(version, since));
  };
  const some =
    counts("stsSeconds", "zeroStsCounts") ||
    counts("accessControlMaxAge", "zeroMaxAgeCounts") ||
    Object.keys(config).some((field) => saysSomething(config, field));
  if (!some) {
    return blame(context, "headers configuration not valid", {
      rule: "incomplete-middleware",
      says: "headers sets nothing: switches that are off and empty values do not count",
    });
  }
  const list = listOf(config, "accessControlAllowOriginListRegex");
  for (const [index, regexp] of textsOf(config, "accessControlAllowOriginListRegex").entries()) {
    const faults = checkRegexp(
      context.bench,
      context.owner,
      [list, index],
      regexp,
      (text) => `error occurred during origin parsing: ${text}`,
    );
    if (faults.length > 0) return faults;
  }
  return [];
};

/** A switch that is on, a text, list or map that is not empty. */
function saysSomething(config: Struct, field: string): boolean {
  const value = config[field];
  if (typeof value === "object") return Object.keys(value).length > 0;
  return value === true || (typeof value === "string" && value !== "");
}
