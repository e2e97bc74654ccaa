import { beforeAll, describe, expect, it } from 'vitest';
import { correctedBias } from '../../../../src-main/engine/distillation/bias-correction.ts';
import { calibratedLoss } from '../../../../src-main/engine/distillation/calibrated-loss.ts';
import { labelDisagreements } from '../../../../src-main/engine/distillation/disagreements.ts';
import { distilModel } from '../../../../src-main/engine/distillation/distil-model.ts';
import { gapClosed } from '../../../../src-main/engine/distillation/figures.ts';
import { distillationObjective } from '../../../../src-main/engine/distillation/objective.ts';
import { scaledGraph } from '../../../../src-main/engine/distillation/scale-graph.ts';
import {
  decodeSoftLabels,
  encodeSoftLabels,
  isSameSource,
  requireSameSource,
} from '../../../../src-main/engine/distillation/soft-labels.ts';
import { proposeStudent } from '../../../../src-main/engine/distillation/student.ts';
import { fastEnoughStudent } from '../../../../src-main/engine/distillation/student-speed.ts';
import { chainOf } from '../../../../src-main/engine/distillation/students.ts';
import { epochsPerPair } from '../../../../src-main/engine/distillation/sweep.ts';
import { bindLosses } from '../../../../src-main/engine/distillation/teaching.ts';
import { teachingOf } from '../../../../src-main/engine/distillation/train-student.ts';
import { transferSet } from '../../../../src-main/engine/distillation/transfer.ts';
import { atChance, warningsOf, warningTexts } from '../../../../src-main/engine/distillation/warnings.ts';
import type { NetworkTeacher } from '../../../../src-main/engine/distillation/teacher.ts';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { presets } from '../../../../src-main/engine/graph/presets/index.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';
import { denseGraph, smallDataset, smallDistillation, trainedTeacher } from '../../../support/small-distillation.ts';
import { timesAs } from '../../../support/small-pruning.ts';
import { recorder } from '../../../support/small-training.ts';

let engine: Engine;
beforeAll(async () => {
  engine = { id: 'cpu', tf: await referenceEngine(), identity: 'reference', threads: 1, compiler: null };
});

const figures = (error: number) => ({ items: 1000, errors: error * 1000, metrics: { error } });

describe('what is said of a distillation', () => {
  it('is the share of the gap that was closed, and nothing where there is none', () => {
    expect(gapClosed(figures(0.01), figures(0.03), figures(0.015))).toBeCloseTo(0.75, 9);
    expect(gapClosed(figures(0.01), figures(0.03), figures(0.04))).toBeCloseTo(-0.5, 9);
    expect(gapClosed(figures(0.03), figures(0.03), figures(0.02))).toBeNull();
  });

  it('is a warning with its number where the teacher is no better than naming the most frequent class', () => {
    const targets = Array.from({ length: 1000 }, (_, i) => (i < 600 ? 0 : 1 + (i % 2)));
    const [warning] = atChance({ task: 'classes', targets }, { name: 'lazy', figures: figures(0.41) });
    expect(warning).toMatchObject({ kind: 'teacher-at-chance', teacher: 'lazy', accuracy: expect.closeTo(0.59, 9) as number, chance: 0.6 });
    expect(atChance({ task: 'classes', targets }, { name: 'good', figures: figures(0.2) })).toEqual([]);
  });

  it('is that it hurts, where it does', () => {
    const facts = { task: 'classes', teachers: [], targets: [], teacher: figures(0.01), corrected: [], isAugmented: false } as const;
    const kinds = (distilled: number) =>
      warningsOf({ ...facts, alone: figures(0.03), distilled: figures(distilled) }).map(({ kind }) => kind);
    expect(kinds(0.035)).toEqual(['distillation-hurts']);
    expect(kinds(0.02)).toEqual([]);
  });

  it('says an error of classes in percent and one of values in their own unit', () => {
    const hurt = (distilled: number, alone: number) => [{ kind: 'distillation-hurts', distilled, alone, items: 1000 } as const];
    expect(warningTexts({ warnings: hurt(0.035, 0.03), distilled: figures(0.035) })).toEqual([
      'Distillation hurts this student: an error of 3.50\u00a0% with a teacher, 3.00\u00a0% without, on 1,000 items',
    ]);
    const values = { items: 1000, metrics: { rmse: 272_703 } };
    expect(warningTexts({ warnings: hurt(272_703, 272_695), distilled: values })[0]).toContain('an error of 272,703 with');
  });

  it('is which items the teacher answers otherwise than their label, the surest first', () => {
    // Answers 1, 0, 1 of the items 70, 71, 72, the last one surer than the first.
    const outputs = Float32Array.of(0, 3, 1, 0, 0, 9);
    const targets = Int32Array.of(0, 0, 0);
    const found = labelDisagreements({ task: 'classes', width: 2, outputs, targets, itemNumber: place => 70 + place });
    expect(found).toMatchObject({ count: 2, items: 3 });
    expect(found!.shown.map(({ item, label, answer }) => [item, label, answer])).toEqual([
      [72, 0, 1],
      [70, 0, 1],
    ]);
  });
});

