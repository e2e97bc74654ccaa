import type { TableColumnEncoding } from '../../../../src-shared/domain/dataset.ts';
import { encodingOf } from './encodings/index.ts';

/**
 * A row as it stood in the source, from its inputs, as near as they tell: numbers in their own unit (a missing one is what it
 * became), a category by its name, empty where none of the known ones was there.
 */
export function decodeRow(columns: readonly TableColumnEncoding[], inputs: Float32Array): readonly (number | string)[] {
  let offset = 0;
  return columns.map(stored => {
    const encoding = encodingOf(stored);
    const from = offset;
    offset += encoding.width(stored);
    return encoding.decode(stored, inputs.subarray(from, offset));
  });
}
