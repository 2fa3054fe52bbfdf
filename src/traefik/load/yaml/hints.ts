import type { YamlFailure } from "./failure.ts";

/** What probably helps against a mistake, where its message alone does not say it. */
export function hintFor(failure: YamlFailure, text: string): string | undefined {
  if (failure.message === "found character that cannot start any token")
    return CHARACTER_HINTS[text.charAt(failure.start)];
  return MESSAGE_HINTS[failure.told];
}

const QUOTE_IT = "put the value in quotes";

const CHARACTER_HINTS: Readonly<Record<string, string>> = {
  "\t": "indent with spaces, not with tabs",
  "`": QUOTE_IT,
  "@": QUOTE_IT,
  "%": QUOTE_IT,
  "|": "a block scalar cannot stand inside brackets",
  ">": "a block scalar cannot stand inside brackets",
};

const MESSAGE_HINTS: Readonly<Record<string, string>> = {
  "found a tab character that violates indentation": "indent with spaces, not with tabs",
  "found a tab character where an indentation space is expected": "indent with spaces, not with tabs",
  "mapping values are not allowed in this context":
    "check the indentation, or put a value that contains a colon in quotes",
  "could not find expected ':'": "a key needs a colon and a blank behind it",
  "did not find expected key": "check the indentation of this line and of those above it",
  "did not find expected '-' indicator": "check the indentation of this line and of those above it",
  "did not find expected ',' or ']'": "a comma or the closing bracket is missing",
  "did not find expected ',' or '}'": "a comma or the closing brace is missing",
  "found unexpected end of stream": "this quote is never closed",
  "found unknown escape character": "double the backslash, or use single quotes",
  "did not find expected alphabetic or numeric character": "put a value that starts with * or & in quotes",
  "an anchor that is not defined is referenced": "put a value that starts with * in quotes",
  "did not find expected whitespace or line break": "put a value that starts with ! in quotes",
  "found incompatible YAML document": "Traefik understands %YAML 1.1 only: leave the line out",
  "block sequence entries are not allowed in this context": "a list starts on a line of its own",
  "map merge requires map or sequence of maps as the value": "<< takes an alias of a map, or a list of these",
  "control characters are not allowed": "remove the character",
};
