import type { HostArray } from '../compiler.ts';

/** Shorter rows are copied number by number: a view of each would cost more. */
const VIEWED_WIDTH = 64;

/** Copies the rows of these numbers, one behind the other; into an array of another kind as the same numbers there. */
type CopyRows = (rows: HostArray, numbers: Uint32Array) => void;

/** For rows of `width` numbers of `values`. */
export function rowCopier(values: HostArray, width: number): CopyRows {
  if (width >= VIEWED_WIDTH) return viewCopier(values, width);
  // Words are words, whatever they mean: a loop that meets several kinds of arrays takes several times as long.
  const copierInto = (rows: HostArray) =>
    values.BYTES_PER_ELEMENT === 4 && rows.constructor === values.constructor ? copyWords : copyNumbers;
  return (rows, numbers) => copierInto(rows)(values, rows, { width, numbers });
}

interface RowsToCopy {
  readonly width: number;
  readonly numbers: Uint32Array;
}

function copyWords(values: HostArray, rows: HostArray, { width, numbers }: RowsToCopy): void {
  const [from, to] = [wordsOf(values), wordsOf(rows)];
  for (let i = 0, at = 0; i < numbers.length; i++) {
    const start = numbers[i]! * width;
    for (let j = start; j < start + width; j++) to[at++] = from[j]!;
  }
}

function wordsOf({ buffer, byteOffset, length }: HostArray): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** The same loop, for the reason above. */
function copyNumbers(from: HostArray, to: HostArray, { width, numbers }: RowsToCopy): void {
  for (let i = 0, at = 0; i < numbers.length; i++) {
    const start = numbers[i]! * width;
    for (let j = start; j < start + width; j++) to[at++] = from[j]!;
  }
}

function viewCopier(values: HostArray, width: number): CopyRows {
  return (rows, numbers) => {
    for (let i = 0; i < numbers.length; i++) {
      const start = numbers[i]! * width;
      rows.set(values.subarray(start, start + width), i * width);
    }
  };
}
