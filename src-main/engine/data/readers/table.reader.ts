import type { ColumnInfo } from '../../../../src-shared/domain/dataset.ts';
import type { NamedColumn, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Sha256, SourceEntry } from '../ports.ts';
import { glimpseTable } from './glimpse-table.ts';
import { hasSeveralLabels, SEVERAL_LABELS } from '../label-cells.ts';
import { columnOrder } from '../order-splits.ts';
import { tableOriginals } from '../originals/table-originals.ts';
import { requireUnchanged } from '../unchanged.ts';
import { defineReader, type ImportedData, type ReaderCall } from '../reader.ts';
import { createColumn, isMissing, type ColumnBuilder, type ColumnStore } from '../table/column-store.ts';
import { chosenEncodings } from '../table/choose-encodings.ts';
import { encodeTable, type TableToEncode } from '../table/encode-table.ts';
import { inferColumn } from '../table/infer-column.ts';
import { groupColumn, tableGroups } from '../table/table-groups.ts';
import { tableLabels, tableTarget } from '../table/table-target.ts';
import { csvRecords } from './csv-records.ts';
import { isForDatabase, readByDatabase, type TableToRead } from './read-by-database.ts';
import { MAX_COLUMNS, readHeader, type Header } from './table-header.ts';
import { createTableJournal, type TableJournal } from './table-journal.ts';

/** About 600 MB while reading. */
const MAX_CELLS = 50_000_000;
const MAX_KEPT_CHARACTERS = 64_000_000;

const columnNames = (column: NamedColumn) =>
  ({ kind: 'list', of: { kind: 'text', label: 'Column', column }, default: [], maxItems: MAX_COLUMNS }) as const;

const params = {
  label: {
    kind: 'text',
    label: 'Label column',
    help: 'The column to predict.',
    pattern: '.+',
    patternHelp: 'a column name',
    column: { of: 'any', role: 'Label' },
  },
  delimiter: {
    kind: 'choice',
    label: 'Delimiter',
    help: 'auto: the most frequent one of the first line.',
    default: 'auto',
    options: ['auto', 'comma', 'semicolon', 'tab', 'pipe'],
  },
  task: {
    kind: 'choice',
    label: 'Task',
    help: 'auto: values when the label is a number with more than 20 distinct values, else classes. labels: any number of labels a row, also none.',
    default: 'auto',
    options: ['auto', 'classes', 'labels', 'values'],
  },
  separator: SEVERAL_LABELS.separator,
  labelColumns: {
    ...SEVERAL_LABELS.labelColumns,
    label: 'Further label columns',
    help: 'Where each label is a column of 0 and 1: those beside the label column. * stands for any characters.',
  },
  ignore: { ...columnNames({ of: 'any', role: 'Left out' }), label: 'Columns to leave out' },
  categories: { ...columnNames({ of: 'number', role: 'Categories' }), label: 'Number columns to read as categories' },
  numbers: {
    kind: 'algorithm',
    label: 'Number columns',
    help: 'How they become inputs.',
    registry: 'number-encoding',
    tag: 'kind',
    default: { kind: 'standardise' },
  },
  texts: {
    kind: 'algorithm',
    label: 'Category columns',
    help: 'How they become inputs.',
    registry: 'category-encoding',
    tag: 'kind',
    default: { kind: 'one-hot' },
  },
  columns: {
    kind: 'record',
    label: 'Columns read in another way',
    help: 'By the name of the column; also for columns that would be left out, as ids and free texts are.',
    of: { kind: 'algorithm', label: 'Encoding', registry: 'column-encoding', tag: 'kind' },
    column: true,
    default: {},
  },
} as const;

type TableParams = ParamValues<typeof params>;

export type TableRequest = TableParams & { readonly groupBy: string | null; readonly orderBy: string | null };

export const table = defineReader({
  id: 'table',
  title: 'Table (CSV, TSV, Parquet, JSON lines)',
  help: 'Delimited text with a header line, a Parquet file, or a JSON object a line; how each column becomes inputs is fitted on the training rows and kept with the model.',
  source: 'RFC 4180 (Shafranovich 2005); long texts, Parquet and JSON lines are read by DuckDB (Raasveldt & Mühleisen 2019)',
  params,
  revision: 2,
  holds: 'table',
  matches: ['.csv', '.tsv', '.parquet'],
  async read(call) {
    const file = await onlyFile(call);
    const { columns, sha256 } = await columnsOf(call, file);
    return tableData(columns, requestOf(call), { ...file, sha256 });
  },
  glimpse: async call => glimpseTable(call, await onlyFile(call)),
});

