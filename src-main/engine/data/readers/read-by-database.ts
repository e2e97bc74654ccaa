import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { LocalFiles, SourceEntry } from '../ports.ts';
import type { ReaderCall } from '../reader.ts';
import type { ColumnStore } from '../table/column-store.ts';
import { concatenate } from '../utf8.ts';
import { csvRecords, DELIMITERS, guessDelimiter, type DelimiterName } from './csv-records.ts';
import { columnStores, isDateType, isNumberType, type StoredColumn } from './database-columns.ts';
import { delimitedSource, isDelimitedText, LONG_TEXT_BYTES, selfTellingSource, type DatabaseSource } from './database-source.ts';
import { streamColumns, type StreamRequest } from './stream-columns.ts';
import { isOtherType, quotedName, withTableDatabase, type TableDatabase } from './table-database.ts';

/** 2 GB as numbers. */
const MAX_CELLS = 250_000_000;
const HEADER_BYTES = 1 << 20;

export interface DatabaseTable {
  readonly stores: readonly ColumnStore[];
  readonly rows: number;
  /** Rows that lack a required value. */
  readonly dropped: number;
}

export interface TableToRead {
  readonly file: SourceEntry;
  readonly delimiter: DelimiterName;
  /** Checks the names of the columns. */
  check(names: readonly string[]): CheckedColumns;
  readonly journal?: StreamRequest['journal'];
}

export interface CheckedColumns {
  readonly names: readonly string[];
  /** Places of the columns without which a row is left out: the label. */
  readonly required: readonly number[];
  /** Columns that are categories whatever they hold. */
  readonly asTexts: ReadonlySet<string>;
}

/** Whether a file goes through the database: what isn't delimited text, and what is long. */
export function isForDatabase({ name, bytes }: SourceEntry, local: LocalFiles | undefined): boolean {
  return !isDelimitedText(name) || (local !== undefined && bytes > LONG_TEXT_BYTES);
}

/** The first rows of a file that tells its own columns, as texts. Throws `invalid-input` where it can't be read. */
export async function firstRowsByDatabase(
  { local, source, turn }: ReaderCall<unknown>,
  { name: file }: SourceEntry,
  rows: number,
): Promise<{ readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  if (local === undefined) throw noFile(source);
  const from = selfTellingSource(await local.pathOf(source, file), file);
  const folder = await local.makeFolder();
  try {
    return await withTableDatabase({ folder: folder.path, file, turn }, async database => {
      const names = (await database.rows(`DESCRIBE SELECT * FROM ${from.from}`)).map(([name]) => String(name));
      const asked = names.map(name => `coalesce(${from.text(name)}, '')`);
      const found = await database.rows(`SELECT ${asked.join(', ')} FROM ${from.from} LIMIT ${rows}`);
      return { names, rows: found.map(row => row.map(String)) };
    });
  } finally {
    await folder.remove();
  }
}

function noFile(source: string): Error {
  return invalidInput('A file of this machine is required, got another kind of source', { path: source });
}

/** Reads a table by DuckDB, in bounded memory beside the columns themselves. Throws `invalid-input` with the line where there is one. */
export async function readByDatabase(call: ReaderCall<unknown>, wanted: TableToRead): Promise<DatabaseTable> {
  const { local, source, turn } = call;
  const { file } = wanted;
  if (local === undefined) throw noFile(source);
  const path = await local.pathOf(source, file.name);
  const folder = await local.makeFolder();
  try {
    return await withTableDatabase({ folder: folder.path, file: file.name, turn }, database => readTable(database, { call, path, wanted }));
  } finally {
    await folder.remove();
  }
}

interface Reading {
  readonly call: ReaderCall<unknown>;
  readonly path: string;
  readonly wanted: TableToRead;
}

async function readTable(database: TableDatabase, reading: Reading): Promise<DatabaseTable> {
  const { wanted } = reading;
  const streamed = isDelimitedText(wanted.file.name) ? await streamDelimited(database, reading) : null;
  if (streamed !== null) return streamed;
  const { columns, required, asTexts } = isDelimitedText(wanted.file.name)
    ? await loadDelimited(database, reading)
    : await loadSelfTelling(database, reading);
  const where = ['true', ...required.map(place => `${columns[place]!.id} IS NOT NULL`)].join(' AND ');
  const [counts = []] = await database.rows(`SELECT count(*)::DOUBLE, (count(*) FILTER (WHERE ${where}))::DOUBLE FROM t`);
  const [all, rows] = counts as [number, number];
  if (rows * columns.length > MAX_CELLS)
    throw invalidInput(`A table may have at most ${MAX_CELLS} values, but this one has ${rows} rows of ${columns.length} columns`, {
      path: wanted.file.name,
      hint: 'Take a sample of the rows, or fewer columns.',
    });
  return { stores: rows === 0 ? [] : await columnStores(database, columns, { where, rows, asTexts }), rows, dropped: all - rows };
}

