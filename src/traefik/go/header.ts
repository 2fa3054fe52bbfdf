import { isToken } from "./is-token.ts";

/** http.CanonicalHeaderKey: `X-Forwarded-For`; a name with a character that no header has stays as it is. */
export function canonicalHeaderKey(name: string): string {
  if (!isToken(name)) return name;
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