function requestOf({ config, groupBy = null, orderBy = null }: ReaderCall<TableParams>): TableRequest {
  return { ...config, groupBy, orderBy };
}

async function onlyFile({ source, sources }: ReaderCall<unknown>): Promise<{ readonly name: string; readonly bytes: number }> {
  const files = await sources.list(source);
  const [file] = files;
  if (file !== undefined && files.length === 1) return file;
  throw invalidInput(`One file is required, got ${files.length === 0 ? 'an empty folder' : `${files.length} files`}`, { path: source });
}

export interface Columns {
  readonly stores: readonly ColumnStore[];
  /** Places of the label columns. */
  readonly labels: readonly number[];
  /** Rows without a label. */
  readonly dropped: number;
  readonly warnings: readonly string[];
}

interface HashedColumns {
  readonly columns: Columns;
  /** Of the file. */
  readonly sha256: string;
}

type Journal = TableJournal<Omit<Columns, 'stores'>>;

/** What an earlier process read of the same bytes is not read again. */
async function columnsOf(call: ReaderCall<TableParams>, file: SourceEntry): Promise<HashedColumns> {
  const journal: Journal = createTableJournal(call.journal);
  const known = journal.hasEarlier ? await hashWhole(call, file) : null;
  if (known !== null) journal.fileIs(known);
  const earlier = journal.whole();
  if (known !== null && earlier !== null) return { columns: { ...earlier.facts, stores: earlier.stores }, sha256: known };
  const read = isForDatabase(file, call.local) ? await databaseColumns(call, file, { journal, known }) : await readColumns(call, file);
  const { stores, ...facts } = read.columns;
  journal.fileIs(read.sha256);
  await journal.keepWhole(stores, facts);
  return read;
}

async function readColumns(call: ReaderCall<TableParams>, file: SourceEntry): Promise<HashedColumns> {
  const { name } = file;
  const hash = call.createSha256();
  const counted = { bytes: 0 };
  let header: Header | null = null;
  let builders: readonly ColumnBuilder[] = [];
  let rows = 0;
  let dropped = 0;
  for await (const batch of csvRecords(
    hashed(call.sources.stream(call.source, name), hash, counted),
    name,
    call.config.delimiter as 'auto',
  )) {
    await call.turn();
    call.progress?.(Math.min(1, counted.bytes / file.bytes));
    for (const record of batch) {
      if (header === null) {
        header = readHeader(record, requestOf(call), name);
        const budget = { left: MAX_KEPT_CHARACTERS };
        builders = header.names.map(column => createColumn(column, budget));
      } else if (header.required.some(place => isMissing(record[place]!))) {
        dropped++;
      } else {
        if (++rows * builders.length > MAX_CELLS) throw tooLarge(name, builders.length);
        for (let i = 0; i < builders.length; i++) builders[i]!.push(record[i]!);
      }
    }
  }
  requireUnchanged(file, counted.bytes);
  if (header === null) throw invalidInput('A header line with column names is required, but the file has only empty lines', { path: name });
  if (rows === 0) throw noRows(name, dropped);
  const { labels, warnings } = header;
  return { columns: { stores: builders.map(builder => builder.finish()), labels, dropped, warnings }, sha256: hash.digest() };
}

interface Known {
  readonly journal: Journal;
  /** Hash of the file, where it was asked for before. */
  readonly known: string | null;
}

async function databaseColumns(call: ReaderCall<TableParams>, file: SourceEntry, { journal, known }: Known): Promise<HashedColumns> {
  const request = requestOf(call);
  let header: Header = { names: [], labels: [], required: [], warnings: [] };
  const check: TableToRead['check'] = names => {
    header = readHeader(names, request, file.name);
    const labels = header.labels.map(place => header.names[place]!);
    return { names: header.names, required: header.required, asTexts: new Set([...categoryColumns(request), ...labels]) };
  };
  const reading = readByDatabase(call, { file, delimiter: request.delimiter as 'auto', check, journal });
  const hashing = async (): Promise<string> => {
    const sha256 = known ?? (await hashWhole(call, file));
    journal.fileIs(sha256);
    return sha256;
  };
  const [{ stores, rows, dropped }, sha256] = await Promise.all([reading, hashing()]);
  if (rows === 0) throw noRows(file.name, dropped);
  return { columns: { stores, labels: header.labels, dropped, warnings: header.warnings }, sha256 };
}

