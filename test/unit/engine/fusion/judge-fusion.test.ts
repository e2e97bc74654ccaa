import { describe, expect, it } from 'vitest';
import { contributionsOf, suggestionOf } from '../../../../src-main/engine/fusion/contributions.ts';
import { diversityOf } from '../../../../src-main/engine/fusion/diversity.ts';
import { heldOutPredictions, type HeldOutPredictions } from '../../../../src-main/engine/fusion/held-out.ts';
import { defaultsOf, judgeFusion } from '../../../../src-main/engine/fusion/judge-fusion.ts';
import { figuresOf, intervalOf, matchedOf } from '../../../../src-main/engine/fusion/judge-outputs.ts';
import { combiners } from '../../../../src-main/engine/fusion/parallel/index.ts';
import { decodePredictions, encodePredictions } from '../../../../src-main/engine/fusion/predictions-file.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { drawnPredictions } from '../../../support/fusion-members.ts';

const TEN = Uint32Array.from({ length: 10 }, (_, i) => i);

/** Members as the items they get wrong, of ten items whose class is 0 of 2. */
function rightBut(...wrong: readonly (readonly number[])[]): HeldOutPredictions {
  const members = wrong.map((items, m) => {
    const outputs = Float32Array.from({ length: 20 }, (_, k) => (items.includes(k >> 1) === (k % 2 === 1) ? 2 : 0));
    return { name: `net${m}`, parts: [{ source: 'pixels', items: TEN, trainedOn: new Uint32Array(0), outputs }] };
  });
  return heldOutPredictions({ task: 'classes', width: 2, members, targets: new Int32Array(10) });
}

describe('diversity', () => {
  it('counts who errs with whom', () => {
    // Both wrong: item 0. Only the first: 1, 2. Only the second: 3. Both right: six.
    const { pairs, disagreement } = diversityOf(rightBut([0, 1, 2], [0, 3]));
    expect(disagreement).toBeCloseTo(0.3, 12);
    expect(pairs).toEqual([
      { a: 0, b: 1, disagreement: 0.3, q: (1 * 6 - 2 * 1) / (1 * 6 + 2 * 1), doubleFault: 0.1, errorOverlap: 0.25, errorCorrelation: null },
    ]);
  });

  it('has no Q for members that never err, and none of it divides by nothing', () => {
    expect(diversityOf(rightBut([], [])).pairs[0]).toMatchObject({ disagreement: 0, q: null, doubleFault: 0, errorOverlap: null });
  });

  it('of values is the correlation of errors', () => {
    const predictions = drawnPredictions({ task: 'values', width: 1, items: 400, skills: [1, 1] });
    expect(Math.abs(diversityOf(predictions).pairs[0]!.errorCorrelation!)).toBeLessThan(0.15);
    const twins = { ...predictions, outputs: [predictions.outputs[0]!, predictions.outputs[0]!] };
    expect(diversityOf(twins).pairs[0]!.errorCorrelation).toBeCloseTo(1, 10);
  });
});

describe('who adds what', () => {
  it('comes to the whole gain over no member at all', () => {
    const predictions = drawnPredictions({ task: 'classes', width: 4, items: 600, skills: [2, 1.5, 0] });
    const contributions = contributionsOf(predictions, createRandom(2));
    const counts = [0, 1, 2, 3].map(c => predictions.targets.filter((target: number) => target === c).length);
    const all = judged(predictions).controls.uniform['error']!;
    const gain = 1 - Math.max(...counts) / 600 - all;
    expect(contributions.reduce((sum, { shapley }) => sum + shapley, 0)).toBeCloseTo(gain, 10);
    expect(contributions[0]!.shapley).toBeGreaterThan(contributions[2]!.shapley);
    expect(contributions[0]!.leaveOneOut).toBeGreaterThan(contributions[2]!.leaveOneOut);
  });

  it('suggests one member where the others are copies of it', () => {
    const one = drawnPredictions({ task: 'classes', width: 4, items: 300, skills: [2] });
    const copies = { ...one, names: ['a', 'b', 'c'], outputs: [one.outputs[0]!, one.outputs[0]!, one.outputs[0]!] };
    expect(suggestionOf(copies)).toMatchObject({ members: [0], bestSize: 1 });
  });

  it('suggests several where each is right about other items', () => {
    const { members, path } = suggestionOf(drawnPredictions({ task: 'classes', width: 4, items: 2000, skills: [1.5, 1.5, 1.5, 1.5] }));
    expect(members.length).toBeGreaterThan(2);
    expect(path[3]!.measure).toBeLessThan(path[0]!.measure);
  });
});

