import { listed } from "../http/router.ts";
import { referToMiddlewares } from "../middleware-list.ts";
import type { MiddlewareCheck } from "./context.ts";

/** The members of a chain, last first. */
export const chain: MiddlewareCheck = (config, { bench, owner, name, path }) =>
  referToMiddlewares(bench, { owner, name }, listed(config, "middlewares"), path);
