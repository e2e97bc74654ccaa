import type { ColumnInfo } from '../../../../src-shared/domain/dataset.ts';
import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { closest } from '../../../../src-shared/lib/closest.ts';
import type { CreateSha256, Sha256, SourceEntry } from '../ports.ts';
import { hasSeveralLabels, SEVERAL_LABELS } from '../label-cells.ts';
import { fitsGlob } from '../labelled-files.ts';
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

const MAX_COLUMNS = 10_000;
/** About 600 MB while reading. */
const MAX_CELLS = 50_000_000;
const MAX_KEPT_CHARACTERS = 64_000_000;

const columnNames = { kind: 'list', of: { kind: 'text', label: 'Column' }, default: [], maxItems: MAX_COLUMNS } as const;

const params = {
  label: { kind: 'text', label: 'Label column', help: 'The column to predict.', pattern: '.+', patternHelp: 'a column name' },
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
  ignore: { ...columnNames, label: 'Columns to leave out' },
  categories: { ...columnNames, label: 'Number columns to read as categories' },
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
    default: {},
  },
} as const;

type TableParams = ParamValues<typeof params>;

export type TableRequest = TableParams & { readonly groupBy: string | null };

export const table = defineReader({
  id: 'table',
  title: 'Table (CSV, TSV, Parquet, JSON lines)',
  help: 'Delimited text with a header line, a Parquet file, or a JSON object a line; how each column becomes inputs is fitted on the training rows and kept with the model.',
  source: 'RFC 4180 (Shafranovich 2005); long texts, Parquet and JSON lines are read by DuckDB (Raasveldt & Mühleisen 2019)',
  params,
  revision: 2,
  matches: ['.csv', '.tsv', '.parquet'],
  async read(call) {
    const file = await onlyFile(call);
    const hash = call.createSha256();
    const columns = isForDatabase(file, call.local) ? await databaseColumns(call, file, hash) : await readColumns(call, file, hash);
    return tableData(columns, { ...call.config, groupBy: call.groupBy ?? null }, { ...file, sha256: hash.digest() });
  },
});

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

async function readColumns(call: ReaderCall<TableParams>, file: SourceEntry, hash: Sha256): Promise<Columns> {
  const { name } = file;
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
    for (const record of batch) {
      if (header === null) {
        header = readHeader(record, { ...call.config, groupBy: call.groupBy ?? null }, name);
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
  return { stores: builders.map(builder => builder.finish()), labels: header.labels, dropped, warnings: header.warnings };
}

async function databaseColumns(call: ReaderCall<TableParams>, file: SourceEntry, hash: Sha256): Promise<Columns> {
  const request = { ...call.config, groupBy: call.groupBy ?? null };
  let header: Header = { names: [], labels: [], required: [], warnings: [] };
  const check: TableToRead['check'] = names => {
    header = readHeader(names, request, file.name);
    const labels = header.labels.map(place => header.names[place]!);
    return { names: header.names, required: header.required, asTexts: new Set([...categoryColumns(request), ...labels]) };
  };
  const reading = readByDatabase(call, { file, delimiter: request.delimiter as 'auto', check });
  const [{ stores, rows, dropped }] = await Promise.all([reading, hashWhole(call, file, hash)]);
  if (rows === 0) throw noRows(file.name, dropped);
  return { stores, labels: header.labels, dropped, warnings: header.warnings };
}

/** Columns whose texts are needed though they may hold numbers. */
function categoryColumns({ categories, columns, groupBy }: TableRequest): ReadonlySet<string> {
  const own = chosenEncodings({ numbers: { kind: 'standardise' }, texts: { kind: 'one-hot' }, columns }).own;
  const chosen = [...own].filter(([, { of }]) => of.takes === 'category').map(([name]) => name);
  return new Set([...categories, ...chosen, ...(groupBy === null ? [] : [groupBy])]);
}

async function hashWhole(call: ReaderCall<unknown>, file: SourceEntry, hash: Sha256): Promise<void> {
  let bytes = 0;
  for await (const chunk of call.sources.stream(call.source, file.name)) {
    hash.update(chunk);
    bytes += chunk.length;
    await call.turn();
  }
  requireUnchanged(file, bytes);
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: ReturnType<CreateSha256>,
  counted: { bytes: number },
): AsyncGenerator<Uint8Array> {
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

interface Header {
  readonly names: readonly string[];
  /** Places of the label columns. */
  readonly labels: readonly number[];
  /** Those without which a row is left out: all, but of a column that lists labels, where there may be none. */
  readonly required: readonly number[];
  readonly warnings: readonly string[];
}

function readHeader(record: readonly string[], request: TableRequest, file: string): Header {
  const { label, ignore, categories, columns, groupBy } = request;
  if (record.length > MAX_COLUMNS)
    throw invalidInput(`A table may have at most ${MAX_COLUMNS} columns, but this one has ${record.length}`, { path: file });
  const names = record.map((name, i) => (name === '' ? `column ${i + 1}` : name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw invalidInput(`Every column must have a name of its own, but '${twice}' comes twice`, { path: `${file}:1` });
  const groups = groupBy === null ? [] : [groupBy];
  for (const [field, wanted] of Object.entries({
    label: [label],
    ignore,
    categories,
    columns: Object.keys(columns),
    'splits.groupBy': groups,
  })) {
    for (const name of wanted) if (!names.includes(name)) throw noSuchColumn(name, names, field);
  }
  const warnings = names.filter((_, i) => record[i] === '').map(name => `A column has no name and is called '${name}'.`);
  return { names, ...labelPlaces(names, request), warnings };
}

function labelPlaces(names: readonly string[], request: TableRequest): Pick<Header, 'labels' | 'required'> {
  const { label, labelColumns, task } = request;
  const isSeveral = hasSeveralLabels(request);
  if (isSeveral && task !== 'auto' && task !== 'labels')
    throw invalidInput(`Several labels an item are the task 'labels', but the task is '${task}'`, {
      path: 'task',
      hint: 'Leave out separator and labelColumns, or take task: labels.',
    });
  const further = labelColumns.flatMap((glob, i) => {
    const found = names.flatMap((name, place) => (fitsGlob(name, glob) ? [place] : []));
    if (found.length === 0) throw noSuchColumn(glob, names, `labelColumns.${i}`);
    return found;
  });
  const labels = [...new Set([names.indexOf(label), ...further])];
  return { labels, required: isSeveral && labels.length === 1 ? [] : labels };
}

function noSuchColumn(name: string, names: readonly string[], path: string): Error {
  const near = closest(name, names);
  const listed = names.slice(0, 20).join(', ') + (names.length > 20 ? `, … (${names.length})` : '');
  return invalidInput(`A column called '${name}' is required; there are: ${listed}`, {
    path,
    ...(near === null ? {} : { hint: `Did you mean '${near}'?` }),
  });
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
    ownTest: null,
    ...(groups === undefined ? {} : { groups }),
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
