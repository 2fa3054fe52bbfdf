import { STATUS_TEXTS } from "../http/status-texts.ts";
import { inOrder } from "../bench.ts";
import { checkIpRanges } from "../ip-ranges.ts";
import type { Struct } from "../../load/configuration.ts";
import type { Fault } from "../fault.ts";
import { integerOf, structOf, textsOf } from "../values.ts";
import { blame, type MiddlewareCheck, type MiddlewareContext } from "./context.ts";
import { checkIpStrategy } from "./ip-strategy.ts";

export const ipAllowList: MiddlewareCheck = (config, context) =>
  inOrder(
    () => sourceRange(config, context, "IPAllowLister"),
    () => rejectStatusCode(config, context),
    () => ranges(config, context, "CIDRs"),
    () => strategy(config, context),
  );

export const ipWhiteList: MiddlewareCheck = (config, context) =>
  inOrder(
    () => sourceRange(config, context, "IPWhiteLister"),
    () => ranges(config, context, "CIDR whitelist"),
    () => strategy(config, context),
  );

function sourceRange(config: Struct, context: MiddlewareContext, lister: string): readonly Fault[] {
  if (textsOf(config, "sourceRange").length > 0) return [];
  return blame(context, `sourceRange is empty, ${lister} not created`, {
    rule: "incomplete-middleware",
    at: [config, "sourceRange"],
    says: "sourceRange names no address",
    hint: "everybody is 0.0.0.0/0 and ::/0",
  });
}

function rejectStatusCode(config: Struct, context: MiddlewareContext): readonly Fault[] {
  const code = integerOf(config, "rejectStatusCode");
  if (Number(code) === 0 || STATUS_TEXTS.has(Number(code))) return [];
  return blame(context, `invalid HTTP status code ${code}`, {
    rule: "invalid-status-code",
    at: [config, "rejectStatusCode"],
    says: `${code} is not a registered HTTP status code`,
    hint: "403, 404 …",
  });
}

function ranges(config: Struct, { owner }: MiddlewareContext, word: string): readonly Fault[] {
  const all = textsOf(config, "sourceRange").join(" ");
  return checkIpRanges(owner, config, "sourceRange", (text) => `cannot parse ${word} [${all}]: ${text}`);
}

function strategy(config: Struct, context: MiddlewareContext): readonly Fault[] {
  const ipStrategy = structOf(config, "ipStrategy");
  return ipStrategy ? checkIpStrategy(ipStrategy, context) : [];
}
