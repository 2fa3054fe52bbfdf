import type { Expression, Literal, UnusableKind } from "./expression.ts";
import type { Fault } from "./fault.ts";
import { parseType, skipBracketed, tryType } from "./parse-type.ts";
import { Bailout, collectSyntaxErrors } from "./syntax-errors.ts";
import { tokenStream, type TokenStream } from "./token-stream.ts";
import { precedence, STATEMENT_STARTS } from "./token.ts";

/**
 * Parses a text as Go's parser.ParseExpr does (Go 1.22 to 1.26), with its error texts:
 * `1:6: expected ')', found 'EOF' (and 1 more errors)`.
 */
export function parseExpression(
  text: string,
): { readonly expression: Expression } | { readonly fault: Fault } {
  const errors = collectSyntaxErrors(text);
  let expression: Expression = { kind: "BadExpr", start: 0, end: 0 };
  try {
    const stream = tokenStream(text, errors);
    expression = parseBinary(stream, 1);
    if (stream.token().kind === ";" && stream.token().text === "\n") stream.next();
    stream.expect("EOF");
  } catch (error) {
    if (!(error instanceof Bailout)) throw error;
  }
  const fault = errors.summary();
  return fault === undefined ? { expression } : { fault };
}

function parseBinary(stream: TokenStream, minimum: number): Expression {
  let left = parseUnary(stream);
  for (;;) {
    const { kind, start, end } = stream.token();
    // Go takes `=` for `==` here, to complain of it
    const operator = kind === "=" ? "==" : kind;
    const level = precedence(operator);
    if (level < minimum) return left;
    stream.expect(operator);
    const right = parseBinary(stream, level + 1);
    const operatorSpan = { start, end };
    left = { kind: "BinaryExpr", operator, operatorSpan, left, right, start: left.start, end: right.end };
  }
}

const UNARY_OPERATORS: ReadonlySet<string> = new Set(["+", "-", "!", "^", "&", "~", "*", "<-"]);

function parseUnary(stream: TokenStream): Expression {
  const { kind: operator, start } = stream.token();
  stream.enter();
  if (UNARY_OPERATORS.has(operator)) stream.next();
  const operand = UNARY_OPERATORS.has(operator) ? parseUnary(stream) : parsePrimary(stream);
  stream.leave();
  if (!UNARY_OPERATORS.has(operator)) return operand;
  if (operator === "*") return { kind: "StarExpr", start, end: operand.end };
  if (operator === "<-" && operand.kind === "ChanType") {
    complainOfArrows(stream, operand);
    return { ...operand, direction: "receive", arrow: start, start };
  }
  return { kind: "UnaryExpr", operator, operand, start, end: operand.end };
}

/** `<-` before channel types belongs to the types, if each in turn can take it. */
function complainOfArrows(stream: TokenStream, type: Expression): void {
  let direction = "send";
  let arrow = -1;
  for (let inner = type; inner.kind === "ChanType" && direction === "send"; inner = inner.element) {
    if (inner.direction === "receive") stream.complainExpected(inner.arrow, "'chan'");
    ({ direction, arrow } = inner);
  }
  if (direction === "send") stream.complainExpected(arrow, "channel type");
}

function parsePrimary(stream: TokenStream): Expression {
  let operand = parseOperand(stream);
  const { start } = operand;
  for (;;) {
    switch (stream.token().kind) {
      case ".":
        operand = parseSelector(stream, operand);
        break;
      case "[":
        operand = { kind: parseIndex(stream), start, end: stream.token().start };
        break;
      case "(": {
        const args = parseArguments(stream);
        operand = { kind: "CallExpr", callee: operand, args: args.list, start, end: args.end };
        break;
      }
      case "{": {
        const type = unparenthesised(operand);
        if (!COMPOSITE_TYPES.has(type.kind)) return operand;
        if (type !== operand) stream.complain(type.start, "cannot parenthesize type in composite literal");
        parseCompositeValue(stream);
        operand = { kind: "CompositeLit", start, end: stream.token().start };
        break;
      }
      default:
        return operand;
    }
  }
}

