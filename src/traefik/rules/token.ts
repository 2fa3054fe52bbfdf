/** A token of Go: the class of a literal, else the operator or keyword itself, which is also how errors name it. */
export interface Token {
  readonly kind: TokenKind;
  /** a literal as written (a raw string without its carriage returns); `\n` for a semicolon that a line's end implies */
  readonly text: string;
  /** UTF-16 offsets */
  readonly start: number;
  readonly end: number;
}

/** `IDENT`, `INT`, …, `EOF`, `ILLEGAL`, or an operator or keyword as it is written */
export type TokenKind = string;

const LITERALS: ReadonlySet<TokenKind> = new Set(["IDENT", "INT", "FLOAT", "IMAG", "CHAR", "STRING"]);

export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "break case chan const continue default defer else fallthrough for func go goto if import interface map " +
    "package range return select struct switch type var"
  ).split(" "),
);

/** After these a line's end ends the statement. */
export const ENDS_STATEMENT: ReadonlySet<TokenKind> = new Set([
  ...LITERALS,
  "break",
  "continue",
  "fallthrough",
  "return",
  ")",
  "]",
  "}",
  "++",
  "--",
]);

/** Where Go's parser takes up again after an operand that is none. */
export const STATEMENT_STARTS: ReadonlySet<TokenKind> = new Set(
  "break const continue defer fallthrough for go goto if return select switch type var".split(" "),
);

/** Where Go's parser takes up again after a type that is none. */
export const EXPRESSION_ENDS: ReadonlySet<TokenKind> = new Set([",", ":", ";", ")", "]", "}"]);

/** An operator at an offset, the longest that fits. */
export const OPERATOR =
  /<<=|>>=|&\^=|\.\.\.|&&|\|\||==|!=|<=|>=|:=|<-|<<|>>|&\^|\+\+|--|[+\-*/%&|^]=|[+\-*/%&|^<>=!()[\]{},;.:~]/y;

/** Binary operators bind by these levels; 0: no binary operator. */
export function precedence(kind: TokenKind): number {
  return PRECEDENCES[kind] ?? 0;
}

const PRECEDENCES: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  ...Object.fromEntries(["==", "!=", "<", "<=", ">", ">="].map((operator) => [operator, 3])),
  ...Object.fromEntries(["+", "-", "|", "^"].map((operator) => [operator, 4])),
  ...Object.fromEntries(["*", "/", "%", "<<", ">>", "&", "&^"].map((operator) => [operator, 5])),
};

/** The way an error message names a token that is not what it should be. */
export function describe(token: Token): string {
  if (token.kind === ";" && token.text === "\n") return "newline";
  return LITERALS.has(token.kind) ? token.text : `'${token.kind}'`;
}

/** The same without the text of a literal. */
export function describeKind(token: Token): string {
  const [quote = ""] = /^["'`]/.exec(token.text) ?? [];
  return LITERALS.has(token.kind) ? `${quote}…${quote}` : describe(token);
}
