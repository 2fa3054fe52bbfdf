import { nearest } from "../../nearest.ts";

/** More names than these are no help, and looking among more of them takes longer than it is worth. */
const FEW = 12;
const MANY = 100;

/** What to write in place of a name that does not exist. */
export function suggest(name: string, names: ReadonlySet<string>): string | null {
  const meant = names.size > MANY ? null : nearest(name, names);
  if (meant !== null) return `did you mean "${meant}"?`;
  if (names.size === 0 || names.size > FEW) return null;
  return `there is ${[...names].join(", ")}`;
}
