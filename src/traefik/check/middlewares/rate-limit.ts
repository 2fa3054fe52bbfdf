import { formatDuration } from "../../go/format-duration.ts";
import type { Struct } from "../../load/configuration.ts";
import { inOrder } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import type { Fault } from "../fault.ts";
import { checkClientTls } from "../tls/client-tls.ts";
import { integerOf, structOf } from "../values.ts";
import { blame, type MiddlewareCheck, type MiddlewareContext } from "./context.ts";
import { checkSourceCriterion } from "./source-criterion.ts";

export const inFlightReq: MiddlewareCheck = (config, context) =>
  checkSourceCriterion(config, context, (text) => `error creating requests limiter: ${text}`);

export const rateLimit: MiddlewareCheck = (config, context) => {
  const redis = structOf(config, "redis");
  const prefix = behaves(context.bench.version, "sourceExtractorNamed") ? "getting source extractor: " : "";
  return inOrder(
    () => checkSourceCriterion(config, context, (text) => prefix + text),
    () => checkPeriod(config, context),
    () => (dividesByZero(config) ? panic(config, context, "average", "this average divides by zero") : []),
    () => (redis ? checkRedis(redis, context) : []),
  );
};

function checkPeriod(config: Struct, context: MiddlewareContext): readonly Fault[] {
  const period = integerOf(config, "period");
  if (period >= 0) return [];
  return blame(context, `negative value not valid for period: ${formatDuration(period)}`, {
    rule: "out-of-range",
    at: [config, "period"],
    says: "period may not be negative",
  });
}

/** Traefik's longest delay is a second over twice the rate as an int64, which the greatest rate overflows to zero. */
function dividesByZero(config: Struct): boolean {
  const average = BigInt(integerOf(config, "average"));
  const rate =
    Number(BigInt.asIntN(64, average * 1_000_000_000n)) / (Number(integerOf(config, "period")) || 1e9);
  return average > 0n && rate >= 2 ** 63;
}

function checkRedis(redis: Struct, context: MiddlewareContext): readonly Fault[] {
  const tls = structOf(redis, "tls");
  return inOrder(
    () =>
      tls
        ? checkClientTls(
            context.bench,
            context.owner,
            tls,
            (text) => `creating redis limiter: creating TLS config: ${text}`,
          )
        : [],
    () => (integerOf(redis, "poolSize") < 0 ? panic(redis, context, "poolSize", "a negative poolSize") : []),
  );
}

/** Traefik's goroutine that applies configurations ends here; nothing is told of any object. */
function panic(config: Struct, context: MiddlewareContext, field: string, what: string): readonly Fault[] {
  const says = `${what} makes Traefik panic: it never applies a configuration again`;
  for (const { cause } of blame(context, "", { rule: "apply-panic", at: [config, field], says }))
    context.bench.ledger.note(cause);
  return [];
}
