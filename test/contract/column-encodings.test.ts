import { describe, expect, it } from 'vitest';
import type { TableColumnEncoding } from '../../src-shared/domain/dataset.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import type { ImportedTarget } from '../../src-main/engine/data/reader.ts';
import type { FitCall, RegisteredEncoding } from '../../src-main/engine/data/table/column-encoding.ts';
import { createColumn, type ColumnStore } from '../../src-main/engine/data/table/column-store.ts';
import { columnEncodings, encodingOf, isStoredEncoding } from '../../src-main/engine/data/table/encodings/index.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';

const CELLS = {
  number: ['1', '5', '', '2', '9', '700', '-3', '4'],
  category: ['b', 'a', '', 'b', 'c', 'd', 'a', 'b'],
  date: ['2024-01-01', '2024-02-03T06:30', '', '2023-05-06 12:00:00', '2024-01-01', '2031-12-31', '2020-02-29', '2024-07-01T23:59:59Z'],
} as const;
const TRAIN = Uint32Array.of(0, 1, 2, 3, 4);
const TARGET: ImportedTarget = { task: 'values', label: 'y', classes: [], values: Float32Array.of(1, 2, 3, 4, 5, 600, 700, 800) };

function columnOf(cells: readonly string[]): ColumnStore {
  const builder = createColumn('x', { left: 10_000 });
  for (const cell of cells) builder.push(cell);
  return builder.finish();
}

function callOf(encoding: RegisteredEncoding, cells: readonly string[] = CELLS[encoding.takes], target = TARGET): FitCall {
  const config = parseParams(encoding.params, {}, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return { column: columnOf(cells), train: TRAIN, target, config: config.value };
}

function rowsOf(encoding: RegisteredEncoding, stored: TableColumnEncoding, column: ColumnStore): number[][] {
  const width = encoding.width(stored);
  const write = encoding.writer(stored, column);
  return Array.from({ length: column.rows }, (_, row) => {
    const inputs = new Float32Array(width);
    write(inputs, row, 0);
    return [...inputs];
  });
}

describe.each(columnEncodings.all)('the column encoding $id', encoding => {
  const call = callOf(encoding);
  const stored = encoding.fit(call)!;

  it('gives finite inputs of the stated width for every cell: seen, unseen, missing', () => {
    for (const inputs of rowsOf(encoding, stored, call.column)) {
      expect(inputs).toHaveLength(encoding.width(stored));
      expect(inputs.every(Number.isFinite)).toBe(true);
    }
  });

  it('writes within its own width alone', () => {
    const width = encoding.width(stored);
    const write = encoding.writer(stored, call.column);
    for (let row = 0; row < call.column.rows; row++) {
      const inputs = new Float32Array(width + 2).fill(7);
      inputs.fill(0, 1, width + 1);
      write(inputs, row, 1);
      expect([inputs[0], inputs[width + 1]]).toEqual([7, 7]);
    }
  });

  it('is fitted on the training rows alone', () => {
    const others =
      encoding.takes === 'number' ? ['1e9', '8', '-1e9'] : encoding.takes === 'date' ? ['1999-01-01', '', '2050-05-05'] : ['zz', '', 'a'];
    const changed = callOf(encoding, [...CELLS[encoding.takes].slice(0, 5), ...others], {
      ...TARGET,
      values: Float32Array.of(1, 2, 3, 4, 5, -6, 0, 9),
    } as ImportedTarget);
    expect(encoding.fit(changed)).toEqual(stored);
  });

  it('says nothing of a column that is constant over the training rows', () => {
    const cells: readonly string[] = CELLS[encoding.takes];
    expect(encoding.fit(callOf(encoding, [...Array<string>(5).fill(cells[0]!), ...cells.slice(5)]))).toBeNull();
  });

  it('is all in what it stores: read back from JSON it gives the same inputs', () => {
    const copy = JSON.parse(JSON.stringify(stored)) as TableColumnEncoding;
    expect(isStoredEncoding({ ...copy })).toBe(true);
    expect(encodingOf(copy)).toBe(encoding);
    expect(rowsOf(encoding, copy, columnOf(CELLS[encoding.takes]))).toEqual(rowsOf(encoding, stored, call.column));
  });

  it('refuses a stored form that lacks anything', () => {
    for (const key of Object.keys(stored)) {
      if (key === 'indicator') continue;
      const { [key]: _, ...rest } = { ...stored } as Record<string, unknown>;
      expect(isStoredEncoding(rest), key).toBe(false);
    }
    expect(isStoredEncoding({ ...stored, kind: 'other' })).toBe(false);
  });

  it('tells a cell from its inputs', () => {
    const decoded = rowsOf(encoding, stored, call.column).map(inputs => encoding.decode(stored, Float32Array.from(inputs)));
    for (const cell of decoded) expect(typeof cell === 'string' || Number.isFinite(cell)).toBe(true);
    if (encoding.takes === 'number') expect(decoded.slice(0, 2)).toEqual([1, 5]);
    if (encoding.takes === 'date') expect(String(decoded[1]).slice(0, 10)).toBe('2024-02-03');
  });
});
