import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { calibrators } from '../../src-main/engine/fusion/calibration/index.ts';
import { composeMembers, finishFusion } from '../../src-main/engine/fusion/compose-members.ts';
import { heldOutMapped, type HeldOutPredictions } from '../../src-main/engine/fusion/held-out.ts';
import { figuresOf } from '../../src-main/engine/fusion/judge-outputs.ts';
import type { FusionMember } from '../../src-main/engine/fusion/member-checks.ts';
import type { Combiner } from '../../src-main/engine/fusion/parallel/combiner.ts';
import { combiners } from '../../src-main/engine/fusion/parallel/index.ts';
import { sharesOf } from '../../src-main/engine/fusion/parallel/shares.ts';
import { createTail } from '../../src-main/engine/fusion/tail-builder.ts';
import { FLOAT_FORMATS } from '../support/format-lists.ts';
import { sourceOfFiles } from '../../src-main/engine/formats/format.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { Task } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { drawnPredictions, outputsOf, smallInputs, smallMembers } from '../support/fusion-members.ts';
import { expectedAnswers } from '../support/format-models.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine();
});

const ITEMS = 60;
const inputs = smallInputs(ITEMS);
const WIDTH: Readonly<Record<Task, number>> = { classes: 4, binary: 1, labels: 3, values: 2 };

function fused(combiner: Combiner, members: readonly FusionMember[], weights: readonly number[]): Model {
  const composed = composeMembers(members);
  const { task } = composed.card;
  const tail = createTail(task, composed);
  const output = combiner.layers({ task, width: WIDTH[task], tail, ends: composed.ends, weights });
  return finishFusion(composed, { nodes: tail.nodes, output });
}

it('every combiner and calibrator file is registered', () => {
  expect(combiners.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('fusion/parallel', '.combiner.ts'));
  expect(calibrators.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('fusion/calibration', '.calibrator.ts'));
});

it.each([...combiners.all, ...calibrators.all])('$id is plain data apart from its functions', entry => {
  expect(structuredClone(dataOf(entry))).toEqual(dataOf(entry));
});

const cases = combiners.all.flatMap(combiner => combiner.tasks.map(task => ({ id: combiner.id, combiner, task })));
describe.each(cases)('$id of $task', ({ combiner, task }) => {
  const weights = combiner.fit === undefined ? [1 / 3, 1 / 3, 1 / 3] : [0.5, 0.3, 0.2];
  const width = WIDTH[task];

  it('computes as layers what it computes on stored answers', () => {
    const members = smallMembers(task);
    const outputs = members.map(({ model }) => outputsOf(engine.tf, model, inputs));
    const before = outputs.map(own => own.slice());
    const expected = combiner.combine({ task, width, outputs, weights });
    expect(outputs).toEqual(before);
    expect(closest(task, outputsOf(engine.tf, fused(combiner, members, weights), inputs), expected)).toBeLessThan(1e-5);
  });

  it('computes the same of members that are fusions', () => {
    const [a, b, c] = smallMembers(task) as [FusionMember, FusionMember, FusionMember];
    const inner = { name: 'inner', model: fused(combiners.require('average'), [a, b], [0.5, 0.5]) };
    const outputs = [inner, c].map(({ model }) => outputsOf(engine.tf, model, inputs));
    const expected = combiner.combine({ task, width, outputs, weights: [0.6, 0.4] });
    expect(closest(task, outputsOf(engine.tf, fused(combiner, [inner, c], [0.6, 0.4]), inputs), expected)).toBeLessThan(1e-5);
  });

  it.each(FLOAT_FORMATS)('is read back from $id with its answers, or refused by the name of a layer', async format => {
    const model = fused(combiner, smallMembers(task), weights);
    const files = await format.write(model, { name: 'fused', params: paramsOf(format) }).catch((refused: unknown) => String(refused));
    if (typeof files === 'string') {
      expect(`${format.id} ${combiner.id} ${task}: ${files}`).toMatch(
        /^(keras|keras-h5|tfjs) max (binary|labels): .*Layer 'log1' can't be written/,
      );
      return;
    }
    const session = await format.open(sourceOfFiles(files), () => Promise.resolve(engine));
    const answers = await session.predict(inputs, ITEMS);
    await session.close();
    expect(greatestDifference(answers, expectedAnswers(engine.tf, model, inputs, ITEMS))).toBeLessThan(1e-5);
  });

  it('gives finite outputs where members are as sure as can be', () => {
    const sure = [1e4, -1e4, 0].map(value => new Float32Array(2 * width).map((_, k) => (k % 2 === 0 ? value : -value)));
    expect(combiner.combine({ task, width, outputs: sure, weights }).every(Number.isFinite)).toBe(true);
  });
});

