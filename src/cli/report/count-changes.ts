import type { ObjectChange } from "../../plan/diff-objects.ts";

/** `objects 2 added, 1 changed` */
export function countChanges(objects: readonly ObjectChange[]): string {
  const counts = (["added", "changed", "removed"] as const).flatMap((change) => {
    const count = objects.filter((object) => object.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  return counts.length === 0 ? "no object changes" : `objects ${counts.join(", ")}`;
}
