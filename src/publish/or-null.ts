/** Null instead of an exception, for what is a comfort: it must not stop a publication. */
export function orNull<T>(action: () => T | null): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
