import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdx } from '../../../../src-main/engine/data/idx.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { idxBytes, idxImages } from '../../../support/idx.ts';

const parse = (bytes: Uint8Array, axes: readonly number[] = [3, 4]) => parseIdx(bytes, 'some-idx3-ubyte', axes);

it('reads sizes and bytes, also from the middle of a larger buffer', () => {
  const bytes = idxImages([7, 9], 1, 2);
  const within = new Uint8Array(bytes.length + 3);
  within.set(bytes, 3);
  for (const file of [bytes, within.subarray(3)]) {
    expect(parse(file).shape).toEqual([2, 1, 2]);
    expect([...parse(file).values]).toEqual([7, 7, 9, 9]);
  }
});

describe('a file that lies', () => {
  it.each([
    ['has two bytes', new Uint8Array(2), /starts with 4 bytes.*has 2 bytes/],
    ['starts otherwise', Uint8Array.of(0x1f, 0x8b, 8, 3, 0, 0), /starts with 0x1f 0x8b 0x08 0x03/],
    ['holds floats', idxBytes([1, 1, 1], [0], 0x0d), /type 0x08.*has type 0x0d/],
    ['has other axes', idxBytes([4], [1, 2, 3, 4]), /3 or 4 axes is required, but this one has 1/],
    ['ends in its header', idxBytes([1, 1, 1], [0]).subarray(0, 13), /header needs 16 bytes, but the file has 13/],
    ['claims 2^31 images', idxBytes([2 ** 31, 28, 28], [0]), /at most 2147483648 bytes, but its header claims 2147483648 × 28 × 28/],
    ['claims sizes whose product leaves the numbers', idxBytes([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [0]), /at most 2147483648 bytes/],
    ['is cut off', idxImages([1, 2]).subarray(0, 20), /of 2 × 2 × 3 elements has 28 bytes, but this one has 20/],
    ['goes on', Uint8Array.of(...idxImages([1]), 0), /has 22 bytes, but this one has 23/],
    ['has no items', idxBytes([0, 28, 28], []), /at least one entry, but this one is 0 × 28 × 28/],
  ])('is refused when it %s, with its name', (_, bytes, message) => {
    expect(() => parse(bytes)).toThrow(message);
    expect(() => parse(bytes)).toThrow(AppFailure);
  });

  it('is refused or read, whatever its bytes: never anything but a clear answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        const hostile = Uint8Array.of(0, 0, 8, 3, ...bytes);
        try {
          const { shape, values } = parse(hostile);
          expect(values.length).toBe(shape.reduce((product, n) => product * n, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(AppFailure);
        }
      }),
    );
  });
});
