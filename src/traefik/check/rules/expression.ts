import type { LoadedObject } from "../../load/configuration.ts";
import type { Fault as TextFault } from "../../rules/fault.ts";
import { fault, type Blame, type Fault } from "../fault.ts";
import { placeInText } from "./place-in-text.ts";

/** An expression of a circuit breaker or of buffering's retry. */
export function checkExpression(
  owner: LoadedObject,
  at: Blame["at"],
  expression: string,
  parse: (expression: string) => TextFault | undefined,
): readonly Fault[] {
  const wrong = parse(expression);
  if (wrong === undefined) return [];
  return [
    fault(wrong.text, {
      rule: "invalid-expression",
      owner,
      place: placeInText(owner, at, expression, wrong.span),
      says: `the expression is refused: ${wrong.text}`,
      hint: wrong.hint ?? null,
    }),
  ];
}
