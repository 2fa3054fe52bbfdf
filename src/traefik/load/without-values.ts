/** `"…"` with escapes, `…` in backquotes, '…': as Go's libraries quote. */
const QUOTED = /"((?:[^"\\]|\\.)*)("|$)|`([^`]*)(`|$)|(?<![A-Za-z])'((?:[^'\\]|\\.)*)'/gs;
/** What is as short is punctuation, and gives nothing away. */
const SHORT = 2;

/**
 * An error in the words of a library, without the values of the file that it quotes: these may be secrets, and a
 * message ends up in logs. Where the value stands is what the position says.
 */
export function withoutValues(words: string): string {
  return words.replace(QUOTED, (all: string, ...groups: (string | undefined)[]) => {
    const [double, , back, , single] = groups;
    const content = double ?? back ?? single ?? "";
    if (content.length <= SHORT) return all;
    const mark = all.charAt(0);
    return `${mark}…${mark}`;
  });
}
