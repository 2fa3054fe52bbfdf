import { retryExpressionFault } from "../../rules/oxy-expression.ts";
import { checkExpression } from "../rules/expression.ts";
import { integerOf, textOf } from "../values.ts";
import { blame, type MiddlewareCheck } from "./context.ts";

const SIZES = [
  ["memRequestBodyBytes", "mem"],
  ["maxRequestBodyBytes", "max"],
  ["memResponseBodyBytes", "mem"],
  ["maxResponseBodyBytes", "max"],
] as const;

export const buffering: MiddlewareCheck = (config, context) => {
  for (const [field, word] of SIZES) {
    const size = integerOf(config, field);
    if (size >= 0) continue;
    return blame(context, `${word} bytes should be >= 0 got ${size}`, {
      rule: "out-of-range",
      at: [config, field],
      says: `${field} may not be negative`,
    });
  }
  const expression = textOf(config, "retryExpression");
  return expression === ""
    ? []
    : checkExpression(context.owner, [config, "retryExpression"], expression, retryExpressionFault);
};
