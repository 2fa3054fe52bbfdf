import { circuitBreakerFault } from "../../rules/oxy-expression.ts";
import { checkExpression } from "../rules/expression.ts";
import { textOf } from "../values.ts";
import type { MiddlewareCheck } from "./context.ts";

export const circuitBreaker: MiddlewareCheck = (config, { owner }) =>
  checkExpression(owner, [config, "expression"], textOf(config, "expression"), circuitBreakerFault);
