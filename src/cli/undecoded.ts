/** What Node makes of bytes that are no UTF-8, in arguments, variables and paths: U+FFFD. */
const REPLACEMENT = "\ufffd";

/**
 * Whether a text that came from the system is not what was given there: which bytes these were cannot be told any more,
 * and a path would lead elsewhere. A name that has that very character in it is taken for such a one, too.
 */
export function isUndecoded(text: string): boolean {
  return text.includes(REPLACEMENT);
}
