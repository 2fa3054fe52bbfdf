import { flagOf } from "./check/values.ts";
import type { Struct } from "./load/configuration.ts";

/** Each switch of `encodedCharacters`, of an entry point or a middleware, and the escape that it allows in a path. */
const ESCAPES = {
  allowEncodedSlash: "%2F",
  allowEncodedBackSlash: "%5C",
  allowEncodedNullCharacter: "%00",
  allowEncodedSemicolon: "%3B",
  allowEncodedPercent: "%25",
  allowEncodedQuestionMark: "%3F",
  allowEncodedHash: "%23",
} as const;

/** The escapes, in upper case, that these switches deny. */
export function deniedEscapes(switches: Struct): readonly string[] {
  return Object.entries(ESCAPES).flatMap(([name, escape]) => (flagOf(switches, name) ? [] : [escape]));
}
