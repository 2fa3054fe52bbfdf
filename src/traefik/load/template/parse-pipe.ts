import { printNode, type CommandNode, type Operand, type PipeNode, type VariableNode } from "./ast.ts";
import type { Bytes } from "./bytes.ts";
import { parseNumber } from "./number.ts";
import { quote, unquote } from "./quote.ts";
import {
  declare,
  fail,
  isDeclared,
  nested,
  next,
  nextNonSpace,
  peek,
  peekNonSpace,
  unexpected,
  type Tree,
} from "./token-reader.ts";
import type { TokenType } from "./token.ts";

const OPERAND_STARTS: ReadonlySet<TokenType> = new Set([
  "bool",
  "character-constant",
  "complex",
  "dot",
  "field",
  "identifier",
  "left-paren",
  "nil",
  "number",
  "raw-string",
  "string",
  "variable",
]);

export function parsePipe(tree: Tree, context: string, end: "right-delimiter" | "right-paren"): PipeNode {
  const { at } = peekNonSpace(tree);
  const { declarations, assigns } = parseDeclarations(tree, context);
  const commands: CommandNode[] = [];
  for (let token = nextNonSpace(tree); token.type !== end; token = nextNonSpace(tree)) {
    if (!OPERAND_STARTS.has(token.type)) unexpected(tree, token, context);
    tree.pending.push(token);
    commands.push(parseCommand(tree));
  }
  if (commands.length === 0) fail(tree, `missing value for ${context}`);
  const stage = commands.findIndex(({ args }, index) => index > 0 && isConstant(args[0]));
  if (stage > 0) fail(tree, `non executable command in pipeline stage ${stage + 1}`);
  return { type: "pipe", at, declarations, assigns, commands };
}

function isConstant(operand: Operand | undefined): boolean {
  return operand !== undefined && ["bool", "dot", "nil", "number", "string"].includes(operand.type);
}

interface Declarations {
  readonly declarations: VariableNode[];
  readonly assigns: boolean;
}

function parseDeclarations(tree: Tree, context: string): Declarations {
  const declarations: VariableNode[] = [];
  for (;;) {
    const variable = peekNonSpace(tree);
    if (variable.type !== "variable") return { declarations, assigns: false };
    next(tree);
    const adjacent = peek(tree);
    const following = peekNonSpace(tree);
    const comma = following.type === "char" && following.value === ",";
    if (following.type !== "assign" && following.type !== "declare" && !comma) {
      if (adjacent.type === "space") tree.pending.push(adjacent);
      tree.pending.push(variable);
      return { declarations, assigns: false };
    }
    nextNonSpace(tree);
    declarations.push(variableNode(variable.at, variable.value));
    declare(tree, variable.value);
    if (!comma) return { declarations, assigns: following.type === "assign" };
    if (context !== "range" || declarations.length > 1) fail(tree, `too many declarations in ${context}`);
    if (!["variable", "right-delimiter", "right-paren"].includes(peekNonSpace(tree).type)) {
      fail(tree, "range can only initialize variables");
    }
  }
}

function variableNode(at: number, text: Bytes): VariableNode {
  const [variable = "", ...fields] = text.split(".");
  return { type: "variable", at, names: [variable, ...fields] };
}

function parseCommand(tree: Tree): CommandNode {
  const { at } = peekNonSpace(tree);
  const args: Operand[] = [];
  for (;;) {
    peekNonSpace(tree);
    const operand = parseOperand(tree);
    if (operand !== undefined) args.push(operand);
    const token = next(tree);
    if (token.type === "space") continue;
    if (token.type === "right-delimiter" || token.type === "right-paren") tree.pending.push(token);
    else if (token.type !== "pipe") unexpected(tree, token, "operand");
    break;
  }
  if (args.length === 0) fail(tree, "empty command");
  return { type: "command", at, args };
}

/** A term and the fields that follow it without a space. */
function parseOperand(tree: Tree): Operand | undefined {
  const term = parseTerm(tree);
  if (term === undefined) return undefined;
  const { type, at } = peek(tree);
  if (type !== "field") return term;
  const names: Bytes[] = [];
  while (peek(tree).type === "field") names.push(next(tree).value.slice(1));
  switch (term.type) {
    case "field":
      return { type: "field", at, names: [...term.names, ...names] };
    case "variable":
      return { type: "variable", at, names: [...term.names, ...names] };
    case "bool":
    case "dot":
    case "nil":
    case "number":
    case "string":
      return fail(tree, `unexpected . after term ${quote(printNode(term))}`);
    default:
      return { type: "chain", at, operand: term, names };
  }
}

function parseTerm(tree: Tree): Operand | undefined {
  const token = nextNonSpace(tree);
  const { at, value } = token;
  switch (token.type) {
    case "identifier":
      if (!tree.source.options.isFunction(value)) fail(tree, `function ${quote(value)} not defined`, token);
      return { type: "identifier", at, name: value };
    case "dot":
    case "nil":
      return { type: token.type, at };
    case "variable":
      if (!isDeclared(tree, value)) fail(tree, `undefined variable ${quote(value)}`, token);
      return variableNode(at, value);
    case "field":
      return { type: "field", at, names: [value.slice(1)] };
    case "bool":
      return { type: "bool", at, value: value === "true" };
    case "character-constant":
    case "complex":
    case "number": {
      const number = parseNumber(at, value, token.type === "complex");
      return "error" in number ? fail(tree, number.error, token) : number.node;
    }
    case "left-paren":
      return nested(tree, () => parsePipe(tree, "parenthesized pipeline", "right-paren"));
    case "string":
    case "raw-string":
      return {
        type: "string",
        at,
        quoted: value,
        text: unquote(value) ?? fail(tree, "invalid syntax", token),
      };
    default:
      tree.pending.push(token);
      return undefined;
  }
}
