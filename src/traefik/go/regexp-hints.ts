/** Go's words for what is wrong with a regular expression without their beginning, which says nothing. */
export function regexpReason(text: string): string {
  return text.replace(/^error parsing regexp: /, "");
}

/** What to write instead, by Go's words for what is wrong with a regular expression. */
export function regexpHint(reason: string): string | undefined {
  const [, least, most] = /^invalid repeat count: `\{(\d+),(\d+)/.exec(reason) ?? [];
  if (Number(least) > Number(most) && Number(least) <= 1000) return "turn the two counts round";
  return HINTS.find(([pattern]) => pattern.test(reason))?.[1];
}

const NO_LOOKAROUND =
  "Go's regular expressions have no lookaround; in a rule a second matcher does it, negated with !";

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^invalid or unsupported Perl syntax: `\(\?[=!]/, NO_LOOKAROUND],
  [/^invalid named capture: `\(\?<[=!]/, NO_LOOKAROUND],
  [
    /^invalid or unsupported Perl syntax: `\(\?>/,
    "Go's regular expressions have no atomic groups; write (?:…)",
  ],
  [
    /^invalid or unsupported Perl syntax: `\(\?(?:P=|&|R|\d)/,
    "Go's regular expressions have no back references",
  ],
  [/^invalid or unsupported Perl syntax: `\(\?#/, "Go's regular expressions have no comments"],
  [/^invalid or unsupported Perl syntax/, "the flags are i, m, s and U"],
  [/^invalid escape sequence: `\\(?:[1-9]|k)/, "Go's regular expressions have no back references"],
  [/^invalid escape sequence: `\\Z/, "write \\z or $ for the end"],
  [/^invalid escape sequence: `\\u/, "write \\x{…} for a character by its number"],
  [/^invalid escape sequence: `\\h/, "write [ \\t] for a blank"],
  [/^invalid escape sequence: `\\[dswDSW]/, "put the class first, or the hyphen last"],
  [/^invalid escape sequence/, "there is no such escape"],
  [
    /^invalid nested repetition operator: `[^`]*\+`/,
    "Go's regular expressions have no possessive repetition",
  ],
  [/^invalid nested repetition operator/, "put what is repeated in parentheses"],
  [/^missing argument to repetition operator: `\*/, "write .* for any text"],
  [
    /^missing argument to repetition operator/,
    "put something before the operator, or escape it with a backslash",
  ],
  [/^invalid repeat count/, "a repetition may be 1000 at most, also multiplied with those inside it"],
  [/^invalid character class range: `\\p/, "that class of characters is not known"],
  [/^invalid character class range: `\[:/, "that class of characters is not known"],
  [/^invalid character class range/, "turn the ends of the range round"],
  [/^missing closing \]/, "close the bracket, or escape it: \\["],
  [/^missing closing \)/, "close the parenthesis, or escape it: \\("],
  [/^unexpected \)/, "escape the parenthesis: \\)"],
  [/^trailing backslash/, "take the backslash away"],
];
