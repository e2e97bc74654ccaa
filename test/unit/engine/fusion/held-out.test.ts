import { describe, expect, it } from 'vitest';
import {
  assertHeldOut,
  heldOutMapped,
  heldOutOf,
  heldOutPredictions,
  type HeldOutPredictions,
  type MemberPredictions,
  type PredictionPart,
} from '../../../../src-main/engine/fusion/held-out.ts';

function part(items: readonly number[], trainedOn: readonly number[], change: Partial<PredictionPart> = {}): PredictionPart {
  const outputs = Float32Array.from(items.flatMap(item => [item, -item]));
  return { source: 'pixels', items: Uint32Array.from(items), trainedOn: Uint32Array.from(trainedOn), outputs, ...change };
}

function proven(...members: readonly MemberPredictions[]): HeldOutPredictions {
  const targets = new Int32Array(members[0]!.parts.reduce((sum, { items }) => sum + items.length, 0));
  return heldOutPredictions({ task: 'classes', width: 2, members, targets });
}

const member = (name: string, ...parts: readonly PredictionPart[]): MemberPredictions => ({ name, parts });

describe('held-out predictions', () => {
  it('are those of a split that no member was trained on', () => {
    const held = proven(member('a', part([3, 4], [0, 1])), member('b', part([3, 4], [1, 2])));
    expect(held).toMatchObject({ items: 2, names: ['a', 'b'], parts: 1, source: 'pixels' });
    expect([...held.itemNumbers]).toEqual([3, 4]);
    expect(() => assertHeldOut(held)).not.toThrow();
  });

  it('are out-of-fold ones, though every network was trained on items another one answers', () => {
    const folds = [part([0, 1], [2, 3]), part([2, 3], [0, 1])];
    const held = proven(member('a', ...folds), member('b', ...folds));
    expect([...held.itemNumbers]).toEqual([0, 1, 2, 3]);
    expect([...held.outputs[1]!]).toEqual([0, -0, 1, -1, 2, -2, 3, -3]);
    expect(held.parts).toBe(2);
  });

  it('stay held out when members are chosen or calibrated', () => {
    const held = proven(member('a', part([3], [0])), member('b', part([3], [1])));
    const chosen = heldOutMapped(heldOutOf(held, [1]), outputs => outputs.map(value => value * 2));
    expect(chosen.names).toEqual(['b']);
    expect([...chosen.outputs[0]!]).toEqual([6, -6]);
    expect(() => assertHeldOut(chosen)).not.toThrow();
  });

  it('can not be made of an object that only looks like them', () => {
    const { ...copied } = JSON.parse(JSON.stringify(proven(member('a', part([3], [0]))))) as HeldOutPredictions;
    expect(() => assertHeldOut(copied)).toThrow('proven to be held out');
  });
});

describe('refused as not held out', () => {
  it.each([
    ['one item in the training part', [member('a', part([3, 4], [0])), member('b', part([3, 4], [4, 0]))], "'b' was not trained on"],
    ['a fold that its own network saw', [member('a', part([0, 1], [2, 3]), part([2, 3], [1, 2]))], 'trained on 1 of these 2'],
    ['other items', [member('a', part([3], [0])), member('b', part([4], [0]))], "those of 'a' and 'b' differ"],
    ['other folds over the same items', [member('a', part([0], [1]), part([1], [0])), member('b', part([0, 1], [2]))], 'same folds'],
    ['items of another array', [member('a', part([3], [0])), member('b', part([3], [0], { source: 'sound' }))], 'same items'],
    ['an item answered twice', [member('a', part([3], [0]), part([3], [1]))], 'more than once'],
    ['answers of another width', [member('a', part([3], [0], { outputs: new Float32Array(3) }))], '2 values per item'],
    ['no member at all', [member('a')], 'at least one member'],
  ])('%s', (_title, members, message) => {
    expect(() => proven(...members)).toThrow(message);
  });
});
