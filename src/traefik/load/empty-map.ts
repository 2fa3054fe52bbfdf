/** A map without a prototype: a name in it may be `constructor`. */
export function emptyMap<T>(): Record<string, T> {
  const map: Record<string, T> = Object.create(null);
  return map;
}
