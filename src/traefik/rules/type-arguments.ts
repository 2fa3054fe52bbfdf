import type { TokenStream } from "./token-stream.ts";

/** `[T, U]` after a type's name. @returns how many there are */
export function parseTypeArguments(stream: TokenStream, parseType: () => unknown): number {
  stream.expect("[");
  let count = 0;
  while (stream.token().kind !== "]" && stream.token().kind !== "EOF") {
    parseType();
    count += 1;
    if (!stream.atComma("type argument list", "]")) break;
    stream.next();
  }
  const closing = stream.expectClosing("]", "type argument list");
  if (count === 0) stream.complainExpected(closing, "type argument list");
  return count;
}
