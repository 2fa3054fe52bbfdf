/** V8 copies what is shorter. */
const LONG = 13;

/**
 * The same text, of its own. What is cut out of a text is to V8 a view of it, and keeps all of it: a rule or an address
 * would keep the file that it stands in. Texts with other characters than ASCII's stay views.
 */
export function detached(text: string): string {
  if (text.length < LONG) return text;
  const bytes = Buffer.from(text);
  return bytes.length === text.length ? bytes.toString("latin1") : text;
}
