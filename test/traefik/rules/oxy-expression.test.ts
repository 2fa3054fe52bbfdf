import { expect, test } from "vitest";
import { circuitBreakerFault, retryExpressionFault } from "../../../src/traefik/rules/oxy-expression.ts";
import cases from "../../vectors/expressions.json" with { type: "json" };

// each pair of an expression and a text was seen in the API of Traefik 3.7.15
test.each(cases.circuitBreaker as [string, string | null][])("circuitBreaker %j", (text, expected) => {
  expect(circuitBreakerFault(text)?.text ?? null).toBe(expected);
});

test.each(cases.retryExpression as [string, string | null][])("retryExpression %j", (text, expected) => {
  expect(retryExpressionFault(text)?.text ?? null).toBe(expected);
});

test.each([
  ["NetworkErrorRatio() > 1", "write a number with a point: 1.0"],
  ["LatencyAtQuantileMS(50) > 1", "write 50.0"],
  ["NetworkErorRatio() > 1.0", "did you mean NetworkErrorRatio?"],
  ["0.5 < NetworkErrorRatio()", "write the function left of the operator"],
  ["NetworkErrorRatio() > 0.5 | NetworkErrorRatio() > 0.6", "write ||"],
])("%s: %s", (text, hint) => {
  expect(circuitBreakerFault(text)?.hint).toBe(hint);
});
