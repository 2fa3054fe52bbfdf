import { inOrder, untilFault } from "../bench.ts";
import { checkStatusRanges, rangeError, statusFault } from "../status-ranges.ts";
import { structOf, textOf } from "../values.ts";
import type { MiddlewareCheck } from "./context.ts";

/** Status codes, the service of the error pages, the rewrites of status codes. */
export const errors: MiddlewareCheck = (config, { bench, owner, name, path }) => {
  const rewrites = structOf(config, "statusRewrites") ?? {};
  return inOrder(
    () => checkStatusRanges(owner, config, "status", (text) => text),
    () =>
      bench.referToService(
        bench,
        { owner, name },
        { name: textOf(config, "service"), at: [config, "service"] },
        path,
      ),
    () =>
      untilFault(bench, Object.keys(rewrites), (range) => {
        const reason = rangeError(range);
        return reason === null ? [] : [statusFault(owner, [rewrites, range], range, reason)];
      }),
  );
};
