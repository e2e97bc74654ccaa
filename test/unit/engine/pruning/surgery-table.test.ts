import { describe, expect, it } from 'vitest';
import { denseFileBytes, encodeModel } from '../../../../src-main/engine/formats/native.ts';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { removeChannels } from '../../../../src-main/engine/graph/surgery.ts';
import { costsWithout, scoresOf, surgeryTable, weightCriteria } from '../../../../src-main/engine/pruning/surgery-table.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { graphOf, randomParameters } from '../../../support/graphs.ts';

const same = { padding: 'same' };
const graph = graphOf(
  {
    input: ['input', { shape: [8, 8, 1] }],
    stem: ['conv2d', { filters: 6, kernel: 3, ...same }, 'input'],
    norm: ['batch-norm', {}, 'stem'],
    branch: ['conv2d', { filters: 6, kernel: 3, ...same }, 'norm'],
    sum: ['add', {}, 'norm', 'branch'],
    depthwise: ['depthwise-conv2d', { kernel: 3, ...same }, 'sum'],
    flat: ['flatten', {}, 'depthwise'],
    hidden: ['dense', { units: 5 }, 'flat'],
    out: ['dense', { units: 3 }, 'hidden'],
  },
  ['out'],
);
const card: Model['card'] = {
  name: 'small', task: 'classes', classes: ['a', 'b', 'c'], label: 'label', inputShape: [8, 8, 1], preprocessing: [],
}; // prettier-ignore
const model: Model = { graph, card, masks: {}, parameters: randomParameters(graph, 3) };
const table = surgeryTable(model);

describe('a model laid out for surgery', () => {
  it('has a column for every layer with kernels, which reads over what lies between', () => {
    expect(table.columns.map(({ node, reads }) => [node, reads])).toEqual([
      ['stem', []],
      ['branch', ['stem']],
      ['depthwise', ['stem', 'branch']],
      ['hidden', ['depthwise']],
      ['out', ['hidden']],
    ]);
  });

  it('shows coupled channels in every layer they stand in, and why a layer must stay', () => {
    const [stem, branch, depthwise, hidden, out] = table.columns;
    for (const column of [stem, branch, depthwise]) {
      expect([...column!.groupOf]).toEqual([0, 0, 0, 0, 0, 0]);
      expect([...column!.channelOf]).toEqual([0, 1, 2, 3, 4, 5]);
    }
    expect([...hidden!.groupOf]).toEqual([1, 1, 1, 1, 1]);
    expect(out!.fixed).toMatch(/answers/);
    expect(hidden!.fixed).toBeNull();
  });

  it('costs to the number and to the byte what the cut model costs', () => {
    const removed = { stem: [0, 4], hidden: [1, 2, 3] };
    const { structure, costs } = costsWithout(table, removed);
    const cut = removeChannels(removeChannels(model, 'stem', removed.stem), 'hidden', removed.hidden);
    expect(costs).toEqual(costsOf(cut.graph));
    expect(costs.total.parameters).toBe(Object.values(cut.parameters).reduce((sum, { values }) => sum + values.length, 0));
    expect(denseFileBytes(structure, card)).toBe(encodeModel(cut).length);
  });

  it.each(weightCriteria().map(({ id }) => [id]))('is scored by %s, comparably between groups, the same at every visit', id => {
    if (id === 'batch-norm-scale') return expect(failureOf(() => scoresOf(table, id, 1)).message).toMatch(/batch normalisation/);
    const scores = scoresOf(table, id, 1);
    expect(scores.map(each => each.scores.length)).toEqual([6, 5]);
    expect(scoresOf(table, id, 1)).toEqual(scores);
    const isScaled = weightCriteria().find(each => each.id === id)?.isGlobal === false;
    for (const { ranking, scores: own } of scores) {
      const mean = ranking.reduce((sum, score) => sum + score, 0) / ranking.length;
      if (isScaled) expect(mean).toBeCloseTo(1, 5);
      else expect(ranking).toEqual(own);
    }
  });

  it('refuses criteria that need data, weights that are no numbers, and cuts that leave nothing', () => {
    expect(failureOf(() => scoresOf(table, 'taylor', 1)).message).toMatch(/needs only weights.*kernel-norm.*got 'taylor'/);
    const parameters = { ...model.parameters, 'stem/kernel': { shape: [3, 3, 1, 6], values: new Float32Array(54).fill(Number.NaN) } };
    expect(failureOf(() => scoresOf(surgeryTable({ ...model, parameters }), 'kernel-norm', 1)).message).toMatch(/finite/);
    expect(failureOf(() => costsWithout(table, { hidden: [0, 1, 2, 3, 4] })).message).toMatch(/At least one channel of 'hidden'/);
    expect(failureOf(() => costsWithout(table, { hidden: [5] })).message).toMatch(/0 to 4 .*got 5/);
    expect(failureOf(() => costsWithout(table, { nowhere: [0] })).message).toMatch(/stem, hidden.*'nowhere'/);
  });
});
