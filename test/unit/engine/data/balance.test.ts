import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../../../src-main/engine/data/balance.ts';
import { createDuplicateFinder } from '../../../../src-main/engine/data/item-duplicates.ts';
import { decodeRow } from '../../../../src-main/engine/data/table/decode-row.ts';

const items = (...numbers: number[]): Uint32Array => Uint32Array.from(numbers);

describe('the balance of a data set', () => {
  it('counts each class in each split, absent ones as none', () => {
    const balance = balanceOf(
      { task: 'classes', classes: ['a', 'b', 'c'] },
      Uint8Array.of(0, 1, 1, 0, 2),
      new Map([
        ['train', items(0, 1, 2)],
        ['test', items(4)],
      ]),
    );
    expect(balance).toEqual({
      kind: 'classes',
      classes: ['a', 'b', 'c'],
      splits: [
        { split: 'train', items: 3, counts: [1, 2, 0] },
        { split: 'test', items: 1, counts: [0, 0, 1] },
      ],
    });
  });

  it('puts values into bins of one width, the greatest into the last', () => {
    const balance = balanceOf({ task: 'values', classes: [] }, Float32Array.of(-12, 0, 12, 99), new Map([['train', items(0, 1, 2)]]));
    expect(balance).toMatchObject({ kind: 'values', low: -12, high: 12 });
    const { counts } = balance.splits[0]!;
    expect([counts.length, counts[0], counts[12], counts[23], counts.reduce((a, b) => a + b)]).toEqual([24, 1, 1, 1, 3]);
  });

  it('has one bin where all values are one', () => {
    const { splits } = balanceOf({ task: 'values', classes: [] }, Float32Array.of(5, 5), new Map([['test', items(0, 1)]]));
    expect(splits[0]!.counts[0]).toBe(2);
  });
});

describe('duplicates', () => {
  /** Items 0-2 train, 3-4 validation, 5-6 test, 7 in none. */
  const splitOf = Uint8Array.of(1, 1, 1, 2, 2, 3, 3, 0);

  function found(digests: string, labels = '00000000') {
    const finder = createDuplicateFinder({ splitOf, labelOf: item => labels[item]! });
    for (const digest of digests) finder.add(digest);
    return finder.report();
  }

  it('are none where all items differ', () => {
    expect(found('abcdefgh')).toEqual({ items: 8, groups: 0, duplicated: 0, across: [], conflicting: 0, examples: [] });
  });

  it('count, per pair of splits, the items of the later one that stand in the earlier one too', () => {
    // a: items 0 (train), 5 and 6 (test); b: 1 and 2 (train); c: 3 (validation), 4 (validation), 7 (none).
    const report = found('abbccaac');
    expect(report).toMatchObject({ groups: 3, duplicated: 8, across: [{ from: 'train', to: 'test', items: 2 }], conflicting: 0 });
    expect(report.examples[0]).toEqual([
      { item: 0, split: 'train', label: '0' },
      { item: 5, split: 'test', label: '0' },
      { item: 6, split: 'test', label: '0' },
    ]);
  });

  it('conflict where equal items have different answers', () => {
    expect(found('aabbcdef', '01000000').conflicting).toBe(1);
  });
});

describe('a row of a table', () => {
  const columns = [
    { column: 'age', kind: 'number' as const, mean: 40, deviation: 10, missing: 40 },
    { column: 'town', kind: 'category' as const, values: ['Bonn', 'Ulm'] },
    { column: 'size', kind: 'number' as const, mean: 0.5, deviation: 0.25, missing: 0.5 },
  ];

  it('reads as it stood in the source', () => {
    expect(decodeRow(columns, Float32Array.of(-1.5, 0, 1, 2))).toEqual([25, 'Ulm', 1]);
  });

  it('has an empty place where a category was not known in training', () => {
    expect(decodeRow(columns, Float32Array.of(0, 0, 0, 0))).toEqual([40, '', 0.5]);
  });
});
