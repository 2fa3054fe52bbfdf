import { nearest } from "../nearest.ts";

/** Says that a text is no member of a closed set, and which one was likely meant. */
export function noneOf(given: string, allowed: readonly string[]): string {
  const meant = nearest(given, allowed);
  const question = meant === null ? "" : ` (did you mean ${meant}?)`;
  return `${JSON.stringify(given)} is none of ${allowed.join(", ")}${question}`;
}
