/**
 * A float as the text that Traefik's decoder gets: Go's `%f` with six digits of the exact value, ties to even, and
 * without a final `.000000`.
 */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + (magnitude >= 1e21 ? BigInt(magnitude).toString() : sixDigits(magnitude));
}

function sixDigits(magnitude: number): string {
  let text = magnitude.toFixed(6);
  // toFixed rounds a tie up; there is one only if the value ends with the 7th digit, as an odd multiple of 1/128
  if (Math.abs((magnitude * 128) % 2) === 1) {
    const exact = magnitude.toFixed(7).slice(0, -1);
    if (Number(exact.at(-1)) % 2 === 0) text = exact;
  }
  return text.endsWith(".000000") ? text.slice(0, -7) : text;
}
