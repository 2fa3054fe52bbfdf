const DATE = String.raw`(\d{4})-(\d\d?)-(\d\d?)`;
const CLOCK = String.raw`(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?`;
const ZONE = String.raw`(?:Z|[+-](\d\d):(\d\d))`;
const TIMESTAMP = new RegExp(`^${DATE}(?:[Tt]${CLOCK}${ZONE}| +${CLOCK})?$`);

/**
 * Whether a plain scalar is a date or a time: `2001-12-14`, `2001-12-14T21:59:43.1Z`, `2001-12-14 21:59:43`. The
 * day and the time must exist (yaml.v3 with Go's time.Parse).
 */
export function isTimestamp(text: string): boolean {
  if (text.charCodeAt(4) !== 0x2d) return false;
  const match = TIMESTAMP.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, ...rest] = match.slice(1).map((part) => Number(part ?? 0));
  const [
    hour = 0,
    minute = 0,
    second = 0,
    zoneHour = 0,
    zoneMinute = 0,
    hour2 = 0,
    minute2 = 0,
    second2 = 0,
  ] = rest;
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    Math.max(hour, hour2) < 24 &&
    Math.max(minute, minute2, second, second2) < 60 &&
    zoneHour <= 24 &&
    zoneMinute <= 60
  );
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
