/**
 * What a Go function that returns `(value, error)` returns here.
 * The error is Go's own text, without a prefix of ours.
 */
export type GoResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

export function success<T>(value: T): GoResult<T> {
  return { ok: true, value };
}

export function failure(error: string): GoResult<never> {
  return { ok: false, error };
}

/** An int64 as a number where that is exact, else as a bigint; both compare alike with `<` and `>`. */
export type Integer = number | bigint;

/** The shorter form of an integer. */
export function toInteger(value: bigint): Integer {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
