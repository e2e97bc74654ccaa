const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const LONGEST = 40;

/** Seconds since 1970 of a date or an instant as ISO 8601 writes it (a space for the T too); UTC where no offset is told; NaN for others. */
export function parseDate(text: string): number {
  if (text.length > LONGEST || text[4] !== '-') return NaN;
  const match = DATE.exec(text);
  if (match === null) return NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = match;
  const midnight = secondsOfDay(Number(year), Number(month), Number(day));
  return midnight + secondsOfTime(Number(hour), Number(minute), Number(second)) + Number(`0.${fraction}`) - offsetOf(zone);
}

/** NaN for a day that the month hasn't: it would be one of the next. */
function secondsOfDay(year: number, month: number, day: number): number {
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === day ? time.getTime() / 1000 : NaN;
}

function secondsOfTime(hour: number, minute: number, second: number): number {
  return hour > 23 || minute > 59 || second > 59 ? NaN : hour * 3600 + minute * 60 + second;
}

/** Seconds. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -60 : 60) * minutes;
}
