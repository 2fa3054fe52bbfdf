import { isDay, isTimeOfDay, isZoneOffset } from "../go-clock.ts";
import type { TomlVersion } from "./cursor.ts";

const DATE = String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)`;
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.\d+)?)?`;
const ZONE = String.raw`(?:Z|[+-](?<zoneHours>\d\d):(?<zoneMinutes>\d\d))?`;
const DATE_AND_TIME = new RegExp(`^${DATE}(?:T${TIME}${ZONE})?$`);
const TIME_ALONE = new RegExp(`^${TIME}$`);

/**
 * Whether a text is a date, a time or both, with `T` and `Z` in upper case.
 *
 * @param version 1.0 wants the seconds
 */
export function isDatetime(text: string, version: TomlVersion): boolean {
  const groups = (DATE_AND_TIME.exec(text) ?? TIME_ALONE.exec(text))?.groups;
  if (groups === undefined) return false;
  if (version === "1.0" && groups["hour"] !== undefined && groups["second"] === undefined) return false;
  const number = (name: string, otherwise = 0) => Number(groups[name] ?? otherwise);
  return (
    isDay(number("year", 1), number("month", 1), number("day", 1)) &&
    isTimeOfDay(number("hour"), number("minute"), number("second")) &&
    isZoneOffset(number("zoneHours"), number("zoneMinutes"))
  );
}
