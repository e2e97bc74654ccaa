import { describe, expect, it } from 'vitest';
import { copyAhead } from '../../../../src-main/engine/training/copy-ahead.ts';
import type { Split } from '../../../../src-shared/domain/dataset.ts';

const ITEMS = 4000;
const WIDTH = 30;
const inputs = Float32Array.from({ length: ITEMS * WIDTH }, (_, i) => i);
const targets = Uint8Array.from({ length: ITEMS }, (_, i) => i % 7);
/** Of each split other items: the last ones first. */
const itemsOf = (split: Split): Uint32Array => Uint32Array.from({ length: ITEMS / 2 }, (_, i) => (split === 'train' ? ITEMS - 1 - i : i));

/** Counts how often the numbers of a split are asked for: once each time rows are copied. */
function source() {
  let copies = 0;
  const copied = copyAhead({ inputs: { values: inputs, width: WIDTH }, targets: { values: targets, width: 1 } }, split => {
    copies += 1;
    return itemsOf(split);
  });
  return { copied, copies: () => copies };
}

function expected(split: Split, positions: Uint32Array) {
  const numbers = [...positions].map(position => itemsOf(split)[position]!);
  return {
    inputs: Float32Array.from(numbers.flatMap(number => [...inputs.subarray(number * WIDTH, (number + 1) * WIDTH)])),
    targets: Uint8Array.from(numbers, number => targets[number]!),
  };
}

const places = (count: number, factor: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => (i * factor) % (ITEMS / 2));

describe('rows that are copied ahead', () => {
  it('are those asked for, batch by batch, and copied for many batches at once', () => {
    const { copied, copies } = source();
    const order = places(1990, 17);
    for (let at = 0; at < order.length; at += 64) {
      const [positions, following] = [order.subarray(at, at + 64), order.subarray(at + 64)];
      expect(copied('train', { positions, following })).toEqual(expected('train', positions));
    }
    // 64 rows of 121 bytes are 7.7 kB, of which 33 are within 256 KiB: an epoch of 32 batches is copied once.
    expect(copies()).toBe(1);
  });

  it('are copied anew where the next batch is not the one foretold, or of another split', () => {
    const { copied, copies } = source();
    const order = places(512, 17);
    const first = { positions: order.subarray(0, 64), following: order.subarray(64) };
    copied('train', first);
    for (const [split, positions] of [
      ['train', order.subarray(65, 129)],
      ['train', order.subarray(64, 128)],
      ['validation', order.subarray(128, 192)],
      ['train', order.subarray(0, 3)],
    ] as const)
      expect(copied(split, { positions })).toEqual(expected(split, positions));
    expect(copies()).toBe(5);
  });

  it('are but one batch where a batch is large, and nothing of nothing', () => {
    const { copied, copies } = source();
    const positions = places(1500, 7);
    const following = places(1500, 3);
    expect(copied('train', { positions, following })).toEqual(expected('train', positions));
    expect(copied('train', { positions: following })).toEqual(expected('train', following));
    expect(copies()).toBe(2);
    expect(copied('train', { positions: new Uint32Array(0) })).toEqual({ inputs: new Float32Array(0), targets: new Uint8Array(0) });
  });
});
