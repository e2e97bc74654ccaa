import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { CLASS, splitOfName, type LabelledFile } from '../labelled-files.ts';
import type { SourceEntry } from '../ports.ts';
import type { ReaderCall } from '../reader.ts';
import type { SourceTally } from '../source-tally.ts';
import { csvRecords } from './csv-records.ts';

/** A parameter that readers of folders have. */
export const LIST_PARAM = {
  kind: 'text',
  label: 'List',
  help: 'A CSV or JSON file in the folder with the columns file and class (or label columns); split names train, validation or test, start and seconds a part of the file, others can keep items together. Left out: list.csv, where there is one.',
  pattern: '.+\\.(csv|tsv|json)',
  patternHelp: 'a CSV, TSV or JSON file',
  optional: true,
} as const;

const MAX_LIST_BYTES = 256 * 2 ** 20;
const FILE = 'file';
const SPLIT = 'split';
const START = 'start';
const SECONDS = 'seconds';
/** The list of a folder that is not told to have one. */
export const USUAL_LIST = 'list.csv';

interface ListOptions {
  /** Name of the list within the source. */
  readonly list: string;
  readonly tally: SourceTally;
  /** Columns of 0 and 1, which stand in place of the class. */
  readonly labelColumns: readonly string[];
  /** Items may be without a label. */
  readonly mayBeBare: boolean;
}

/** A file that a list names and the folder lacks. */
export interface MissingFile {
  readonly name: string;
  /** In the list. */
  readonly place: string;
}

export interface ListedFiles {
  /** In the list's order. */
  readonly files: readonly LabelledFile[];
  readonly missing: readonly MissingFile[];
}

/** The files that a list names. Throws `invalid-input` for one that comes twice whole, or has no class. */
export async function labelByList(call: ReaderCall<unknown>, files: readonly SourceEntry[], options: ListOptions): Promise<ListedFiles> {
  const { list, tally } = options;
  const bytes = await call.sources.read(call.source, list, MAX_LIST_BYTES);
  tally.add(list, bytes);
  const known = new Map(files.map(file => [file.name, file]));
  const named = new Set<string>();
  const labelled: LabelledFile[] = [];
  const missing: MissingFile[] = [];
  for await (const { cells, place } of list.endsWith('.json') ? jsonRows(bytes, list) : csvRows(call, bytes, options)) {
    const row = rowOf(cells, place, options);
    if (named.has(row.name))
      throw invalidInput(`A file of the folder that no earlier line names is required, got '${row.name}'`, { path: place });
    if (row.part === undefined) named.add(row.name);
    const file = known.get(row.name);
    if (file === undefined) missing.push({ name: row.name, place });
    else labelled.push({ ...row, ...file });
  }
  if (labelled.length + missing.length === 0)
    throw invalidInput('A list with at least one file is required, but it has none', { path: list });
  return { files: labelled, missing };
}

interface ListRow {
  readonly cells: Readonly<Record<string, string>>;
  /** For messages. */
  readonly place: string;
}

async function* csvRows(call: ReaderCall<unknown>, bytes: Uint8Array, options: ListOptions): AsyncGenerator<ListRow> {
  const { list } = options;
  let header: readonly string[] | null = null;
  let line = 1;
  for await (const batch of csvRecords(once(bytes), list, 'auto')) {
    await call.turn();
    for (const record of batch) {
      if (header === null) header = checkedHeader(record, options);
      else yield { cells: Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])), place: `${list}:${++line}` };
    }
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function checkedHeader(record: readonly string[], { list, labelColumns }: ListOptions): readonly string[] {
  const wanted = [FILE, ...(labelColumns.length > 0 ? labelColumns : [CLASS])];
  if (!wanted.every(name => record.includes(name)))
    throw invalidInput(`A list must have the columns ${wanted.join(', ')}, but has ${record.join(', ')}`, {
      path: `${list}:1`,
    });
  return record;
}

/** An array of objects of texts and numbers. */
function* jsonRows(bytes: Uint8Array, list: string): Generator<ListRow> {
  const rows = parseRows(bytes, list);
  for (const [i, row] of rows.entries()) {
    if (!isObject(row))
      throw invalidInput(`An object with '${FILE}' and '${CLASS}' is required, got ${shown(row)}`, { path: `${list}[${i}]` });
    const cells = Object.entries(row).map(([name, value]) => [name, cellText(value, `${list}[${i}].${name}`)]);
    yield { cells: Object.fromEntries(cells) as Record<string, string>, place: `${list}[${i}]` };
  }
}

function parseRows(bytes: Uint8Array, path: string): readonly unknown[] {
  try {
    const rows: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (Array.isArray(rows)) return rows;
  } catch (thrown) {
    throw invalidInput(`A list must be well-formed JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { path });
  }
  throw invalidInput(`A list in JSON is an array of objects with '${FILE}' and '${CLASS}'`, { path });
}

function cellText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return '';
  if (Array.isArray(value) && value.every(entry => typeof entry === 'string' || typeof entry === 'number')) return JSON.stringify(value);
  throw invalidInput(`A text or a number is required, got ${shown(value)}`, { path });
}

type ListedRow = Omit<LabelledFile, 'bytes'>;

function rowOf(cells: ListRow['cells'], place: string, { mayBeBare }: Pick<ListOptions, 'mayBeBare'>): ListedRow {
  const {
    [FILE]: path = '',
    [CLASS]: label = '',
    [SPLIT]: split = '',
    [START]: start = '',
    [SECONDS]: seconds = '',
    ...attributes
  } = cells;
  if (label === '' && !mayBeBare) throw invalidInput('Every file of a list needs a class, but this line has none', { path: place });
  const named = splitOfName(split);
  if (split !== '' && named === null) throw invalidInput(`A split is train, validation or test, got '${split}'`, { path: place });
  const name = path.replaceAll('\\', '/').replace(/^\.\//, '');
  const row = { name, label, attributes, split: named };
  return start === '' && seconds === '' ? row : { ...row, part: partOf(start, seconds, place) };
}

function partOf(start: string, seconds: string, place: string): { readonly start: number; readonly seconds: number } {
  const part = { start: Number(start === '' ? 0 : start), seconds: Number(seconds) };
  if (part.start >= 0 && part.seconds > 0 && Number.isFinite(part.start + part.seconds)) return part;
  throw invalidInput(`A part of a file has a start from 0 and more than 0 seconds, got '${start}' and '${seconds}'`, { path: place });
}