function parseOperand(stream: TokenStream): Expression {
  const { kind, start, end, text } = stream.token();
  switch (kind) {
    case "IDENT":
      stream.next();
      return { kind: "Ident", name: text, start, end };
    case "INT":
    case "FLOAT":
    case "IMAG":
    case "CHAR":
    case "STRING":
      stream.next();
      return { kind: "BasicLit", literal: kind, text, start, end } satisfies Literal;
    case "(": {
      stream.next();
      const operand = parseBinary(stream, 1);
      const closing = stream.expect(")");
      return { kind: "ParenExpr", operand, start, end: closing + 1 };
    }
    default:
  }
  const type = tryType(stream, () => parseBinary(stream, 1));
  if (type?.kind === "FuncType" && stream.token().kind === "{") {
    skipBracketed(stream, "{", "}");
    return { kind: "FuncLit", start, end: stream.token().start };
  }
  if (type !== undefined) return type;
  stream.complainExpected(start, "operand");
  stream.skipTo(STATEMENT_STARTS);
  return { kind: "BadExpr", start, end: stream.token().start };
}

function parseSelector(stream: TokenStream, operand: Expression): Expression {
  const { start } = operand;
  stream.next();
  const { kind, text, end } = stream.token();
  if (kind === "(") {
    stream.next();
    if (stream.token().kind === "type") stream.next();
    else parseType(stream, () => parseBinary(stream, 1));
    stream.expect(")");
    return { kind: "TypeAssertExpr", start, end: stream.token().start };
  }
  if (kind !== "IDENT") stream.complainExpected(stream.token().start, "selector or type assertion");
  if (kind !== "}") stream.next();
  return { kind: "SelectorExpr", operand, name: kind === "IDENT" ? text : "_", start, end };
}

/** `[…]` after an operand: an index, a slice or type arguments. */
function parseIndex(stream: TokenStream): UnusableKind {
  stream.next();
  if (stream.token().kind === "]") {
    stream.complainExpected(stream.token().start, "operand");
    stream.next();
    return "IndexExpr";
  }
  if (stream.token().kind !== ":") parseBinary(stream, 1);
  if (stream.token().kind === ":") return parseSlice(stream);
  let count = 1;
  while (stream.token().kind === ",") {
    stream.next();
    if (stream.token().kind === "]" || stream.token().kind === "EOF") continue;
    parseType(stream, () => parseBinary(stream, 1));
    count += 1;
  }
  stream.expect("]");
  return count > 1 ? "IndexListExpr" : "IndexExpr";
}

function parseSlice(stream: TokenStream): UnusableKind {
  const parts: { readonly colon: number; readonly given: boolean }[] = [];
  while (stream.token().kind === ":" && parts.length < 2) {
    const colon = stream.token().start;
    stream.next();
    const given = ![":", "]", "EOF"].includes(stream.token().kind);
    if (given) parseBinary(stream, 1);
    parts.push({ colon, given });
  }
  stream.expect("]");
  const [middle, final] = parts;
  if (middle !== undefined && final !== undefined) {
    if (!middle.given) stream.complain(middle.colon, "middle index required in 3-index slice");
    if (!final.given) stream.complain(final.colon, "final index required in 3-index slice");
  }
  return "SliceExpr";
}

function parseArguments(stream: TokenStream): { readonly list: Expression[]; readonly end: number } {
  const list: Expression[] = [];
  stream.next();
  let spread = false;
  while (stream.token().kind !== ")" && stream.token().kind !== "EOF" && !spread) {
    list.push(parseBinary(stream, 1));
    if (stream.token().kind === "...") {
      spread = true;
      stream.next();
    }
    if (!stream.atComma("argument list", ")")) break;
    stream.next();
  }
  const closing = stream.expectClosing(")", "argument list");
  return { list, end: closing + 1 };
}

/** What can stand before the braces of a composite literal. */
const COMPOSITE_TYPES: ReadonlySet<Expression["kind"]> = new Set([
  "BadExpr",
  "Ident",
  "SelectorExpr",
  "IndexExpr",
  "IndexListExpr",
  "ArrayType",
  "StructType",
  "MapType",
] as const);

function unparenthesised(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === "ParenExpr") inner = inner.operand;
  return inner;
}

function parseCompositeValue(stream: TokenStream): void {
  stream.enter();
  stream.next();
  while (stream.token().kind !== "}" && stream.token().kind !== "EOF") {
    parseElement(stream);
    if (stream.token().kind === ":") {
      stream.next();
      parseElement(stream);
    }
    if (!stream.atComma("composite literal", "}")) break;
    stream.next();
  }
  stream.expectClosing("}", "composite literal");
  stream.leave();
}

function parseElement(stream: TokenStream): void {
  if (stream.token().kind === "{") parseCompositeValue(stream);
  else parseBinary(stream, 1);
}
