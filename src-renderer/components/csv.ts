import { csvCell } from '../../src-shared/lib/csv.ts';
import type { TextTable } from '../../src-shared/lib/report-html.ts';

/** RFC 4180. Cells a spreadsheet would take for a formula get an apostrophe, unless they are numbers. */
export function toCsv({ header, rows }: TextTable): string {
  return [header, ...rows].map(cells => cells.map(cell => csvCell(plainSpaces(cell))).join(',')).join('\r\n');
}

/** Spaces that keep a number with its unit, as plain ones. */
export function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