describe('the loss a sweep chooses by', () => {
  it('does not depend on how sure the answers are', () => {
    const logits = Float32Array.of(2, 0, 1, 0, 0, 1, 0.5, 0);
    const targets = Int32Array.of(0, 0, 1, 1);
    const at = (scale: number): number => calibratedLoss({ task: 'classes', outputs: logits.map(z => z * scale), targets, width: 2 });
    expect(at(3)).toBeCloseTo(at(1), 5);
    expect(at(0.4)).toBeCloseTo(at(1), 5);
    expect(at(1)).toBeLessThan(Math.log(2));
  });
});

describe('a sweep of 3×3', () => {
  it('trains for at most 1.35 runs, so that it takes no more than one and a half with what comes on top', () => {
    for (const epochs of [9, 12, 15, 20, 30, 60, 100]) {
      // Three temperatures, and two more alphas.
      expect(5 * epochsPerPair(epochs, 5)).toBeLessThanOrEqual(1.35 * epochs);
      expect(epochsPerPair(epochs, 5)).toBeGreaterThanOrEqual(Math.floor(0.27 * epochs));
    }
  });
});

describe('a student made from its teacher', () => {
  const lenet = presets
    .require('mini-resnet')
    .build({ widths: [8, 16], blocks: 2, batchNorm: true }, { inputShape: [16, 16, 1], outputs: 10 });

  it('has a share of its channels, inputs and outputs as they were', () => {
    const half = scaledGraph(lenet, { width: 0.5, depth: 1 });
    const filters = (graph: typeof lenet) =>
      graph.nodes.flatMap(({ config }) => (typeof config['filters'] === 'number' ? [config['filters']] : []));
    expect(filters(half)).toEqual(filters(lenet).map(n => n / 2));
    expect(half.nodes.at(-1)!.config['units']).toBe(10);
  });

  it('has a share of its blocks', () => {
    const blocks = (graph: typeof lenet) => graph.nodes.filter(({ layer }) => layer === 'add').length;
    expect(blocks(lenet)).toBe(4);
    expect(blocks(scaledGraph(lenet, { width: 1, depth: 0.5 }))).toBeLessThan(4);
    expect(() =>
      scaledGraph(
        presets.require('mlp').build({ hidden: [8], activation: 'relu', dropout: 0, batchNorm: false }, { inputShape: [4], outputs: 2 }),
        { width: 1, depth: 0.5 },
      ),
    ).toThrow(/layers or blocks that can go/);
  });

  it.each([{ parameters: 0.3 }, { multiplyAdds: 0.2 }, { bytes: 4000 }])('is the widest within the budget %o', budget => {
    const bytes = (graph: typeof lenet): number => 4 * costsOf(graph).total.parameters;
    const student = proposeStudent(lenet, budget, bytes);
    const { total } = costsOf(student);
    const whole = costsOf(lenet).total;
    if (budget.parameters !== undefined) expect(total.parameters).toBeLessThanOrEqual(0.3 * whole.parameters);
    if (budget.multiplyAdds !== undefined) expect(total.multiplyAdds).toBeLessThanOrEqual(0.2 * whole.multiplyAdds);
    if (budget.bytes !== undefined) expect(bytes(student)).toBeLessThanOrEqual(4000);
    expect(total.parameters).toBeGreaterThan(0.05 * whole.parameters);
  });

  it('is refused for a budget that the narrowest is over, with what it needs', () => {
    expect(() => proposeStudent(lenet, { parameters: 3 }, () => 0)).toThrow(/at least \d+ parameters .* got 3/);
  });

  it.each([{ name: 'latency', bound: 0.5 } as const, { name: 'latencyMs', bound: 300 } as const])(
    'is the widest that is fast enough: %o',
    async goal => {
      const whole = costsOf(lenet).total.multiplyAdds;
      const compare = async (smaller: typeof lenet) => timesAs(whole, costsOf(smaller).total.multiplyAdds);
      const probe = { compare, turn: () => Promise.resolve() };
      const { width, speed } = await fastEnoughStudent(lenet, goal, probe);
      const taken = (of: number) => timesAs(whole, costsOf(scaledGraph(lenet, { width: of, depth: 1 })).total.multiplyAdds);
      expect(speed).toEqual({ ...taken(width), asked: goal, isReached: true });
      const share = goal.name === 'latency' ? 'median' : null;
      const timeOf = (of: number): number => (share === null ? taken(of).ms : taken(of).ratio.median);
      expect(timeOf(width)).toBeLessThanOrEqual(goal.bound);
      expect(timeOf(width * 1.1 + 0.2)).toBeGreaterThan(goal.bound);
    },
  );

  it('is the teacher itself where that is fast enough, narrower where a brief look was lucky, and refused beyond reach', async () => {
    const whole = costsOf(lenet).total.multiplyAdds;
    const honest = (smaller: typeof lenet) => timesAs(whole, costsOf(smaller).total.multiplyAdds);
    const turn = (): Promise<void> => Promise.resolve();
    const compare = async (smaller: typeof lenet) => honest(smaller);
    expect((await fastEnoughStudent(lenet, { name: 'latency', bound: 1 }, { compare, turn })).width).toBe(1);
    await expect(fastEnoughStudent(lenet, { name: 'latencyMs', bound: 0.001 }, { compare, turn })).rejects.toThrow(/at least .* ms/);
    const lucky = async (smaller: typeof lenet, effort: string) => (effort === 'brief' ? timesAs(whole, 1) : honest(smaller));
    const { speed } = await fastEnoughStudent(lenet, { name: 'latency', bound: 0.5 }, { compare: lucky, turn });
    expect(speed.isReached).toBe(true);
    expect(speed.ratio.median).toBeGreaterThan(0.3);
  });

  it('stands at the end of its chain and begins as a train step would, whatever comes before', async () => {
    const { teachers } = await smallDistillation(engine);
    const plain = chainOf(denseGraph(4), () => teachers[0] as NetworkTeacher, { assistants: [], generations: 1, seed: 3 });
    const long = chainOf(denseGraph(4), () => teachers[0] as NetworkTeacher, { assistants: [0.5], generations: 3, seed: 3 });
    expect(long).toHaveLength(4);
    expect(long[0]!.graph.nodes[1]!.config['units']).toBe(6);
    expect(long[3]!.parameters).toEqual(plain[0]!.parameters);
    expect(long[2]!.parameters).not.toEqual(plain[0]!.parameters);
  });
});

