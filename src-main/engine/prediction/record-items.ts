import type { TableColumnEncoding } from '../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { SourceEntry } from '../data/ports.ts';
import { createColumn, isMissing, parseNumber, type ColumnStore } from '../data/table/column-store.ts';
import { encodingOf } from '../data/table/encodings/index.ts';
import { parseDate } from '../data/table/parse-date.ts';
import { decodeText } from '../data/text/decode-text.ts';
import { isRecordFile, recordBatches, type Cells } from '../data/text/record-batches.ts';
import { createTokenPipeline, type TokensStep } from '../data/text/token-pipeline.ts';
import type { NewItem, NewItems, NewItemsCall } from './new-item.ts';

const MAX_TEXT_BYTES = 16 * 2 ** 20;
/** Distinct texts that one batch of rows may have. */
const MAX_KEPT_CHARACTERS = 64_000_000;

/** Rows of delimited text or JSON lines, by the columns that the model learnt from; others are left out. */
export async function* tableItems(call: NewItemsCall, columns: readonly TableColumnEncoding[]): NewItems {
  const [file, ...more] = await call.sources.list(call.source);
  if (file === undefined || more.length > 0 || !isRecordFile(file.name))
    throw invalidInput('One CSV, TSV or JSON-lines file is required', { path: call.source });
  const names = columns.map(({ column }) => column);
  yield* recordItems(call, { file, names, encode: rows => encodedRows(rows, columns) });
}

/** Each file of a folder is a text; of delimited text or JSON lines each record is, in the column of the training data. By several vocabularies, beside each other. */
export async function* textItems(call: NewItemsCall, steps: readonly TokensStep[]): NewItems {
  const pipelines = steps.map(createTokenPipeline);
  const encode = (text: string): Float32Array => Float32Array.from(pipelines.flatMap(pipeline => [...pipeline.encode(text).numbers]));
  const [{ column } = { column: '' }] = steps;
  const files = await call.sources.list(call.source);
  if (files.length === 0) throw invalidInput('Files with texts are required, but the folder is empty', { path: call.source });
  for (const file of files) {
    await call.turn();
    if (isRecordFile(file.name)) {
      yield* recordItems(call, { file, names: [column], encode: rows => rows.map(row => encode(row[column] ?? '')) });
      continue;
    }
    const bytes = await call.sources.read(call.source, file.name, MAX_TEXT_BYTES);
    yield [{ name: file.name, inputs: encode(decodeText(bytes, file.name, 'auto')), problem: null }];
  }
}

interface Records {
  readonly file: SourceEntry;
  /** Columns that must be there. */
  readonly names: readonly string[];
  readonly encode: (rows: readonly Cells[]) => readonly Float32Array[];
}

async function* recordItems({ sources, source, turn }: NewItemsCall, { file, names, encode }: Records): NewItems {
  const check = (there: readonly string[]): void => requireColumns(names, there, file.name);
  let row = 0;
  for await (const rows of recordBatches(sources.stream(source, file.name), file.name, { encoding: 'auto', check })) {
    await turn();
    const items = encode(rows).map((inputs): NewItem => ({ name: `${file.name}:${++row}`, inputs, problem: null }));
    if (items.length > 0) yield items;
  }
}

function requireColumns(names: readonly string[], there: readonly string[], file: string): void {
  for (const name of names) {
    if (there.includes(name)) continue;
    const near = closest(name, there);
    throw invalidInput(`A column called '${name}' is required; there are: ${there.slice(0, 20).join(', ')}`, {
      path: file,
      ...(near === null ? {} : { hint: `Did you mean '${near}'?` }),
    });
  }
}

/** By what was fitted on the training rows; a missing cell is what a missing one was there. */
function encodedRows(rows: readonly Cells[], columns: readonly TableColumnEncoding[]): readonly Float32Array[] {
  const widths = columns.map(column => encodingOf(column).width(column));
  const width = widths.reduce((sum, each) => sum + each, 0);
  const values = new Float32Array(rows.length * width);
  let place = 0;
  columns.forEach((encoding, i) => {
    const write = encodingOf(encoding).writer(encoding, storeOf(encoding, rows));
    for (let row = 0; row < rows.length; row++) write(values, row, row * width + place);
    place += widths[i] ?? 0;
  });
  return rows.map((_, row) => values.subarray(row * width, (row + 1) * width));
}

/** Cell by cell what the training column was: one that is no number or no date is missing, whatever the others are. */
function storeOf(encoding: TableColumnEncoding, rows: readonly Cells[]): ColumnStore {
  const builder = createColumn(encoding.column, { left: MAX_KEPT_CHARACTERS });
  const cells = rows.map(row => row[encoding.column] ?? '');
  for (const cell of cells) builder.push(cell);
  const parse = encodingOf(encoding).takes === 'date' ? parseDate : parseNumber;
  return { ...builder.finish(), numbers: Float64Array.from(cells, cell => (isMissing(cell) ? NaN : parse(cell))) };
}
