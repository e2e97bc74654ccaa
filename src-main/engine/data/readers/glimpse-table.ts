import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { SourceEntry } from '../ports.ts';
import type { FoundSource, ReaderCall } from '../reader.ts';
import { csvRecords, type DelimiterName } from './csv-records.ts';
import { isDelimitedText } from './database-source.ts';
import { firstRowsByDatabase } from './read-by-database.ts';
import { columnNames } from './table-header.ts';
import { inferredColumns, LOOKED_ROWS, shownRows, sizeOf, type FirstRows } from '../glimpse/glimpse-columns.ts';

/** A table by its first rows. Throws `invalid-input` for what the reader would refuse of them. */
export async function glimpseTable(call: ReaderCall<{ readonly delimiter?: string }>, file: SourceEntry): Promise<FoundSource> {
  const first = isDelimitedText(file.name) ? await firstRecords(call, file) : await firstRowsByDatabase(call, file, LOOKED_ROWS);
  const named = { names: columnNames(first.names, file.name), rows: first.rows };
  return { ...sizeOf([file]), columns: inferredColumns(named), areAllColumns: true, ...shownRows(named), classes: [], samples: [] };
}

async function firstRecords(
  { source, sources, config, turn }: ReaderCall<{ readonly delimiter?: string }>,
  { name }: SourceEntry,
): Promise<FirstRows> {
  const { delimiter = 'auto' } = config;
  let names: readonly string[] | null = null;
  const rows: (readonly string[])[] = [];
  for await (const batch of csvRecords(sources.stream(source, name), name, delimiter as DelimiterName)) {
    await turn();
    for (const record of batch) {
      if (names === null) names = record;
      else if (rows.length < LOOKED_ROWS) rows.push(record);
    }
    if (rows.length >= LOOKED_ROWS) break;
  }
  if (names === null) throw invalidInput('A header line with column names is required, but the file has only empty lines', { path: name });
  return { names, rows };
}
