import { expect, it } from 'vitest';
import { shareFolds } from '../../../../../src-renderer/features/fusion/share-folds.ts';
import { obstacleOf } from '../../../../../src-renderer/features/fusion/obstacles.ts';
import type { DataRow, ModelRow } from '../../../../../src-shared/contracts/views.ts';

interface Facts {
  readonly id?: string;
  readonly classes?: readonly string[];
  readonly task?: string;
  readonly data?: string;
  readonly file?: string;
  readonly fittedOn?: string;
  readonly foldsOf?: string;
}

/** A row with what an obstacle can depend on. */
function model({ id = 'x', classes = ['a', 'b'], task = 'classes', data = 'd1', file = id, fittedOn, foldsOf }: Facts = {}): ModelRow {
  const fusion = fittedOn === undefined ? {} : { fusion: { fittedOn: { split: fittedOn } } };
  const crossValidation = foldsOf === undefined ? {} : { crossValidation: { folds: { of: foldsOf } } };
  const output = { kind: 'model', data: { hash: data }, file: { hash: file }, summary: { task, classes, ...fusion }, ...crossValidation };
  return { id, name: id, dataName: data, output } as unknown as ModelRow;
}

const data = (hash: string, validation: number | undefined): DataRow =>
  ({
    output: { manifest: { hash }, summary: { splits: { train: 10, ...(validation === undefined ? {} : { validation }) } } },
  }) as unknown as DataRow;

const sets = [data('d1', 5), data('d2', 5), data('bare', undefined)];
const chosen = [model({ id: 'first' })];

it('lets any model be the first that validation items can judge', () => {
  expect(obstacleOf(model(), [], sets)).toBeNull();
  expect(obstacleOf(model({ data: 'bare' }), [], sets)).toEqual({ kind: 'no-validation' });
  expect(obstacleOf(model({ fittedOn: 'validation' }), [], sets)).toEqual({ kind: 'saw-validation' });
  expect(obstacleOf(model({ foldsOf: 'train+validation' }), [], sets)).toEqual({ kind: 'saw-validation' });
  expect(obstacleOf(model({ foldsOf: 'train' }), [], sets)).toBeNull();
  expect(obstacleOf(model({ fittedOn: 'out-of-fold' }), [], sets)).toBeNull();
});

it('says what keeps a model from joining the members', () => {
  const obstacle = (facts: Facts) => obstacleOf(model(facts), chosen, sets);
  expect(obstacle({})).toBeNull();
  expect(obstacle({ classes: ['b', 'a'] })).toBeNull();
  expect(obstacle({ task: 'values' })).toEqual({ kind: 'other-task' });
  expect(obstacle({ classes: ['a'] })).toEqual({ kind: 'other-classes', missing: ['b'] });
  expect(obstacle({ classes: ['a', 'b', 'c'] })).toEqual({ kind: 'other-classes', missing: [] });
  expect(obstacle({ data: 'd2' })).toEqual({ kind: 'other-data', data: 'd2', wanted: 'd1' });
  expect(obstacle({ file: 'first' })).toEqual({ kind: 'same-weights', name: 'first' });
  expect(obstacleOf(model(), new Array<ModelRow>(64).fill(chosen[0]!), sets)).toEqual({ kind: 'full', most: 64 });
});

it('offers a stack to members with the very same folds only', () => {
  const folded = (hash: string): ModelRow => ({ output: { crossValidation: { folds: { file: { hash } } } } }) as unknown as ModelRow;
  expect(shareFolds([folded('f'), folded('f')])).toBe(true);
  expect(shareFolds([folded('f'), folded('g')])).toBe(false);
  expect(shareFolds([folded('f'), model()])).toBe(false);
  expect(shareFolds([model(), model()])).toBe(false);
  expect(shareFolds([folded('f')])).toBe(false);
});
