import { parseDuration, parseTraefikDuration } from "../go/duration.ts";
import { success, type GoResult, type Integer } from "../go/result.ts";
import { parseBool, parseFloat64, parseInteger } from "../go/strconv.ts";
import type { ScalarKind, ScalarType } from "./type.ts";

type Parser = (text: string) => GoResult<string | boolean | Integer>;

const PARSERS: Readonly<Record<ScalarKind, Parser>> = {
  string: success,
  bool: parseBool,
  int32: (text) => parseInteger(text, 32),
  int64: (text) => parseInteger(text),
  float64: parseFloat64,
  duration: parseTraefikDuration,
  nanoseconds: (text) => {
    const bare = parseInteger(text);
    return bare.ok ? bare : parseDuration(text);
  },
};

/** Parses a text into a field as Traefik does; durations are nanoseconds. */
export function parseText({ kind }: ScalarType, text: string): ReturnType<Parser> {
  return PARSERS[kind](text);
}