describe('a transfer set', () => {
  const data = smallDataset();

  it('leaves classes out by name, and says which are known', () => {
    const { data: taught, omitted, targets } = transferSet(data, { labels: 'use', omit: ['blue'], unlabelled: null });
    expect([taught.count('train'), taught.count('validation')]).toEqual([24, 21]);
    expect(new Set(targets)).toEqual(new Set([0, 1]));
    expect(omitted).toEqual([2]);
    expect(() => transferSet(data, { labels: 'use', omit: ['teal'], unlabelled: null })).toThrow(
      /A class of the data is required, got 'teal'/,
    );
  });

  it('takes further items, whose labels nothing counts', () => {
    const { data: taught, labelled } = transferSet(data, { labels: 'use', omit: [], unlabelled: smallDataset() });
    expect(taught.count('train')).toBe(72);
    expect([labelled![35], labelled![36]]).toEqual([1, 0]);
    const { inputs } = taught.gather('train', Uint32Array.of(40, 1, 37));
    const own = data.gather('train', Uint32Array.of(4, 1, 1));
    expect([...inputs]).toEqual([...own.inputs]);
    expect(() => transferSet(data, { labels: 'use', omit: [], unlabelled: { ...smallDataset(), inputShape: [5] } })).toThrow(
      /shape \[4\] are required, got \[5\]/,
    );
  });
});

describe('a class left out', () => {
  it('gets the bias under which the student names it as often as the teacher', () => {
    const graph = denseGraph(4);
    const parameters = { 'fc3/bias': { shape: [3], values: Float32Array.of(0, 0, -4) } };
    const student = Float32Array.of(1, 0, -4, 0, 1, -4, 0, 0, -2);
    const teacher = Float32Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4);
    const corrected = correctedBias({ graph, parameters }, { student, teacher, classes: 3, omitted: [2] })!;
    const [shift] = [corrected['fc3/bias']!.values[2]! + 4];
    const mean = (logits: Float32Array, by: number): number => {
      let sum = 0;
      for (let i = 0; i < 3; i++) {
        const powers = [0, 1, 2].map(c => Math.exp(logits[3 * i + c]! + (c === 2 ? by : 0)));
        sum += powers[2]! / powers.reduce((a, b) => a + b);
      }
      return sum / 3;
    };
    expect(mean(student, shift!)).toBeCloseTo(mean(teacher, 0), 4);
    expect([...corrected['fc3/bias']!.values.slice(0, 2)]).toEqual([0, 0]);
  });
});