function judged(predictions: HeldOutPredictions) {
  const costs = predictions.outputs.map((_, i) => ({ multiplyAdds: 10 * (i + 1), bytes: 100 }));
  return judgeFusion({ predictions, costs, chosen: null, defaultsOf, random: createRandom(1) });
}

describe('all methods on stored answers', () => {
  it('are each judged beside the best member', () => {
    const predictions = drawnPredictions({ task: 'classes', width: 4, items: 800, skills: [1, 2, 1.5] });
    const { methods, controls, members } = judged(predictions);
    expect(methods.map(({ id }) => id)).toEqual(combiners.all.map(({ id }) => id));
    expect(controls.best).toBe(1);
    expect(controls.bestFigures).toBe(members[1]);
    const average = methods[0]!;
    expect(average.figures['error']).toBeLessThan(controls.bestFigures['error']!);
    const { onlyFusion, onlyMember } = average.againstBest;
    expect((onlyMember - onlyFusion) / 800).toBeCloseTo(average.figures['error']! - controls.bestFigures['error']!, 10);
    expect(average.multiplyAdds).toBe(60);
  });

  it('judge a fitted one on items it was not fitted on', () => {
    // Noise alone: on its own items a fit would look better than chance, on others it can't.
    const noise = drawnPredictions({ task: 'binary', width: 1, items: 200, skills: new Array<number>(30).fill(0) });
    const objective = { objective: 'error' };
    const combiner = combiners.require('weighted-average');
    const config = { ...defaultsOf(combiner), ...objective };
    const { weights } = combiner.fit!({ config, predictions: noise, random: createRandom(1) });
    const own = combiner.combine({ task: 'binary', width: 1, outputs: noise.outputs, weights });
    const costs = noise.outputs.map(() => ({ multiplyAdds: 1, bytes: 1 }));
    const { methods } = judgeFusion({ predictions: noise, costs, chosen: { combiner, config }, defaultsOf, random: createRandom(1) });
    const honest = methods.find(({ isChosen }) => isChosen)!.figures['error']!;
    expect(figuresOf(noise, own)['error']).toBeLessThan(0.42);
    expect(honest).toBeGreaterThan(0.42);
  });

  it.each(['binary', 'values'] as const)('leave out what makes no sense of %s', task => {
    const predictions = drawnPredictions({ task, width: 2, items: 100, skills: [1, 2] });
    const ids = combiners.all.filter(({ tasks }) => tasks.includes(task)).map(({ id }) => id);
    expect(judged(predictions).methods.map(({ id }) => id)).toEqual(ids);
  });
});

describe('figures', () => {
  it('are those worked out by hand', () => {
    const truth = { task: 'classes', width: 2, targets: Int32Array.of(0, 1) } as const;
    const outputs = Float32Array.of(1, 0, 1, 0);
    const [right, wrong] = [Math.log(1 + Math.exp(-1)), Math.log(1 + Math.E)];
    expect(figuresOf(truth, outputs)['error']).toBe(0.5);
    expect(figuresOf(truth, outputs)['logLoss']).toBeCloseTo((right + wrong) / 2, 7);
    expect(figuresOf({ ...truth, task: 'binary', width: 1 }, Float32Array.of(-1, -1))['logLoss']).toBeCloseTo((right + wrong) / 2, 7);
    expect(figuresOf({ task: 'values', width: 1, targets: Float32Array.of(1, 3) }, Float32Array.of(1, 1))).toEqual({
      rmse: Math.SQRT2,
      mae: 1,
    });
  });

  it('have an interval that holds the share, and a match that counts who came closer', () => {
    const losses = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const { value, low, high } = intervalOf('classes', losses);
    expect([value, low, high].map(figure => Number(figure.toFixed(4)))).toEqual([0.1, 0.0179, 0.4042]);
    expect(matchedOf('classes', losses, Float64Array.of(0, 1, 1, 1, 0, 0, 0, 0, 0, 0))).toEqual({
      onlyFusion: 3,
      onlyMember: 1,
      p: expect.closeTo(0.625, 10),
    });
  });
});

it('stored predictions come back with their provenance, so that they can be proven again', () => {
  const [items, trainedOn] = [Uint32Array.of(4, 5), Uint32Array.of(1, 2, 3)];
  const members = ['a', 'b'].map((name, m) => ({
    name,
    parts: [{ source: 'pixels', items, trainedOn, outputs: Float32Array.of(m, 1, 2, 3) }],
  }));
  const stored = { task: 'classes', width: 2, members, targets: Int32Array.of(0, 1) } as const;
  expect(decodePredictions(encodePredictions(stored)!)).toEqual(stored);
  expect(heldOutPredictions(decodePredictions(encodePredictions(stored)!)).items).toBe(2);
});
