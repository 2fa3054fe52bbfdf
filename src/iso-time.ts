/**
 * A time as `toISOString` writes it. That would have the system asked for the local time zone, which is in none of it, and
 * takes as long as a whole file's reading.
 */
export function isoTime(time: Date): string {
  const year = time.getUTCFullYear();
  if (!(year >= 1000 && year <= 9999)) return time.toISOString();
  const day = `${year}-${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())}`;
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  const ms = time.getUTCMilliseconds();
  return `${day}T${clock}.${ms < 100 ? "0" : ""}${two(ms)}Z`;
}

function two(part: number): string {
  return part < 10 ? `0${part}` : String(part);
}
