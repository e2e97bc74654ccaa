import type { TableColumnEncoding } from '../../../../src-shared/domain/dataset.ts';

/** Inputs of one column. */
function widthOf(encoding: TableColumnEncoding): number {
  return encoding.kind === 'number' ? 1 : encoding.values.length;
}

/**
 * A row as it stood in the source, from its inputs: numbers in their own unit (a missing one is the mean it became), a
 * category by its name, empty where none of the known ones was there.
 */
export function decodeRow(columns: readonly TableColumnEncoding[], inputs: Float32Array): readonly (number | string)[] {
  let offset = 0;
  return columns.map(encoding => {
    const from = offset;
    offset += widthOf(encoding);
    if (encoding.kind === 'number') return Number((inputs[from]! * encoding.deviation + encoding.mean).toPrecision(6));
    return encoding.values[inputs.subarray(from, offset).findIndex(value => value > 0.5)] ?? '';
  });
}
