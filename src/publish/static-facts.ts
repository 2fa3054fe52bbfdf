import { isRecord } from "../is-record.ts";
import type { StaticFacts } from "./types.ts";

/** What was kept of a static configuration; whatever is not as it is written is unknown. */
export function asFacts(value: unknown): StaticFacts {
  const kept = isRecord(value) ? value : {};
  const flag = (field: string): boolean | null => (typeof kept[field] === "boolean" ? kept[field] : null);
  const text = (field: string): string | null => (typeof kept[field] === "string" ? kept[field] : null);
  const throttleMs = kept["throttleMs"];
  return {
    fileProvider: flag("fileProvider"),
    directory: text("directory"),
    filename: text("filename"),
    watch: flag("watch"),
    throttleMs: typeof throttleMs === "number" && throttleMs >= 0 ? throttleMs : null,
  };
}