/** Columns whose texts are needed though they may hold numbers. */
function categoryColumns({ categories, columns, groupBy }: TableRequest): ReadonlySet<string> {
  const own = chosenEncodings({ numbers: { kind: 'standardise' }, texts: { kind: 'one-hot' }, columns }).own;
  const chosen = [...own].filter(([, { of }]) => of.takes === 'category').map(([name]) => name);
  return new Set([...categories, ...chosen, ...(groupBy === null ? [] : [groupBy])]);
}

async function hashWhole(call: ReaderCall<unknown>, file: SourceEntry): Promise<string> {
  const hash = call.createSha256();
  const counted = { bytes: 0 };
  for await (const _chunk of hashed(call.sources.stream(call.source, file.name), hash, counted)) await call.turn();
  requireUnchanged(file, counted.bytes);
  return hash.digest();
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Sha256, counted: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    counted.bytes += chunk.length;
    hash.update(chunk);
    yield chunk;
  }
}

function noRows(file: string, dropped: number): Error {
  const there = dropped === 0 ? 'is only a header' : `are ${dropped} rows, all without one`;
  return invalidInput(`At least one row with a label is required, but there ${there}`, { path: file });
}

function tooLarge(file: string, columns: number): Error {
  return invalidInput(
    `A table may have at most ${MAX_CELLS} values, but this one has more than ${Math.floor(MAX_CELLS / columns)} rows of ${columns} columns`,
    {
      path: file,
      hint: 'Take a sample of the rows, or fewer columns.',
    },
  );
}

/** What columns hold as a data set; the label's is one of them. */
export function tableData(
  { stores, labels: places, dropped, warnings }: Columns,
  config: TableRequest,
  source: ImportedData['sources'][number],
): ImportedData {
  const labelStores = places.map(place => stores[place]!);
  const labels = labelStores[0]!;
  const target = hasSeveralLabels(config)
    ? tableLabels(labelStores, config.separator, source.name)
    : tableTarget(labels, config.task as 'auto', source.name);
  const grouping = stores.find(store => store.name === config.groupBy);
  const groups = grouping === undefined ? undefined : tableGroups(grouping, labelStores);
  const ordering = stores.find(store => store.name === config.orderBy);
  const chosen = { ...config, ...chosenEncodings(config) };
  const columns = stores
    .filter(store => !labelStores.includes(store))
    .map(store => (store === grouping ? groupColumn(store) : inferColumn(store, chosen)));
  if (columns.length === (grouping === undefined ? 0 : 1))
    throw invalidInput(`Columns beside the label '${labels.name}' are required, but there is none`, { path: source.name });
  const labelInfos = labelStores.map((store): ColumnInfo => labelInfo(store, target, dropped));
  return {
    items: labels.rows,
    target,
    identityOf: cellsOf(stores.filter(store => !labelStores.includes(store))),
    ownTest: null,
    ...(groups === undefined ? {} : { groups }),
    ...(ordering === undefined ? {} : { order: columnOrder(ordering, labelStores) }),
    sources: [source],
    warnings: [
      ...warnings,
      ...(dropped === 0 ? [] : [`${dropped} rows without a label are left out.`]),
      ...columns.flatMap(column => (column.warning === null ? [] : [column.warning])),
    ],
    originals: tableOriginals(columns),
    encode: encoderOf(
      { columns, target, labels: labelInfos },
      stores.map(store => store.name),
    ),
  };
}

/** What a row holds beside its labels, which may be corrected; in the order of the columns' names, for their own may change. */
function cellsOf(columns: readonly ColumnStore[]): ImportedData['identityOf'] {
  const ordered = columns.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return row =>
    JSON.stringify(ordered.map(({ numbers, texts, codes }) => (Number.isNaN(numbers[row]) ? texts?.[codes[row]! - 1] : numbers[row])));
}

/** Apart from where the table was read: what the label's column held is given back before the inputs are made. */
function encoderOf(table: TableToEncode, names: readonly string[]): ImportedData['encode'] {
  return train => {
    const encoded = encodeTable(table, train);
    return { ...encoded, columns: inSourceOrder(encoded.columns ?? [], names) };
  };
}

function labelInfo({ name, texts }: ColumnStore, target: ImportedData['target'], missing: number): ColumnInfo {
  const own = target.task === 'values' ? new Set(target.values).size : target.classes.length;
  const distinct = target.task === 'labels' ? (texts?.length ?? 0) : own;
  return { name, type: 'label', missing, distinct };
}

function inSourceOrder(infos: readonly ColumnInfo[], names: readonly string[]): ColumnInfo[] {
  const byName = new Map(infos.map(info => [info.name, info]));
  return names.flatMap(name => byName.get(name) ?? []);
}
