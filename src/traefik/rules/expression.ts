import type { Span } from "../load/node.ts";
import type { TokenKind } from "./token.ts";

/**
 * An expression of Go as its parser sees it; `kind` is the name of the node in package go/ast.
 * Of types and literals that no rule can use only the kind is kept.
 */
export type Expression =
  | Identifier
  | Literal
  | Call
  | Selector
  | Binary
  | Unary
  | Parenthesised
  | ChannelType
  | Unusable;

export interface Identifier extends Span {
  readonly kind: "Ident";
  readonly name: string;
}

export interface Literal extends Span {
  readonly kind: "BasicLit";
  readonly literal: "INT" | "FLOAT" | "IMAG" | "CHAR" | "STRING";
  /** as written, raw strings without carriage returns */
  readonly text: string;
}

export interface Call extends Span {
  readonly kind: "CallExpr";
  readonly callee: Expression;
  readonly args: readonly Expression[];
}

export interface Selector extends Span {
  readonly kind: "SelectorExpr";
  readonly operand: Expression;
  readonly name: string;
}

export interface Binary extends Span {
  readonly kind: "BinaryExpr";
  readonly operator: TokenKind;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Span {
  readonly kind: "UnaryExpr";
  readonly operator: TokenKind;
  readonly operand: Expression;
}

export interface Parenthesised extends Span {
  readonly kind: "ParenExpr";
  readonly operand: Expression;
}

/** Kept in full because Go re-reads `<-` before it. */
export interface ChannelType extends Span {
  readonly kind: "ChanType";
  readonly direction: "both" | "send" | "receive";
  /** offset of its `<-`, -1 without one */
  readonly arrow: number;
  readonly element: Expression;
}

export interface Unusable extends Span {
  readonly kind: UnusableKind;
}

export type UnusableKind =
  | "IndexExpr"
  | "StarExpr"
  | "SliceExpr"
  | "IndexListExpr"
  | "TypeAssertExpr"
  | "CompositeLit"
  | "FuncLit"
  | "ArrayType"
  | "MapType"
  | "FuncType"
  | "StructType"
  | "InterfaceType"
  | "BadExpr";
