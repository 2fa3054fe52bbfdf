import { scanner } from "./scanner.ts";
import { Bailout, type SyntaxErrors } from "./syntax-errors.ts";
import { describe, describeKind, type Token, type TokenKind } from "./token.ts";

/** The parser's view of the text: one token of look-ahead, and the ways to complain and to go on. */
export interface TokenStream {
  /** the token to look at */
  readonly token: () => Token;
  readonly next: () => void;
  /** takes the token wanted; complains of another one and takes it too. @returns its offset */
  readonly expect: (kind: TokenKind) => number;
  /** as expect, with a better word for a line that ends too early */
  readonly expectClosing: (kind: TokenKind, context: string) => number;
  /** whether a comma is here, or should be: then its absence is said and the list goes on */
  readonly atComma: (context: string, closing: TokenKind) => boolean;
  readonly complain: SyntaxErrors["addUnlessFollower"];
  /** complains of the current token when the offset is its own */
  readonly complainExpected: (offset: number, what: string) => void;
  /** skips to one of these tokens, or the end */
  readonly skipTo: (kinds: ReadonlySet<TokenKind>) => void;
  /** before and after a production that can hold itself */
  readonly enter: () => void;
  readonly leave: () => void;
}

/**
 * Go gives up at 100,000 levels. A recursion that deep is not to be had here, and no rule comes near this one.
 */
export const MAX_DEPTH = 300;

export function tokenStream(text: string, errors: SyntaxErrors): TokenStream {
  const scan = scanner(text, errors);
  let token = scan();
  let depth = 0;
  let syncOffset = -1;
  let syncCount = 0;

  const stream: TokenStream = {
    token: () => token,
    next() {
      token = scan();
    },
    expect(kind) {
      const offset = token.start;
      if (token.kind !== kind) stream.complainExpected(offset, `'${kind}'`);
      stream.next();
      return offset;
    },
    expectClosing(kind, context) {
      if (token.kind !== kind && isLineEnd(token)) {
        stream.complain(token.start, `missing ',' before newline in ${context}`);
        stream.next();
      }
      return stream.expect(kind);
    },
    atComma(context, closing) {
      if (token.kind === ",") return true;
      if (token.kind === closing) return false;
      stream.complain(token.start, `missing ','${isLineEnd(token) ? " before newline" : ""} in ${context}`);
      return true;
    },
    complain: errors.addUnlessFollower,
    complainExpected(offset, what) {
      if (offset !== token.start) stream.complain(offset, `expected ${what}`);
      else {
        const expected = `expected ${what}, found `;
        stream.complain(offset, expected + describe(token), expected + describeKind(token));
      }
    },
    skipTo(kinds) {
      for (; token.kind !== "EOF"; stream.next()) {
        if (!kinds.has(token.kind)) continue;
        // the same place may stop the parser only ten times
        if (token.start === syncOffset && syncCount < 10) {
          syncCount += 1;
          return;
        }
        if (token.start > syncOffset) {
          syncOffset = token.start;
          syncCount = 0;
          return;
        }
      }
    },
    enter() {
      depth += 1;
      if (depth <= MAX_DEPTH) return;
      stream.complain(token.start, "exceeded max nesting depth");
      throw new Bailout();
    },
    leave() {
      depth -= 1;
    },
  };
  return stream;
}

function isLineEnd(token: Token): boolean {
  return token.kind === ";" && token.text === "\n";
}
