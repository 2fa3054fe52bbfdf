import { CallError } from "../errors.ts";
import { holds, type Run } from "../run.ts";
import { kindOf, typeOf, type Concrete } from "../values.ts";
import { deepCopy, deepEqual } from "./deep.ts";
import { define, returningAny, variadic, type Functions } from "./define.ts";

/** Functions that choose between values and ask for their types. */
export const DEFAULTS: Functions = {
  default: returningAny(
    variadic(["interface {}"], "interface {}", ([fallback, given], run) =>
      given === undefined || isEmpty(run, given) ? fallback : given,
    ),
  ),
  empty: define(["interface {}"], ([value], run) => isEmpty(run, value)),
  coalesce: returningAny(
    variadic([], "interface {}", (values, run) => values.find((value) => !isEmpty(run, value)) ?? null),
  ),
  all: variadic([], "interface {}", (values, run) => values.every((value) => !isEmpty(run, value))),
  any: variadic([], "interface {}", (values, run) => values.some((value) => !isEmpty(run, value))),
  ternary: returningAny(
    define(["interface {}", "interface {}", "bool"], ([yes, no, condition]) => (condition ? yes : no)),
  ),
  fail: define(["string"], ([message]) => {
    throw new CallError(message);
  }),

  typeOf: define(["interface {}"], ([value]) => typeText(value)),
  typeIs: define(["string", "interface {}"], ([type, value]) => typeText(value) === type),
  typeIsLike: define(["string", "interface {}"], ([type, value]) => {
    const name = typeText(value);
    return name === type || name === `*${type}`;
  }),
  kindOf: define(["interface {}"], ([value]) => kindOf(value)),
  kindIs: define(["string", "interface {}"], ([kind, value]) => kindOf(value) === kind),

  deepEqual: define(["interface {}", "interface {}"], ([a, b], run) => deepEqual(run, a, b)),
  deepCopy: returningAny(define(["interface {}"], ([value], run) => copied(run, value))),
  mustDeepCopy: returningAny(define(["interface {}"], ([value], run) => copied(run, value))),
};

/** sprig's `empty`: the zero of its type; a struct is never empty. An unset variable is. */
export function isEmpty(run: Run, value: Concrete): boolean {
  return !holds(run, value);
}

function typeText(value: Concrete): string {
  return value === null ? "<nil>" : typeOf(value);
}

function copied(run: Run, value: Concrete): Concrete {
  if (value === null) throw new CallError("reflect: call of reflect.Value.Type on zero Value");
  return deepCopy(run, value);
}
