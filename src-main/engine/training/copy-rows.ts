import type { HostArray } from '../compiler.ts';

/** Shorter rows are copied number by number: a view of each would cost more. */
const VIEWED_WIDTH = 64;

/** Copies the rows of these numbers, one behind the other; into an array of another kind as the same numbers there. */
type CopyRows = (rows: HostArray, numbers: Uint32Array) => void;

/** For rows of `width` numbers of `values`. */
export function rowCopier(values: HostArray, width: number): CopyRows {
  const copyRest = width >= VIEWED_WIDTH ? viewCopier(values, width) : numberCopier(values, width);
  if (width === 1) return copyRest;
  return (rows, numbers) => {
    copyFirst(values, rows, { width, numbers });
    copyRest(rows, numbers);
  };
}

interface RowsToCopy {
  readonly width: number;
  readonly numbers: Uint32Array;
}

/**
 * The first number of every row before the rows: where the data are larger than what the processor keeps at hand, it then waits for the
 * memory of many rows at once, and not of one after the other.
 */
function copyFirst(values: HostArray, rows: HostArray, what: RowsToCopy): void {
  if (areWords(values, rows)) copyFirstNumbers(wordsOf(values), wordsOf(rows), what);
  else copyFirstBytes(values, rows, what);
}

function copyFirstNumbers(from: Int32Array, to: Int32Array, { width, numbers }: RowsToCopy): void {
  for (let i = 0; i < numbers.length; i++) to[i * width] = from[numbers[i]! * width]!;
}

/** The same loop, for a loop that meets several kinds of arrays takes several times as long. */
function copyFirstBytes(from: HostArray, to: HostArray, { width, numbers }: RowsToCopy): void {
  for (let i = 0; i < numbers.length; i++) to[i * width] = from[numbers[i]! * width]!;
}

/** Words are words, whatever they mean. */
function areWords(values: HostArray, rows: HostArray): boolean {
  return values.BYTES_PER_ELEMENT === 4 && rows.constructor === values.constructor;
}

function numberCopier(values: HostArray, width: number): CopyRows {
  return (rows, numbers) => {
    if (areWords(values, rows)) copyWords(wordsOf(values), wordsOf(rows), { width, numbers });
    else copyNumbers(values, rows, { width, numbers });
  };
}

function copyWords(from: Int32Array, to: Int32Array, { width, numbers }: RowsToCopy): void {
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
