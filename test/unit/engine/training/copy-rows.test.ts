import { describe, expect, it } from 'vitest';
import { rowCopier } from '../../../../src-main/engine/training/copy-rows.ts';

const ROWS = 5;
const NUMBERS = Uint32Array.of(4, 0, 4, 2);

describe.each([3, 200])('rows of %s numbers', width => {
  const numberAt = (row: number, column: number): number => (row * 7 + column) % 120;
  const filled = <A extends Float32Array | Int32Array | Uint8Array>(array: A): A => {
    for (let i = 0; i < array.length; i++) array[i] = numberAt(Math.floor(i / width), i % width);
    return array;
  };
  const expected = [...NUMBERS].flatMap(row => Array.from({ length: width }, (_, column) => numberAt(row, column)));

  it.each([
    ['float32 numbers', Float32Array, Float32Array],
    ['int32 numbers', Int32Array, Int32Array],
    ['bytes', Uint8Array, Uint8Array],
    ['bytes as float32 numbers', Uint8Array, Float32Array],
    ['int32 numbers as float32 numbers', Int32Array, Float32Array],
  ])('are copied one behind the other: %s', (_what, From, To) => {
    const rows = new To(NUMBERS.length * width);
    rowCopier(filled(new From(ROWS * width)), width)(rows, NUMBERS);
    expect([...rows]).toEqual(expected);
  });
});
