import type { Expression, UnusableKind } from "./expression.ts";
import { parseParameters } from "./parse-parameters.ts";
import type { TokenStream } from "./token-stream.ts";
import { parseTypeArguments } from "./type-arguments.ts";
import { EXPRESSION_ENDS, type TokenKind } from "./token.ts";

/**
 * A type of Go, if one stands here. No rule can use one, but `[a-z]` or `map` in the wrong place begin one, and the
 * error names what is missing in it. The bodies of `func`, `struct` and `interface` are skipped unread.
 *
 * @param parseLength reads the expression in `[N]T`
 */
export function tryType(stream: TokenStream, parseLength: () => Expression): Expression | undefined {
  stream.enter();
  const type = typeAt(stream, parseLength);
  stream.leave();
  return type;
}

function typeAt(stream: TokenStream, parseLength: () => Expression): Expression | undefined {
  const start = stream.token().start;
  const node = (kind: UnusableKind): Expression => ({ kind, start, end: stream.token().start });
  const type = (): Expression => parseType(stream, parseLength);
  switch (stream.token().kind) {
    case "IDENT":
      return typeName(stream, parseLength);
    case "[":
      stream.next();
      if (stream.token().kind === "...") stream.next();
      else if (stream.token().kind !== "]") parseLength();
      if (stream.token().kind === ",") {
        stream.complain(stream.token().start, "unexpected comma; expecting ]");
        stream.next();
      }
      stream.expect("]");
      type();
      return node("ArrayType");
    case "*":
      stream.next();
      type();
      return node("StarExpr");
    case "map":
      stream.next();
      stream.expect("[");
      type();
      stream.expect("]");
      type();
      return node("MapType");
    case "chan":
    case "<-":
      return channelType(stream, parseLength);
    case "(": {
      stream.next();
      const operand = type();
      stream.expect(")");
      return { kind: "ParenExpr", operand, start, end: stream.token().start };
    }
    case "func":
      parseSignature(stream, parseLength);
      return node("FuncType");
    case "struct":
    case "interface": {
      const kind = stream.token().kind === "struct" ? "StructType" : "InterfaceType";
      stream.next();
      skipBracketed(stream, "{", "}");
      return node(kind);
    }
    default:
      return undefined;
  }
}

/** A type of Go, whose absence is complained of. */
export function parseType(stream: TokenStream, parseLength: () => Expression): Expression {
  const start = stream.token().start;
  const type = tryType(stream, parseLength);
  if (type !== undefined) return type;
  stream.complainExpected(start, "type");
  stream.skipTo(EXPRESSION_ENDS);
  return { kind: "BadExpr", start, end: stream.token().start };
}

function parseSignature(stream: TokenStream, parseLength: () => Expression): void {
  const parts = {
    parseLength,
    parseType: () => parseType(stream, parseLength),
    tryType: () => tryType(stream, parseLength),
  };
  stream.next();
  parseParameters(stream, parts, true);
  if (stream.token().kind === "(") parseParameters(stream, parts, false);
  else tryType(stream, parseLength);
}

/** From an opening bracket to the one that closes it, whatever stands between. */
export function skipBracketed(stream: TokenStream, opening: TokenKind, closing: TokenKind): void {
  stream.expect(opening);
  for (let open = 0; stream.token().kind !== "EOF"; stream.next()) {
    if (stream.token().kind === closing && open === 0) break;
    if (stream.token().kind === opening) open += 1;
    if (stream.token().kind === closing) open -= 1;
  }
  stream.expect(closing);
}

function typeName(stream: TokenStream, parseLength: () => Expression): Expression {
  const { start, end, text } = stream.token();
  let type: Expression = { kind: "Ident", name: text, start, end };
  stream.next();
  if (stream.token().kind === ".") {
    stream.next();
    const name = stream.token().kind === "IDENT" ? stream.token().text : "_";
    const end = stream.token().end;
    stream.expect("IDENT");
    type = { kind: "SelectorExpr", operand: type, name, start, end };
  }
  if (stream.token().kind !== "[") return type;
  const count = parseTypeArguments(stream, () => parseType(stream, parseLength));
  return { kind: count > 1 ? "IndexListExpr" : "IndexExpr", start, end: stream.token().start };
}

function channelType(stream: TokenStream, parseLength: () => Expression): Expression {
  const start = stream.token().start;
  let direction: "both" | "send" | "receive" = "both";
  let arrow = -1;
  if (stream.token().kind === "chan") {
    stream.next();
    if (stream.token().kind === "<-") {
      arrow = stream.token().start;
      direction = "send";
      stream.next();
    }
  } else {
    arrow = start;
    direction = "receive";
    stream.next();
    stream.expect("chan");
  }
  const element = parseType(stream, parseLength);
  return { kind: "ChanType", direction, arrow, element, start, end: stream.token().start };
}
