import { lastFirst } from "../bench.ts";
import { listed } from "../http/router.ts";
import type { MiddlewareCheck } from "./context.ts";

/** The members of a chain, last first. */
export const chain: MiddlewareCheck = (config, { bench, owner, name, path }) =>
  lastFirst(listed(config, "middlewares"), (member) =>
    bench.referToMiddleware(bench, { owner, name }, member, path),
  );
