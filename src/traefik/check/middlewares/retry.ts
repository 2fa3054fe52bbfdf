import { inOrder } from "../bench.ts";
import { checkStatusRanges } from "../status-ranges.ts";
import { flagOf, integerOf, textsOf } from "../values.ts";
import { blame, type MiddlewareCheck } from "./context.ts";

export const retry: MiddlewareCheck = (config, context) => {
  const attempts = integerOf(config, "attempts");
  const never = textsOf(config, "status").length === 0 && flagOf(config, "disableRetryOnNetworkError");
  return inOrder(
    () =>
      never
        ? blame(context, "retry middleware requires at least HTTP status codes or retry on TCP", {
            rule: "incomplete-middleware",
            at: [config, "disableRetryOnNetworkError"],
            says: "retry without status codes needs disableRetryOnNetworkError off, else there is nothing to retry for",
          })
        : [],
    () =>
      attempts > 0
        ? []
        : blame(context, `incorrect (or empty) value for attempt (${attempts})`, {
            rule: "incomplete-middleware",
            at: [config, "attempts"],
            says: "retry needs a number of attempts above zero",
            hint: "attempts: 3",
          }),
    () => checkStatusRanges(context.owner, config, "status", (text) => `creating HTTP code ranges: ${text}`),
  );
};
