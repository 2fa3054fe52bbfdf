import { parseTraefikDuration } from "../go/duration.ts";
import { parseFloat64, parseInteger } from "../go/strconv.ts";

/** The formats of the schemas, for texts: what Traefik's decoder can parse. */
export const SCHEMA_FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  "go-int64": (text) => parseInteger(text).ok,
  "go-int32": (text) => parseInteger(text, 32).ok,
  "go-float": (text) => parseFloat64(text).ok,
  "go-duration": (text) => parseTraefikDuration(text).ok,
};
