import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { csvRecords } from '../readers/csv-records.ts';
import type { Encoding } from './decode-text.ts';
import { asUtf8, decoded, linesOf, unpacked } from './text-stream.ts';

const JSON_LINES = /\.(jsonl|ndjson)(\.gz)?$/i;
const TABLE = /\.(csv|tsv)(\.gz)?$/i;

/** Cells by the name of their column. */
export type Cells = Readonly<Record<string, string>>;

export interface RecordsWanted {
  readonly encoding: Encoding;
  /** Told the columns of the first record; may throw. */
  check(names: readonly string[]): void;
  /** Records that were read before: they are passed over. */
  readonly skip?: number;
}

/** Whether a file holds a record a line: delimited text with a header, or JSON objects; packed or not. */
export function isRecordFile(name: string): boolean {
  return JSON_LINES.test(name) || TABLE.test(name);
}

/** The records of such a file in batches, as it streams by. Throws `invalid-input` with the line. */
export function recordBatches(chunks: AsyncIterable<Uint8Array>, file: string, wanted: RecordsWanted): AsyncGenerator<readonly Cells[]> {
  const texts = decoded(unpacked(chunks, file), file, wanted.encoding);
  const { skip = 0 } = wanted;
  return JSON_LINES.test(file) ? jsonCells(texts, file, { ...wanted, skip }) : tableCells(texts, file, { ...wanted, skip });
}

async function* tableCells(
  texts: AsyncIterable<string>,
  file: string,
  { check, skip }: Required<RecordsWanted>,
): AsyncGenerator<readonly Cells[]> {
  let header: readonly string[] | null = null;
  let passed = 0;
  for await (const batch of csvRecords(asUtf8(texts), file, 'auto')) {
    const rows = header === null ? batch.slice(1) : batch;
    if (header === null && batch[0] !== undefined) {
      header = batch[0];
      check(header);
    }
    const names = header ?? [];
    const before = Math.min(rows.length, skip - passed);
    passed += before;
    yield rows.slice(before).map(row => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
  }
}

async function* jsonCells(
  texts: AsyncIterable<string>,
  file: string,
  { check, skip }: Required<RecordsWanted>,
): AsyncGenerator<readonly Cells[]> {
  let [line, record] = [0, 0];
  for await (const batch of linesOf(texts, file)) {
    const rows: Cells[] = [];
    for (const text of batch) {
      line++;
      if (text.trim() === '' || record++ < skip) continue;
      const cells = cellsOfJson(text, `${file}:${line}`);
      if (line === 1) check(Object.keys(cells));
      rows.push(cells);
    }
    yield rows;
  }
}

/** What is no text, number or list of such in it is left out. */
function cellsOfJson(text: string, place: string): Cells {
  const value = parsed(text);
  if (!isObject(value)) throw invalidInput('One JSON object a line is required, but this line is none', { path: place });
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, cell]) => {
      if (Array.isArray(cell) && cell.every(isPlain)) return [[name, JSON.stringify(cell)]];
      return isPlain(cell) ? [[name, String(cell)]] : [];
    }),
  );
}

function isPlain(cell: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof cell);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
