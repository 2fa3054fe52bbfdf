import { relative, sep } from "node:path";

/**
 * Whether a real path (no symbolic link in it) lies in the checkout and is content of it: git's own folder, which
 * may hold credentials, is not.
 *
 * @param checkout real path of the checkout's root
 */
export function isContentOf(checkout: string, realPath: string): boolean {
  const isBelow = realPath.startsWith(`${checkout}${sep}`);
  const inside = isBelow ? realPath.slice(checkout.length + 1) : relative(checkout, realPath);
  const segments = inside.split(sep);
  return !inside.startsWith(sep) && segments[0] !== ".." && !segments.includes(".git");
}
