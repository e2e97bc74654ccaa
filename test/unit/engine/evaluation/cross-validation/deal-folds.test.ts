import { describe, expect, it } from 'vitest';
import { dealFolds } from '../../../../../src-main/engine/evaluation/cross-validation/deal-folds.ts';
import { decodeFolds, encodeFolds } from '../../../../../src-main/engine/evaluation/cross-validation/folds-file.ts';
import {
  decodeOutOfFold,
  encodeOutOfFold,
  gatherAnswers,
} from '../../../../../src-main/engine/evaluation/cross-validation/predictions-file.ts';
import { spreadOfFolds } from '../../../../../src-main/engine/evaluation/cross-validation/fold-spread.ts';
import { foldData } from '../../../../support/fold-data.ts';
import { sha256Of } from '../../../../support/memory-files.ts';

const shuffled = { kind: 'shuffled', k: 4, repeats: 2, stratify: true, seed: 5 };

describe('folds of a data set', () => {
  it('take the training part alone, or with validation; never the test part', async () => {
    const { data } = await foldData({ rows: 90 });
    const train = dealFolds(data, { folds: shuffled, of: 'train' });
    const both = dealFolds(data, { folds: shuffled, of: 'train+validation' });
    expect([...train.items]).toEqual([...data.itemsOf('train')]);
    expect(both.items.length).toBe(data.count('train') + data.count('validation'));
    const test = new Set(data.itemsOf('test'));
    for (const { trained, heldOut } of both.list) expect([...trained, ...heldOut].some(item => test.has(item))).toBe(false);
  });

  it('leave every member all items but those it is judged on', async () => {
    const { data } = await foldData({ rows: 90 });
    const { list, items } = dealFolds(data, { folds: shuffled, of: 'train' });
    expect(list.map(({ repeat, fold }) => [repeat, fold])).toEqual([0, 1].flatMap(r => [0, 1, 2, 3].map(f => [r, f])));
    for (const { trained, heldOut } of list) expect([...trained, ...heldOut].sort((a, b) => a - b)).toEqual([...items]);
    expect(list[0]!.heldOut).not.toEqual(list[4]!.heldOut);
  });

  it('keep people together when the data set says who is who, and say so when it does not', async () => {
    const { data } = await foldData({ rows: 90, splits: { groupBy: 'person' } });
    const { list } = dealFolds(data, { folds: { kind: 'grouped', k: 3, repeats: 1, stratify: true, seed: 1 }, of: 'train' });
    const people = (items: Uint32Array): ReadonlySet<number> => new Set([...items].map(item => data.groups!.of[item]!));
    for (const { trained, heldOut } of list) expect([...people(heldOut)].some(person => people(trained).has(person))).toBe(false);
    const without = await foldData({ rows: 90 });
    expect(() => dealFolds(without.data, { folds: { kind: 'leave-one-group-out' }, of: 'train' })).toThrow(/groupBy|with groups/);
  });

  it('warn of a class that a fold can not teach, or not judge', async () => {
    const { data } = await foldData({ rows: 24 });
    const { warnings } = dealFolds(data, { folds: { ...shuffled, k: 7, repeats: 1 }, of: 'train' });
    expect(warnings.some(warning => /holds out no item of class.*'c'/.test(warning))).toBe(true);
    const sorted = dealFolds(data, { folds: { kind: 'time-ordered', k: 5 }, of: 'train' });
    expect(sorted.warnings.length).toBeGreaterThan(0);
  });
});

describe('the file of folds', () => {
  it('is read back as it was written, the growing window of time too', async () => {
    const { data, hash } = await foldData({ rows: 90 });
    for (const folds of [shuffled, { kind: 'time-ordered', k: 3 }]) {
      const { warnings: _warnings, ...dealt } = dealFolds(data, { folds, of: 'train' });
      expect(decodeFolds(encodeFolds(hash, dealt))).toEqual({ data: hash, folds: dealt });
    }
  });

  it('has one hash for equal folds, and another for every other dealing, of other data too', async () => {
    const { data, hash } = await foldData({ rows: 90 });
    const hashOf = (folds: typeof shuffled, of = hash): string => sha256Of(encodeFolds(of, dealFolds(data, { folds, of: 'train' })));
    expect(hashOf(shuffled)).toBe(hashOf({ ...shuffled }));
    const others = [hashOf(shuffled), hashOf({ ...shuffled, seed: 6 }), hashOf({ ...shuffled, k: 5 }), hashOf(shuffled, '0'.repeat(64))];
    expect(new Set(others).size).toBe(4);
  });
});

describe('out-of-fold answers', () => {
  it('stand with their items, round by round, and survive the file', () => {
    const items = Uint32Array.of(3, 5, 9);
    const answered = [
      { fold: { repeat: 0, heldOut: Uint32Array.of(5) }, answers: Float32Array.of(1, 2) },
      { fold: { repeat: 0, heldOut: Uint32Array.of(3, 9) }, answers: Float32Array.of(3, 4, 5, 6) },
      { fold: { repeat: 1, heldOut: Uint32Array.of(3, 5, 9) }, answers: Float32Array.of(10, 11, 12, 13, 14, 15) },
    ];
    const outputs = gatherAnswers({ items, repeats: 2 }, answered, 2);
    expect([...outputs]).toEqual([3, 4, 1, 2, 5, 6, 10, 11, 12, 13, 14, 15]);
    const stored = { data: 'd', folds: 'f', task: 'classes', width: 2, items, repeats: 2, outputs } as const;
    expect(decodeOutOfFold(encodeOutOfFold(stored))).toEqual(stored);
  });
});

describe('figures over folds', () => {
  it('are the mean, the sample deviation, and an error that further rounds do not shrink', () => {
    const members = [1, 3, 1, 3].map(error => ({ metrics: { error } }));
    const { error } = spreadOfFolds(members, 2);
    expect(error).toMatchObject({ mean: 2, folds: 4 });
    expect(error!.deviation).toBeCloseTo(Math.sqrt(4 / 3), 12);
    expect(error!.standardError).toBeCloseTo(Math.sqrt(4 / 3) / Math.sqrt(2), 12);
  });

  it('leave out folds in which a figure is not defined', () => {
    expect(spreadOfFolds([{ metrics: { rocAuc: 0.5, error: 0 } }, { metrics: { error: 1 } }], 2)['rocAuc']).toEqual({
      mean: 0.5,
      deviation: 0,
      standardError: 0,
      folds: 1,
    });
  });
});
