import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBitReader, createBitWriter } from '../../../../src-main/engine/formats/sparse/bit-stream.ts';
import { decodeSparse, encodeSparse, type SparseTensor } from '../../../../src-main/engine/formats/sparse/coded-tensor.ts';
import { codeLengths, symbolReader, writeSymbols } from '../../../../src-main/engine/formats/sparse/huffman.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

/** Bits, because NaN payloads and −0 are equal to others as numbers. */
function bitsOf({ values, mask }: SparseTensor): readonly (readonly number[] | null)[] {
  return [[...new Uint32Array(values.buffer, values.byteOffset, values.length)], mask === null ? null : [...mask]];
}

function roundTrip(tensor: SparseTensor): Uint8Array {
  const bytes = encodeSparse(tensor);
  expect(bytes).not.toBeNull();
  expect(bitsOf(decodeSparse(bytes!, tensor.values.length))).toEqual(bitsOf(tensor));
  expect(encodeSparse(structuredClone(tensor))).toEqual(bytes);
  return bytes!;
}

/** With the bits of the values where the mask keeps, +0 elsewhere. */
function masked(bits: readonly number[], kept: readonly boolean[]): SparseTensor {
  const mask = Uint8Array.from(bits, (_, i) => Number(kept[i] ?? false));
  const words = Uint32Array.from(bits, (word, i) => (mask[i] === 1 ? word : 0));
  return { values: new Float32Array(words.buffer), mask };
}

const anyBits = fc.array(fc.nat({ max: 0xffffffff }), { maxLength: 300 });
/** −0, infinities, NaNs with a payload quiet and signalling, the least number, and a few that occur again and again. */
const oddBits = fc.array(fc.constantFrom(0, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00001, 0x7f800123, 0xffffffff, 1, 0x3f800000), {
  maxLength: 600,
});

describe('a coded tensor reads back bit for bit', () => {
  it('whatever its numbers, masked or not', () => {
    fc.assert(
      fc.property(fc.oneof(anyBits, oddBits), fc.array(fc.boolean(), { maxLength: 600 }), (bits, kept) => {
        roundTrip(masked(bits, kept));
        roundTrip({ values: new Float32Array(Uint32Array.from(bits).buffer), mask: null });
      }),
      { numRuns: 300 },
    );
  });

  it('however far its weights lie apart', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1200 }), { maxLength: 8 }), fc.nat(1200), (gaps, tail) => {
        const kept = [
          ...gaps.flatMap(gap => [...Array.from({ length: gap }, () => false), true]),
          ...Array.from({ length: tail }, () => false),
        ];
        roundTrip(
          masked(
            kept.map((_, i) => 0x3f800000 + i),
            kept,
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['empty', new Float32Array(0), null],
    ['empty with a mask', new Float32Array(0), new Uint8Array(0)],
    ['all zero', new Float32Array(1000), null],
    ['all pruned', new Float32Array(1000), new Uint8Array(1000)],
    ['all equal', new Float32Array(1000).fill(0.1), null],
    ['all kept', new Float32Array(1000).fill(0.1), new Uint8Array(1000).fill(1)],
    ['one number', Float32Array.of(-2.5), null],
    ['one number, kept', Float32Array.of(-2.5), Uint8Array.of(1)],
  ])('%s', (_title, values, mask) => {
    roundTrip({ values, mask });
  });

  it('as a view in the middle of other numbers', () => {
    const all = Float32Array.from({ length: 100 }, (_, i) => i / 7);
    roundTrip({ values: all.subarray(13, 57), mask: null });
  });
});

it('a pruned weight that is not +0 has no code', () => {
  expect(encodeSparse({ values: Float32Array.of(-0, 1), mask: Uint8Array.of(0, 1) })).toBeNull();
  expect(encodeSparse({ values: Float32Array.of(0.5, 1), mask: Uint8Array.of(0, 1) })).toBeNull();
});