const fitted = combiners.all.filter(({ fit }) => fit !== undefined);
describe.each(fitted)('$id', combiner => {
  const fit = (predictions: HeldOutPredictions, change = {}) =>
    combiner.fit!({ config: paramsOf(combiner, change), predictions, random: createRandom(1) });

  it.each(combiner.tasks)('gives the better members of %s more weight, all together 1, and the same twice', task => {
    const predictions = drawnPredictions({ task, width: WIDTH[task], items: 800, skills: [3, 1, 0.3] });
    const { weights } = fit(predictions);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
    expect(weights[0]).toBeGreaterThan(weights[2]!);
    expect(weights.every(weight => weight >= 0)).toBe(true);
    expect(fit(predictions)).toEqual({ ...fit(predictions), weights });
  });

  it('refuses answers that nothing proves to be held out', () => {
    const { task, width, items, names, outputs, targets, source, itemNumbers, parts } = drawnPredictions({
      ...{ task: 'classes', width: 4, items: 9, skills: [1, 2] },
    });
    const forged = { task, width, items, names, outputs, targets, source, itemNumbers, parts };
    expect(() => fit(forged as unknown as HeldOutPredictions)).toThrow('proven to be held out');
  });
});

describe.each(calibrators.all)('the calibrator $id', calibrator => {
  it.each(calibrator.tasks)('computes as layers what it computes on stored answers, of %s', task => {
    const predictions = drawnPredictions({ task, width: WIDTH[task], items: 500, skills: [2, 1] });
    const calibration = calibrator.fit(predictions, 0);
    const members = smallMembers(task, 2);
    const composed = composeMembers(members);
    const tail = createTail(task, composed);
    const output = tail.weightedSum([calibration.layers(tail, composed.ends[0]!), composed.ends[1]!], [1, 1]);
    const [first, second] = members.map(({ model }) => outputsOf(engine.tf, model, inputs)) as [Float32Array, Float32Array];
    const expected = calibration.apply(first).map((value, k) => value + second[k]!);
    const model = finishFusion(composed, { nodes: tail.nodes, output });
    expect(closest(task, outputsOf(engine.tf, model, inputs), expected)).toBeLessThan(1e-5);
  });

  it('lowers the log loss of a member that is far too sure', () => {
    const drawn = drawnPredictions({ task: 'classes', width: 4, items: 1000, skills: [1.5] });
    const sure = heldOutMapped(drawn, outputs => outputs.map(logit => 5 * logit));
    const lossOf = (outputs: Float32Array): number => figuresOf(sure, outputs)['logLoss']!;
    expect(lossOf(calibrator.fit(sure, 0).apply(sure.outputs[0]!))).toBeLessThan(0.7 * lossOf(sure.outputs[0]!));
  });
});

/** Logits are compared as the probabilities they are; values as they are. */
function closest(task: Task, came: Float32Array, expected: Float32Array): number {
  const width = WIDTH[task];
  return greatestDifference(sharesOf(task, came, width), sharesOf(task, expected, width));
}

function greatestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
