import type { Struct } from "../../load/configuration.ts";
import { checkRegexp } from "../regexp.ts";
import type { Fault } from "../fault.ts";
import { listOf, textOf, textsOf } from "../values.ts";
import { blame, type MiddlewareCheck, type MiddlewareContext } from "./context.ts";

export const addPrefix: MiddlewareCheck = (config, context) =>
  textOf(config, "prefix") !== ""
    ? []
    : blame(context, "prefix cannot be empty", {
        rule: "incomplete-middleware",
        at: [config, "prefix"],
        says: "addPrefix needs a prefix",
      });

export const redirectScheme: MiddlewareCheck = (config, context) =>
  textOf(config, "scheme") !== ""
    ? []
    : blame(context, "you must provide a target scheme", {
        rule: "incomplete-middleware",
        at: [config, "scheme"],
        says: "redirectScheme needs a scheme",
        hint: "scheme: https",
      });

export const redirectRegex: MiddlewareCheck = (config, context) =>
  pattern(context, config, textOf(config, "regex"), (text) => text);

export const replacePathRegex: MiddlewareCheck = (config, context) => {
  const written = textOf(config, "regex");
  return pattern(
    context,
    config,
    written.trim(),
    (text) => `error compiling regular expression ${written}: ${text}`,
  );
};

export const stripPrefixRegex: MiddlewareCheck = (config, { bench, owner }) => {
  const list = listOf(config, "regex");
  for (const [index, regex] of textsOf(config, "regex").entries()) {
    const faults = checkRegexp(bench, owner, [list, index], regex.trim(), (text) => text);
    if (faults.length > 0) return faults;
  }
  return [];
};

function pattern(
  { bench, owner }: MiddlewareContext,
  config: Struct,
  regex: string,
  say: (text: string) => string,
): readonly Fault[] {
  return checkRegexp(bench, owner, [config, "regex"], regex, say);
}
