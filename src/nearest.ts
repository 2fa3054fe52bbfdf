/**
 * The name that was most likely meant: the closest by edit distance (insert, delete, replace, swap neighbours),
 * letter case aside, if it is close enough to be more than chance.
 *
 * @returns one of `names`, or null
 */
export function nearest(name: string, names: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  // One slip in a short name, about one in three letters of a long one.
  let best = Math.max(1, Math.floor(Math.min(wanted.length, 30) / 3)) + 1;
  let found: string | null = null;
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) >= best) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), best);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

/** Optimal string alignment distance; gives up (returns `limit`) for names of more than 100 characters. */
function editDistance(a: string, b: string, limit: number): number {
  if (a.length > 100 || b.length > 100) return a === b ? 0 : limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? limit) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? limit;
}
