import { DATE_PARTS, type DateEncoding, type DatePart } from '../../../../../src-shared/domain/dataset.ts';
import { defineColumnEncoding } from '../column-encoding.ts';
import type { ColumnStore } from '../column-store.ts';
import { numberStats } from '../number-stats.ts';
import { areNumbers } from '../stored-checks.ts';

const DAY = 86_400;

/** Seconds of a period, and where in it an instant is. The year is the mean Gregorian one; 1970-01-01 was a Thursday. */
const PERIODS: Readonly<Record<Exclude<DatePart, 'time'>, { readonly seconds: number; readonly shift: number }>> = {
  year: { seconds: 365.2425 * DAY, shift: 0 },
  week: { seconds: 7 * DAY, shift: 3 * DAY },
  day: { seconds: DAY, shift: 0 },
};

/** Instants as a standardised time, and as places on the circles of the year, the week and the day. */
export const dateParts = defineColumnEncoding({
  id: 'date-parts',
  title: 'Date parts',
  help: 'Time as a number, and its place in the year, the week and the day as sine and cosine; parts that never vary are left out.',
  source: 'Instants as ISO 8601-1:2019 writes them; without an offset they are taken as UTC',
  params: {
    parts: {
      kind: 'list',
      label: 'Parts',
      of: { kind: 'choice', label: 'Part', options: DATE_PARTS },
      default: DATE_PARTS,
      minItems: 1,
      maxItems: DATE_PARTS.length,
    },
  },
  revision: 1,
  takes: 'date',
  storedAs: 'date',
  fit({ column, train, config }): DateEncoding | null {
    const stats = numberStats(column.numbers, train);
    if (stats === null) return null;
    const parts = DATE_PARTS.filter(part => config.parts.includes(part) && varies(part, column, train));
    return parts.length === 0 ? null : { column: column.name, kind: 'date', parts, mean: stats.mean, deviation: stats.deviation };
  },
  width: ({ parts }) => parts.reduce((sum, part) => sum + widthOf(part), 0),
  writer({ parts, mean, deviation }, { numbers }) {
    return (inputs, row, offset) => {
      const seconds = numbers[row]!;
      if (Number.isNaN(seconds)) return;
      let place = offset;
      for (const part of parts) {
        if (part === 'time') inputs[place] = (seconds - mean) / deviation;
        else {
          inputs[place] = Math.sin(angleOf(part, seconds));
          inputs[place + 1] = Math.cos(angleOf(part, seconds));
        }
        place += widthOf(part);
      }
    };
  },
  decode({ parts, mean, deviation }, inputs) {
    if (parts[0] !== 'time') return '';
    const days = (inputs[0]! * deviation + mean) / DAY;
    const hasTime = parts.includes('day');
    const date = new Date(1000 * DAY * (hasTime ? days : Math.round(days)));
    return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, hasTime ? 16 : 10);
  },
  isStored(raw) {
    const { parts } = raw;
    const known: readonly unknown[] = DATE_PARTS;
    return Array.isArray(parts) && parts.length > 0 && parts.every(part => known.includes(part)) && areNumbers(raw, ['mean', 'deviation']);
  },
});

function widthOf(part: DatePart): number {
  return part === 'time' ? 1 : 2;
}

function angleOf(part: Exclude<DatePart, 'time'>, seconds: number): number {
  const { seconds: period, shift } = PERIODS[part];
  return (2 * Math.PI * (seconds + shift)) / period;
}

function varies(part: DatePart, { numbers }: ColumnStore, train: Uint32Array): boolean {
  if (part === 'time') return true;
  const { seconds, shift } = PERIODS[part];
  // Of dates without a time of day, only the day is meant.
  const place = (row: number): number => (((numbers[row]! + shift) % seconds) + seconds) % seconds;
  const first = train.find(row => !Number.isNaN(numbers[row]!));
  return first !== undefined && train.some(row => !Number.isNaN(numbers[row]!) && Math.abs(place(row) - place(first)) > 0.5);
}