describe('the size of a coded tensor', () => {
  const random = createRandom(2);
  const mask = Uint8Array.from({ length: 50_000 }, () => Number(random.next() < 0.08));
  const kept = mask.reduce((sum, bit) => sum + bit, 0);

  it('comes within 4 % and two tables of what Shannon allows for the positions', () => {
    const values = Float32Array.from(mask);
    const p = kept / mask.length;
    const least = (-mask.length * (p * Math.log2(p) + (1 - p) * Math.log2(1 - p))) / 8;
    // A codebook of one: a bit for each weight.
    const bytes = roundTrip({ values, mask }).length - kept / 8;
    expect(bytes).toBeGreaterThan(least);
    expect(bytes).toBeLessThan(1.04 * least + 256);
  });

  it('is five bits a weight and less where weights share 32 values', () => {
    const values = Float32Array.from(mask, bit => (bit === 1 ? Math.fround(1 + Math.floor(random.next() * 32) / 10) : 0));
    const positions = roundTrip({ values: Float32Array.from(mask), mask }).length - kept / 8;
    expect(roundTrip({ values, mask }).length).toBeLessThan(positions + (5.05 * kept) / 8 + 32 * 4 + 32);
  });

  it('is never so small that a few bytes could ask for all memory', () => {
    expect(roundTrip({ values: new Float32Array(25_600), mask: new Uint8Array(25_600) })).toHaveLength(100);
    expect(() => decodeSparse(new Uint8Array(9), 25_600)).toThrow('25600 numbers take 100 bytes at least, got 9');
  });
});

describe('bytes from outside', () => {
  const random = createRandom(4);
  const tensor = masked(
    Array.from({ length: 400 }, () => 0x3f000000 + Math.floor(random.next() * 8) * 4096),
    Array.from({ length: 400 }, () => random.next() < 0.3),
  );
  const bytes = roundTrip(tensor);

  it('are refused when cut off, at every length', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSparse(bytes.slice(0, length), 400)).toThrow(AppFailure);
    }
  });

  it('are refused as invalid input, or are another tensor of that size, however they were altered', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = bytes.slice();
        altered[at]! ^= change;
        expectRefusedOrWhole(altered, 400);
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused as invalid input, or are a tensor, when they are noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(5000), (noise, length) => expectRefusedOrWhole(noise, length)),
      { numRuns: 2000 },
    );
  });
});

function expectRefusedOrWhole(bytes: Uint8Array, length: number): void {
  try {
    const { values, mask } = decodeSparse(bytes, length);
    expect(values).toHaveLength(length);
    expect(mask === null || mask.length === length).toBe(true);
  } catch (thrown) {
    expect(thrown instanceof AppFailure ? thrown.error.code : thrown).toBe('invalid-input');
  }
}

describe('Huffman codes', () => {
  it('are the best prefix code: 5, 2, 1, 1 take 1, 2, 3, 3 bits', () => {
    expect([...codeLengths(Uint32Array.of(5, 2, 0, 1, 1))]).toEqual([1, 2, 0, 3, 3]);
  });

  it('are never longer than 15 bits, and fill the tree', () => {
    // Fibonacci's numbers make the deepest tree there is: 30 of them would take 29 bits.
    const counts = new Uint32Array(30).fill(1);
    for (let i = 2; i < 30; i++) counts[i] = counts[i - 1]! + counts[i - 2]!;
    const lengths = codeLengths(counts);
    expect(Math.max(...lengths)).toBe(15);
    expect(lengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
  });

  it('of any alphabet read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4096 }), fc.array(fc.nat(0xffff), { maxLength: 400 }), (alphabet, raw) => {
        const values = Uint16Array.from(raw, value => value % alphabet);
        const writer = createBitWriter();
        writeSymbols(writer, { values, alphabet });
        const reader = createBitReader(writer.bytes());
        if (values.length > 0) {
          const next = symbolReader(reader, alphabet);
          expect(Uint16Array.from(values, () => next())).toEqual(values);
        }
        reader.end();
      }),
      { numRuns: 200 },
    );
  });

  it('with lengths that leave bits without a meaning are refused', () => {
    const writer = createBitWriter();
    writer.write(2, 9);
    writer.write(2, 4);
    writer.write(2, 4);
    expect(() => symbolReader(createBitReader(writer.bytes()), 256)).toThrow('must fill 32768 places, these fill 16384');
  });
});
