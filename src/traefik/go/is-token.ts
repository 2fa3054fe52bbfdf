/** RFC 9110's token: what a method or the name of a header may be. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~A-Za-z\d]+$/.test(text);
}
