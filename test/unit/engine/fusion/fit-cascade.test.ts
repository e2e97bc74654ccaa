import { describe, expect, it } from 'vitest';
import { heldOutPredictions, type HeldOutPredictions } from '../../../../src-main/engine/fusion/held-out.ts';
import { fitCascade, NEVER } from '../../../../src-main/engine/fusion/serial/fit-cascade.ts';
import { fitTemperature } from '../../../../src-main/engine/fusion/serial/stage-answers.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { failureOf } from '../../../support/failure-of.ts';

/** Two classes; a row is [0, margin towards class 1]. */
function predictionsOf(
  margins: readonly (readonly number[])[],
  targets: readonly number[],
  task: 'classes' | 'values' = 'classes',
): HeldOutPredictions {
  const items = Uint32Array.from(targets.keys());
  const members = margins.map((list, i) => ({
    name: `stage${i + 1}`,
    parts: [{ source: 'data', items, trainedOn: new Uint32Array(), outputs: Float32Array.from(list.flatMap(margin => [0, margin])) }],
  }));
  return heldOutPredictions({
    task,
    width: 2,
    members,
    targets: task === 'classes' ? Int32Array.from(targets) : new Float32Array(targets.length * 2),
  });
}

/** 40 items: the first stage is right where it is sure (30 of them), and wrong on six of the others; the second always is. */
const targets = Array.from({ length: 40 }, (_, i) => i % 2);
const signs = targets.map(target => (target === 1 ? 1 : -1));
const first = signs.map((sign, i) => (i < 30 ? sign * (3 + i / 10) : (i % 4 < 2 ? sign : -sign) * (0.1 + i / 100)));
const second = signs.map(sign => sign * 4);
const two = predictionsOf([first, second], targets);

describe('a cascade of two stages', () => {
  it('sends on just the items that the first stage is unsure of', () => {
    const { curve, chosen, accuracies } = fitCascade({
      predictions: two,
      costs: [1, 4],
      confidence: 'margin',
      target: { accuracyLoss: 0 },
    });
    expect(accuracies).toEqual([34 / 40, 1]);
    // 30 of 40 end at the first stage: cost (40·1 + 10·4) / 40 / 4. One threshold may be one item off the edge.
    expect(curve[chosen]).toMatchObject({ accuracy: 1, exits: [0.75, 0.25], cost: 0.5 });
  });

  it('has a curve from the first stage alone to the last for all', () => {
    const { curve } = fitCascade({ predictions: two, costs: [1, 4], confidence: 'max-probability', target: {} });
    expect(curve[0]).toMatchObject({ thresholds: [0], exits: [1, 0], cost: 0.25, accuracy: 34 / 40 });
    expect(curve.at(-1)).toMatchObject({ thresholds: [NEVER], exits: [0, 1], cost: 1.25, accuracy: 1 });
    expect(curve.map(point => point.cost)).toEqual(curve.map(point => point.cost).sort((a, b) => a - b));
  });

  it('keeps to a cost, with the most right answers it buys', () => {
    const { curve, chosen } = fitCascade({ predictions: two, costs: [1, 4], confidence: 'entropy', target: { cost: 0.4 } });
    const affordable = curve.filter(point => point.cost <= 0.4);
    expect(curve[chosen]!.accuracy).toBe(Math.max(...affordable.map(point => point.accuracy)));
    expect(affordable.length).toBeLessThan(curve.length);
  });

  it('gives up some accuracy for a lower cost where it may', () => {
    const strict = fitCascade({ predictions: two, costs: [1, 4], confidence: 'margin', target: { accuracyLoss: 0 } });
    const loose = fitCascade({ predictions: two, costs: [1, 4], confidence: 'margin', target: { accuracyLoss: 0.1 } });
    expect(loose.curve[loose.chosen]!.cost).toBeLessThan(strict.curve[strict.chosen]!.cost);
  });
});

it('finds, among three stages, points that no other betters', () => {
  const middle = signs.map((sign, i) => (i < 36 ? sign * 2 : -sign * 0.3));
  const { curve, chosen } = fitCascade({
    predictions: predictionsOf([first, middle, second], targets),
    costs: [1, 3, 20],
    confidence: 'margin',
    target: {},
  });
  for (let i = 1; i < curve.length; i++) expect(curve[i]!.accuracy).toBeGreaterThan(curve[i - 1]!.accuracy);
  // All right: 30 end first, 6 more at the second, 4 go to the end.
  expect(curve[chosen]!.accuracy).toBe(1);
  expect(curve[chosen]!.exits).toEqual([0.75, 0.15, 0.1]);
});

it('finds the temperature that logits were scaled by', () => {
  const random = createRandom(4);
  const margins = Array.from({ length: 4000 }, () => random.nextNormal() * 2);
  const drawn = margins.map(margin => Number(random.next() < 1 / (1 + Math.exp(-margin))));
  const scaled = predictionsOf([margins.map(margin => margin * 3)], drawn);
  expect(fitTemperature(scaled.outputs[0]!, scaled)).toBeCloseTo(3, 0);
});

describe('refused is', () => {
  const call = { costs: [1, 4], confidence: 'margin', target: {} } as const;

  it('a regression', () => {
    expect(failureOf(() => fitCascade({ ...call, predictions: predictionsOf([first, second], targets, 'values') })).message).toMatch(
      /models that answer with classes/,
    );
  });

  it('a stage as dear as the last', () => {
    expect(failureOf(() => fitCascade({ ...call, predictions: two, costs: [4, 4] })).message).toMatch(/'stage1' costs 4 and 'stage2' 4/);
  });

  it('a cost below that of the first stage', () => {
    expect(failureOf(() => fitCascade({ ...call, predictions: two, target: { cost: 0.2 } })).message).toMatch(
      /at least 0.250 is required.* got 0.2/,
    );
  });
});
