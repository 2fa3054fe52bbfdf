/** Go's time.Parse: whether a day exists; months and days from 1. */
export function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether a time of the day exists; a leap second does not. */
export function isTimeOfDay(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second < 60;
}

/** Whether a zone's offset is one to Go, which lets 24 hours and 60 minutes pass. */
export function isZoneOffset(hours: number, minutes: number): boolean {
  return hours <= 24 && minutes <= 60;
}
