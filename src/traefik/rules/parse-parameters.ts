import type { Expression } from "./expression.ts";
import type { TokenStream } from "./token-stream.ts";
import { parseTypeArguments } from "./type-arguments.ts";
import { EXPRESSION_ENDS } from "./token.ts";

/** How to read what parameters are made of. */
export interface ParameterParts {
  readonly parseType: () => Expression;
  readonly tryType: () => Expression | undefined;
  /** the expression in `[N]T` */
  readonly parseLength: () => Expression;
}

/** One parameter as far as Go's complaints need it; offsets, -1 for what is not there. */
interface Parameter {
  readonly name: number;
  readonly type: number;
  /** offset of its `...` */
  readonly spread: number;
}

const TYPE_STARTS: ReadonlySet<string> = new Set("* <- func chan map struct interface (".split(" "));

/**
 * `(a, b T, c ...U)` after `func`, or its results. No rule can use one, but `` func(`a`) `` begins one.
 *
 * @param maySpread whether `...` is allowed at the last one
 */
export function parseParameters(stream: TokenStream, parts: ParameterParts, maySpread: boolean): void {
  stream.expect("(");
  const parameters: Parameter[] = [];
  while (stream.token().kind !== ")" && stream.token().kind !== "EOF") {
    const parameter = parseParameter(stream, parts);
    if (parameter !== undefined) parameters.push(parameter);
    if (!stream.atComma("parameter list", ")")) break;
    stream.next();
  }
  complainOfNames(stream, parameters);
  const misplaced = parameters.find(
    ({ spread }, i) => spread >= 0 && !(maySpread && i === parameters.length - 1),
  );
  if (misplaced !== undefined) {
    const text = maySpread ? "can only use ... with final parameter" : "invalid use of ...";
    stream.complain(misplaced.spread, text);
  }
  stream.expect(")");
}

function parseParameter(stream: TokenStream, parts: ParameterParts): Parameter | undefined {
  const { kind, start } = stream.token();
  if (kind === "...") return { name: -1, type: start, spread: parseSpread(stream, parts) };
  if (kind === "[" || TYPE_STARTS.has(kind)) {
    parts.parseType();
    return { name: -1, type: start, spread: -1 };
  }
  if (kind !== "IDENT") {
    stream.complainExpected(start, "')'");
    stream.skipTo(EXPRESSION_ENDS);
    return undefined;
  }
  stream.next();
  const follower = stream.token();
  if (follower.kind === "...") {
    return { name: start, type: follower.start, spread: parseSpread(stream, parts) };
  }
  if (follower.kind === "IDENT" || TYPE_STARTS.has(follower.kind)) {
    parts.parseType();
    return { name: start, type: follower.start, spread: -1 };
  }
  if (follower.kind === "[") {
    const isArray = parseArrayOrInstance(stream, parts);
    return isArray
      ? { name: start, type: follower.start, spread: -1 }
      : { name: -1, type: start, spread: -1 };
  }
  if (follower.kind !== ".") return { name: start, type: -1, spread: -1 };
  stream.next();
  stream.expect("IDENT");
  if (stream.token().kind === "[") parseTypeArguments(stream, parts.parseType);
  return { name: -1, type: start, spread: -1 };
}

/** @returns the offset of the `...` */
function parseSpread(stream: TokenStream, { parseType }: ParameterParts): number {
  const offset = stream.expect("...");
  parseType();
  return offset;
}

/** `name [N]T`, or the type `Name[T]`. @returns whether it is the former */
function parseArrayOrInstance(stream: TokenStream, parts: ParameterParts): boolean {
  stream.expect("[");
  let count = 0;
  let trailingComma = -1;
  while (stream.token().kind !== "]") {
    parts.parseLength();
    count += 1;
    if (stream.token().kind !== ",") break;
    trailingComma = stream.token().start;
    stream.next();
    if (stream.token().kind !== "]") trailingComma = -1;
  }
  stream.expect("]");
  if (count === 0) parts.parseType();
  const isArray = count === 0 || (count === 1 && parts.tryType() !== undefined);
  if (isArray && trailingComma >= 0) stream.complain(trailingComma, "unexpected comma; expecting ]");
  return isArray;
}

/** Either all parameters are named or none; `a, b T` names both. */
function complainOfNames(stream: TokenStream, parameters: readonly Parameter[]): void {
  const named = parameters.filter(({ name, type }) => name >= 0 && type >= 0).length;
  if (named === 0 || named === parameters.length) return;
  let offset = -1;
  let sawType = false;
  for (const { name, type } of parameters.toReversed()) {
    if (type >= 0) {
      sawType = true;
      if (name < 0) offset = type;
    } else if (!sawType) offset = name;
  }
  if (offset < 0) return;
  const typed = parameters.filter(({ type }) => type >= 0).length;
  if (named === typed) stream.complain(stream.token().start, "missing parameter type");
  else stream.complain(offset, "missing parameter name");
}
