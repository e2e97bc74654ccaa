import type { ColumnInfo, TableColumnEncoding } from '../../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { EncodedInput } from '../reader.ts';
import type { ColumnStore } from './column-store.ts';
import type { InferredColumn } from './infer-column.ts';

/** 1 GB of float32. */
const MAX_INPUT_VALUES = 250_000_000;
/** Name under which a missing value is a category of its own. */
export const MISSING_CATEGORY = '';

interface FittedColumn {
  readonly encoding: TableColumnEncoding;
  readonly width: number;
  /** Writes the column's inputs of one row at an offset. */
  write(inputs: Float32Array, row: number, offset: number): void;
}

/**
 * Feature columns as float32 inputs, fitted on the `train` rows only: numbers standardised ((x − mean) / deviation, population
 * deviation; a missing one becomes the mean), categories one-hot in ascending order (unseen ones all zero; missing is
 * a category of its own when training has it). Columns that are constant over the training rows are dropped with a warning.
 */
export function encodeTable(columns: readonly InferredColumn[], label: ColumnInfo | null, train: Uint32Array): EncodedInput {
  const fitted: FittedColumn[] = [];
  const warnings: string[] = [];
  for (const { store, info } of columns) {
    if (info.type === 'ignored' || info.type === 'group') continue;
    const column = info.type === 'number' ? fitNumber(store, train) : fitCategory(store, train);
    if (column === null) warnings.push(`Column '${store.name}' is constant over the training items and is dropped.`);
    else fitted.push(column);
  }
  const width = fitted.reduce((sum, column) => sum + column.width, 0);
  const rows = columns[0]?.store.rows ?? 0;
  if (width === 0)
    throw invalidInput('At least one column beside the label must vary over the training items, but none does', {
      hint: warnings[0] ?? 'Add columns to learn from.',
    });
  if (rows * width > MAX_INPUT_VALUES) {
    throw invalidInput(`At most ${MAX_INPUT_VALUES} input values can be held, but ${rows} rows of ${width} inputs are needed`, {
      hint: 'Leave columns out with ignore: […].',
    });
  }
  return {
    kind: 'table',
    values: writeRows(fitted, rows, width),
    shape: [width],
    preprocessing: [{ kind: 'table', columns: fitted.map(column => column.encoding) }],
    columns: [...columns.map(column => column.info), ...(label === null ? [] : [label])],
    warnings,
  };
}

function writeRows(fitted: readonly FittedColumn[], rows: number, width: number): Float32Array {
  const values = new Float32Array(rows * width);
  let place = 0;
  for (const column of fitted) {
    for (let row = 0; row < rows; row++) column.write(values, row, row * width + place);
    place += column.width;
  }
  return values;
}

function fitNumber({ name, numbers }: ColumnStore, train: Uint32Array): FittedColumn | null {
  let count = 0;
  let sum = 0;
  for (const row of train) {
    const value = numbers[row]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (const row of train) if (!Number.isNaN(numbers[row]!)) squares += (numbers[row]! - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  // Rounding alone must not make a constant column vary.
  if (!(deviation > Math.abs(mean) * 1e-12) || !Number.isFinite(deviation)) return null;
  return {
    encoding: { column: name, kind: 'number', mean, deviation, missing: mean },
    width: 1,
    write(inputs, row, offset) {
      const value = numbers[row]!;
      inputs[offset] = Number.isNaN(value) ? 0 : (value - mean) / deviation;
    },
  };
}

function fitCategory({ name, texts, codes }: ColumnStore, train: Uint32Array): FittedColumn | null {
  if (texts === null) throw new Error(`Column '${name}' kept too few texts for categories`);
  const seen = new Set<number>();
  for (const row of train) seen.add(codes[row]!);
  const textOf = (code: number): string => (code === 0 ? MISSING_CATEGORY : texts[code - 1]!);
  const values = [...seen].map(textOf).sort((a, b) => (a < b ? -1 : 1));
  if (values.length < 2) return null;
  const placeOf = new Map([...seen].map(code => [code, values.indexOf(textOf(code))]));
  return {
    encoding: { column: name, kind: 'category', values },
    width: values.length,
    write(inputs, row, offset) {
      const place = placeOf.get(codes[row]!);
      if (place !== undefined) inputs[offset + place] = 1;
    },
  };
}
