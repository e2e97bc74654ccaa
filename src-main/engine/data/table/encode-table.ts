import type { ColumnInfo, TableColumnEncoding } from '../../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { EncodedInput, ImportedTarget, MadeInputs } from '../reader.ts';
import type { FitCall, WriteRow } from './column-encoding.ts';
import type { InferredColumn } from './infer-column.ts';
import { leakSuspects } from './leak-suspects.ts';

/** 1 GB of float32. */
const MAX_INPUT_VALUES = 250_000_000;

/** So few that their inputs stay near the processor while one column after the other is written. */
const ROWS_AT_ONCE = 1024;
/** Of a piece: enough for a disk to be written to. */
const PIECE_VALUES = 1 << 18;

interface FittedColumn {
  readonly encoding: TableColumnEncoding;
  readonly width: number;
  readonly write: WriteRow;
}

/** A column of a table and how it becomes inputs. */
export type ColumnToFit = Pick<InferredColumn, 'store' | 'encoding'>;

export interface TableToEncode {
  readonly columns: readonly InferredColumn[];
  readonly target: ImportedTarget;
  /** Of the label, or of the columns of several. */
  readonly labels: readonly ColumnInfo[];
}

/** As `fitTable`, with what the import tells of the columns. */
export function encodeTable({ columns, target, labels }: TableToEncode, train: Uint32Array): EncodedInput<MadeInputs> {
  const suspects = leakSuspects(columns, target, train);
  const fitted = fitTable({ columns, target }, train);
  return { ...fitted, columns: [...columns.map(column => column.info), ...labels], warnings: [...fitted.warnings, ...suspects] };
}

/**
 * Feature columns as float32 inputs, each by its encoding, fitted on the `train` rows only. Columns that are constant over
 * the training rows are dropped with a warning.
 */
export function fitTable(
  { columns, target }: { readonly columns: readonly ColumnToFit[]; readonly target: ImportedTarget },
  train: Uint32Array,
): EncodedInput<MadeInputs> {
  const fitted: FittedColumn[] = [];
  const warnings: string[] = [];
  for (const inferred of columns) {
    if (inferred.encoding === null) continue;
    const column = fitColumn(inferred, inferred.encoding, { target, train });
    if (column === null) warnings.push(`Column '${inferred.store.name}' is constant over the training items and is dropped.`);
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
    values: { length: rows * width, pieces: () => writeRows(fitted, rows, width) },
    shape: [width],
    preprocessing: [{ kind: 'table', columns: fitted.map(column => column.encoding) }],
    warnings,
  };
}

function fitColumn(
  { store }: Pick<InferredColumn, 'store'>,
  { of, config }: NonNullable<InferredColumn['encoding']>,
  { target, train }: Pick<FitCall, 'target' | 'train'>,
): FittedColumn | null {
  const call: FitCall = { column: store, train, target, config };
  const encoding = of.fit(call);
  if (encoding === null) return null;
  const write = of.writer(encoding, store);
  const writeTrain = of.trainWriter?.(call, encoding);
  return { encoding, width: of.width(encoding), write: writeTrain === undefined ? write : eitherWriter(write, writeTrain, call) };
}

function eitherWriter(write: WriteRow, writeTrain: WriteRow, { column, train }: FitCall): WriteRow {
  const isTrain = new Uint8Array(column.rows);
  for (const row of train) isTrain[row] = 1;
  return (inputs, row, offset) => (isTrain[row] === 1 ? writeTrain : write)(inputs, row, offset);
}

function* writeRows(fitted: readonly FittedColumn[], rows: number, width: number): Generator<Float32Array> {
  const most = Math.min(rows, ROWS_AT_ONCE * Math.max(1, Math.floor(PIECE_VALUES / (ROWS_AT_ONCE * width))));
  const values = new Float32Array(most * width);
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    // Encodings write beside zeros.
    values.fill(0);
    for (let from = 0; from < count; from += ROWS_AT_ONCE)
      writeBlock(fitted, values, { first, from, to: Math.min(count, from + ROWS_AT_ONCE), width });
    yield values.subarray(0, count * width);
  }
}

interface Block {
  /** Row of the table that the piece begins with. */
  readonly first: number;
  /** Rows of the piece. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

function writeBlock(fitted: readonly FittedColumn[], values: Float32Array, { first, from, to, width }: Block): void {
  let place = 0;
  for (const { write, width: own } of fitted) {
    for (let row = from; row < to; row++) write(values, first + row, row * width + place);
    place += own;
  }
}
