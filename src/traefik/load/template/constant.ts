import { printNode, type NumberNode, type Operand } from "./ast.ts";
import type { ParameterType } from "./functions/define.ts";
import { fail, failAlways, type Run } from "./run.ts";
import { int, type Concrete, type Value } from "./values.ts";

type Constant = Extract<Operand, { readonly type: "bool" | "number" | "string" }>;

/** A constant where a type is asked for, which it takes if it can. */
export function constantArgument(run: Run, type: ParameterType, arg: Constant): Value {
  switch (type) {
    case "bool":
      return arg.type === "bool" ? arg.value : expected(run, "bool", arg);
    case "string":
      return arg.type === "string" ? arg.text : expected(run, "string", arg);
    case "float64":
      return arg.type === "number" && arg.float !== undefined ? arg.float : expected(run, "float", arg);
    case "int":
      return arg.type === "number" && arg.int !== undefined ? int(arg.int) : expected(run, "integer", arg);
    case "uint32":
      return arg.type === "number" && arg.uint !== undefined
        ? { kind: "integer", type: "uint32", value: BigInt.asUintN(32, arg.uint) }
        : expected(run, "unsigned integer", arg);
    case "interface {}":
    case "reflect.Value":
      return constantValue(run, arg);
    default:
      return failAlways(run, `can't handle ${printNode(arg)} for arg of type ${type}`);
  }
}

function expected(run: Run, what: string, arg: Constant): never {
  return failAlways(run, `expected ${what}; found ${printNode(arg)}`);
}

/** A constant where no type is asked for. */
export function constantValue(run: Run, constant: Constant): Concrete {
  switch (constant.type) {
    case "bool":
      return constant.value;
    case "string":
      return constant.text;
    case "number":
      return numberValue(run, constant);
  }
}

/** The spelling decides between int and float64. */
function numberValue(run: Run, constant: NumberNode): Concrete {
  run.at = constant;
  const { text, complex, float } = constant;
  if (complex !== undefined) return { kind: "complex", ...complex };
  const hexadecimalInteger = /^0[xX].[^pP]*$/.test(text);
  if (float !== undefined && !hexadecimalInteger && !text.startsWith("'") && /[.eEpP]/.test(text))
    return float;
  return constant.int === undefined ? fail(run, `${text} overflows int`) : int(constant.int);
}
