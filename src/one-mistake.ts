import type { Diagnostic } from "./diagnostic.ts";

/**
 * Leaves out what says a mistake again: that nothing is defined, where sections have names that Traefik does not know,
 * and that a value is ignored because of which an object is of no type; what to do about that is told of the object.
 *
 * @param found in dynamic and static files
 * @param statics paths of the static ones
 */
export function tellOnce(found: readonly Diagnostic[], statics: readonly string[]): readonly Diagnostic[] {
  const isStrange = found.some(({ rule, file }) => rule === "unknown-section" && !statics.includes(file));
  const ignored = new Map<string, Diagnostic>();
  for (const one of found)
    if (one.rule === "ignored-value" && one.object !== null) ignored.set(keyOf(one), one);
  const typeless = new Set(found.filter(({ rule }) => rule === "missing-type").map(keyOf));
  if (!isStrange && (typeless.size === 0 || ignored.size === 0)) return found;
  return found.flatMap((one) => {
    if (isStrange && one.rule === "empty-configuration") return [];
    const cause = typeless.has(keyOf(one)) ? ignored.get(keyOf(one)) : undefined;
    if (cause === undefined) return [one];
    if (one.rule === "ignored-value") return [];
    return [one.rule === "missing-type" ? { ...one, hint: cause.hint } : one];
  });
}

function keyOf({ file, object }: Diagnostic): string {
  return `${file} ${object}`;
}
