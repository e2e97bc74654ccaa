/** A table as plain strings, for other documents. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** RFC 4180. Cells a spreadsheet would take for a formula get an apostrophe, unless they are numbers. */
export function toCsv({ header, rows }: TextTable): string {
  return [header, ...rows].map(cells => cells.map(csvCell).join(',')).join('\r\n');
}

function csvCell(cell: string): string {
  const text = plainSpaces(cell);
  const safe = /^[=+\-@\t]/.test(text) && !/^[+-]?[\d.,]+(e[+-]?\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Spaces that keep a number with its unit, as plain ones. */
export function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