interface LoadedTable extends Pick<CheckedColumns, 'required' | 'asTexts'> {
  readonly columns: readonly StoredColumn[];
}

/** Null where it takes a table of the database's own. */
async function streamDelimited(database: TableDatabase, { call, path, wanted }: Reading): Promise<DatabaseTable | null> {
  const { record, delimiter, rowBytes } = await readHeaderLine(call, wanted);
  const { journal, file } = wanted;
  const checked = wanted.check(record);
  const source = delimitedSource({ path, delimiter, columns: checked.names.length, allTexts: false });
  return streamColumns(database, source, {
    ...{ ...checked, maxCells: MAX_CELLS, rowsAbout: (1.05 * file.bytes) / rowBytes },
    ...(journal === undefined ? {} : { journal }),
    progress: rows => call.progress?.(Math.min(1, (rows * rowBytes) / file.bytes)),
  }).catch((thrown: unknown) => {
    if (isOtherType(thrown)) return null;
    throw thrown;
  });
}

async function loadDelimited(database: TableDatabase, { call, path, wanted }: Reading): Promise<LoadedTable> {
  const { record, delimiter } = await readHeaderLine(call, wanted);
  const { names, required, asTexts } = wanted.check(record);
  const load = (allTexts: boolean): Promise<readonly StoredColumn[]> =>
    loadColumns(database, delimitedSource({ path, delimiter, columns: names.length, allTexts }), names);
  const columns = await load(false).catch((thrown: unknown) => {
    if (isOtherType(thrown)) return load(true);
    throw thrown;
  });
  return { columns, required, asTexts };
}

async function loadSelfTelling(database: TableDatabase, { path, wanted }: Reading): Promise<LoadedTable> {
  const source = selfTellingSource(path, wanted.file.name);
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source.from}`);
  const { names, required, asTexts } = wanted.check(described.map(([name]) => String(name)));
  return { columns: await loadColumns(database, source, names), required, asTexts };
}

/** Makes the table `t`, whose columns are c0, c1, …; texts that stand for nothing are null in it. */
async function loadColumns(database: TableDatabase, source: DatabaseSource, names: readonly string[]): Promise<readonly StoredColumn[]> {
  const described = await database.rows(`DESCRIBE SELECT * FROM ${source.from}`);
  const columns = described.map(([inSource, type], i) => {
    const keeps = isNumberType(String(type)) || isDateType(String(type));
    const sql = `${keeps ? quotedName(String(inSource)) : source.text(String(inSource))} AS c${i}`;
    return { name: names[i]!, id: `c${i}`, type: keeps ? String(type) : 'VARCHAR', sql };
  });
  await database.run('DROP TABLE IF EXISTS t');
  await database.run(`CREATE TABLE t AS SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM ${source.from}`);
  return columns;
}

interface HeaderLine {
  readonly record: readonly string[];
  /** What stands between its names. */
  readonly delimiter: string;
  /** Of a row, about, by the first ones. */
  readonly rowBytes: number;
}

/** The first line as short files have it read. */
async function readHeaderLine({ source, sources }: ReaderCall<unknown>, { file, delimiter }: TableToRead): Promise<HeaderLine> {
  let start: Uint8Array = new Uint8Array(0);
  for await (const chunk of sources.stream(source, file.name)) {
    start = concatenate(start, chunk);
    if (chunk.includes(10) || start.length > HEADER_BYTES) break;
  }
  const line = start.subarray(0, start.lastIndexOf(10) + 1 || start.length);
  for await (const [record, ...rows] of csvRecords(once(line), file.name, delimiter)) {
    const rowBytes = line.length / (1 + rows.length);
    if (record !== undefined) return { record, delimiter: delimiter === 'auto' ? guessDelimiter(line) : DELIMITERS[delimiter], rowBytes };
  }
  throw invalidInput('A header line with column names is required, but the file has only empty lines', { path: file.name });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
