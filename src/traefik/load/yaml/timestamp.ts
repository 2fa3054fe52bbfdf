import { isDay, isTimeOfDay, isZoneOffset } from "../go-clock.ts";

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
    isDay(year, month, day) &&
    isTimeOfDay(Math.max(hour, hour2), Math.max(minute, minute2), Math.max(second, second2)) &&
    isZoneOffset(zoneHour, zoneMinute)
  );
}
