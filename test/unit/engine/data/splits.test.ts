import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestRemainder, makeSplits, type SplitInput, type Splits } from '../../../../src-main/engine/data/splits.ts';
import { SPLITS } from '../../../../src-shared/domain/dataset.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';

const request = { validation: 0.1, stratify: true, seed: 1 } as const;
const sizes = (splits: Splits) => SPLITS.map(split => splits[split].length);
const base: SplitInput = { items: 100, classOf: null, ownTest: null, request };

const anyInput = fc
  .record({
    classOf: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 10, maxLength: 200 }),
    stratify: fc.boolean(),
    seed: fc.nat(),
    own: fc.boolean(),
  })
  .chain(({ classOf, ...rest }) => {
    const pool = rest.own ? classOf.length - 3 : classOf.length;
    return fc.record({
      input: fc.constant({ classOf, ...rest }),
      validation: fc.integer({ min: 1, max: Math.floor(pool / 3) }),
      test: fc.integer({ min: 1, max: rest.own ? 3 : Math.floor(pool / 3) }),
    });
  });

function inputOf({
  input,
  validation,
  test,
}: {
  input: { classOf: number[]; stratify: boolean; seed: number; own: boolean };
  validation: number;
  test: number;
}): SplitInput {
  const items = input.classOf.length;
  const ownTest = input.own ? Uint32Array.of(items - 3, items - 2, items - 1) : null;
  return { items, classOf: input.classOf, ownTest, request: { validation, test, stratify: input.stratify, seed: input.seed } };
}

describe('makeSplits', () => {
  it('gives what was asked for, without an item twice, ascending, and the rest to training', () => {
    fc.assert(
      fc.property(anyInput, drawn => {
        const input = inputOf(drawn);
        const splits = makeSplits(input);
        const all = SPLITS.flatMap(split => [...splits[split]]);
        expect(new Set(all).size).toBe(all.length);
        expect(splits.validation).toHaveLength(drawn.validation);
        expect(splits.test).toHaveLength(drawn.test);
        expect(splits.train).toHaveLength(input.items - drawn.validation - (input.ownTest?.length ?? drawn.test));
        for (const split of SPLITS) expect([...splits[split]]).toEqual([...splits[split]].sort((a, b) => a - b));
        expect(all.every(item => item < input.items)).toBe(true);
      }),
    );
  });

  it('keeps the shares of the classes to within one item in what is drawn first', () => {
    fc.assert(
      fc.property(anyInput, drawn => {
        const input = inputOf({ ...drawn, input: { ...drawn.input, stratify: true, own: false }, test: 1 + (drawn.test % 3) });
        const { test } = makeSplits(input);
        const classOf = drawn.input.classOf;
        for (const c of new Set(classOf)) {
          const exact = (test.length * classOf.filter(k => k === c).length) / classOf.length;
          expect(Math.abs([...test].filter(item => classOf[item] === c).length - exact)).toBeLessThan(1);
        }
      }),
    );
  });

  it('never lets the own test part into training', () => {
    const ownTest = Uint32Array.from({ length: 20 }, (_, i) => i);
    const splits = makeSplits({ ...base, ownTest });
    expect([...splits.test]).toEqual([...ownTest]);
    expect([...splits.train, ...splits.validation].every(item => item >= 20)).toBe(true);
    // 0.1 of the other 80.
    expect(sizes(splits)).toEqual([72, 8, 20]);
  });

  it('takes 15 % for a test part that the source lacks, and counts and shares mixed', () => {
    expect(sizes(makeSplits(base))).toEqual([75, 10, 15]);
    expect(sizes(makeSplits({ ...base, request: { ...request, train: 30, validation: 0.2, test: 0 } }))).toEqual([30, 20, 0]);
    expect(sizes(makeSplits({ ...base, request: { ...request, train: 0.7, validation: 0.15, test: 0.15 } }))).toEqual([70, 15, 15]);
  });

  it('is decided by the seed alone', () => {
    const draw = (seed: number) => [...makeSplits({ ...base, request: { ...request, seed } }).validation];
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('puts ten of each of ten classes of hundred into 100 drawn items', () => {
    const classOf = Uint8Array.from({ length: 1000 }, (_, i) => i % 10);
    const { validation } = makeSplits({ items: 1000, classOf, ownTest: null, request: { ...request, validation: 100 } });
    for (let c = 0; c < 10; c++) expect([...validation].filter(item => classOf[item] === c)).toHaveLength(10);
  });

  it.each([
    [
      'more items than there are',
      { train: 60, validation: 30, test: 20 },
      /at most the 100 items.*train 60 \+ validation 30 \+ test 20 asks for 110/,
    ],
    ['nothing left to train on', { validation: 60, test: 40 }, /train split must have at least one item, but nothing is left/],
    ['half an item', { validation: 2.5 }, /whole number of items is required, got 2.5/],
    ['a share that is no item', { validation: 0.001 }, /0.001 of 100 items is less than one/],
    ['no training items', { train: 0.001, validation: 0.5 }, /train split must have at least one item/],
  ])('refuses %s', (_, wanted, message) => {
    const attempt = () => makeSplits({ ...base, request: { ...request, ...wanted } });
    expect(attempt).toThrow(AppFailure);
    expect(attempt).toThrow(message);
  });
});

describe('largestRemainder', () => {
  it('rounds up the largest fractions, ties in order', () => {
    expect(largestRemainder([1.2, 2.7, 0.6, 0.5])).toEqual([1, 3, 1, 0]);
    expect(largestRemainder([1.5, 1.5])).toEqual([2, 1]);
  });
});