describe('stored soft labels', () => {
  const labels = {
    ...{ data: 'd1', teachers: ['t1'], transfer: { omit: [] }, engine: 'e1', classes: ['a', 'b', 'c'], weights: [1], known: [[0, 1, 2]] },
    train: [Float32Array.of(1, 2, 3, 4, 5, 6)],
    validation: { teacher: Float32Array.of(1, 2, 3), student: Float32Array.of(3, 2, 1) },
  };

  it('come back as they were', () => {
    expect(decodeSoftLabels(encodeSoftLabels(labels))).toEqual(labels);
  });

  it('of another data version, other teachers or items are refused by hash', () => {
    const wanted = { data: 'd1', teachers: ['t1'], transfer: { omit: [] }, engine: 'e1' };
    expect(isSameSource(labels, wanted)).toBe(true);
    expect(isSameSource(labels, { ...wanted, engine: 'e2' })).toBe(false);
    expect(() => requireSameSource(labels, wanted)).not.toThrow();
    expect(() => requireSameSource(labels, { ...wanted, data: 'd2' })).toThrow(/of the data d2 are required, these are of d1/);
    expect(() => requireSameSource(labels, { ...wanted, teachers: ['t2'] })).toThrow(/same teachers/);
    expect(() => requireSameSource(labels, { ...wanted, transfer: { omit: ['a'] } })).toThrow(/same transfer set/);
    expect(() => decodeSoftLabels(Uint8Array.of(1, 2, 3))).toThrow(/no soft labels/);
  });
});

describe('an impossible lesson', () => {
  it('is refused before any training: features that can’t be joined are named with pairs that can', async () => {
    const setup = await smallDistillation(engine, { within: true, losses: [{ kind: 'attention', alpha: 1 }] });
    await expect(distilModel(setup, recorder())).rejects.toThrow(/layer with places/);
    const named = await smallDistillation(engine, { within: true, losses: [{ kind: 'hints', alpha: 1, student: 'fc7' }] });
    await expect(distilModel(named, recorder())).rejects.toThrow(/name of a layer is required, got 'fc7'/);
  });

  it('is refused for a loss of another task', async () => {
    const data = smallDataset('values');
    const setup = await smallDistillation(engine, { data, losses: [{ kind: 'decoupled', temperature: 1, alpha: 0.5 }] });
    await expect(distilModel(setup, recorder())).rejects.toThrow(/'decoupled' is for classes, but the data's task is values/);
  });
});

describe('alpha and the temperature', () => {
  it('grow and fall over the run', async () => {
    const setup = await smallDistillation(engine, {
      warmUpEpochs: 1,
      finalTemperature: 1,
      losses: [{ kind: 'soft-targets', temperature: 4, alpha: 0.8 }],
    });
    const { teachers, weights, answers, losses } = setup;
    const teaching = teachingOf(setup, { student: setup.chain[0]!, plannedEpochs: 2 }, { teachers, weights, answers, losses });
    const { scalars } = distillationObjective(teaching, bindLosses(teaching));
    // 36 items in batches of 8: five steps an epoch, ten in all.
    expect(scalars(0)).toMatchObject({ 'alpha.0': expect.closeTo(0.8 / 5, 9) as number, 'temperature.0': 4 });
    expect(scalars(0)['hard']).toBeCloseTo(1 - 0.8 / 5, 9);
    expect(scalars(9)).toMatchObject({ 'alpha.0': 0.8, 'temperature.0': 1 });
    expect(scalars(9)['hard']).toBeCloseTo(0.2, 9);
  });
});

describe.each(['binary', 'values'] as const)('for %s', task => {
  it('a student learns what its teacher answers', { timeout: 60_000 }, async () => {
    const data = smallDataset(task);
    const models = [await trainedTeacher(engine, data)];
    const setup = await smallDistillation(engine, { data, models, losses: [{ kind: 'soft-targets', temperature: 2, alpha: 1 }] });
    const heard = recorder();
    await distilModel({ ...setup, training: { ...setup.training, epochs: 20 } }, heard);
    const soft = heard.points.filter(({ name }) => name === 'loss/soft-targets').map(({ value }) => value);
    const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(meanOf(soft.slice(-10))).toBeLessThan(0.8 * meanOf(soft.slice(0, 5)));
  });
});
