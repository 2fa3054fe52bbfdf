import { quoteMeta } from "./mux-template.ts";

/**
 * The regular expression, without its ends, of a path or a host with stars as shells have them: one stands for what
 * there is between two separators, or for a part of it, two for anything.
 */
export function globPattern(glob: string, separator: "/" | "."): string {
  const any = `[^${separator}]`;
  const parts = glob.split(separator).map((part) => {
    if (/^\*+$/.test(part)) return part === "*" ? `${any}+` : ".+";
    return quoteMeta(part).replaceAll(/(?:\\\*)+/g, (stars) => (stars.length > 2 ? ".*" : `${any}*`));
  });
  return parts.join(quoteMeta(separator));
}
