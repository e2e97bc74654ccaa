import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { channelGroups } from '../../src-main/engine/graph/channel-groups.ts';
import { groupedGraph, rankedGroups } from '../../src-main/engine/pruning/channel-masks.ts';
import { criteria } from '../../src-main/engine/pruning/criteria/index.ts';
import {
  parametersOf,
  sumOverUnits,
  unitsOf,
  type ChannelSubject,
  type Evidence,
  type PruningCriterion,
  type PruningSubject,
} from '../../src-main/engine/pruning/criterion.ts';
import { candidatesIn, unitsFor } from '../../src-main/engine/pruning/removable-units.ts';
import { synapticFlow } from '../../src-main/engine/pruning/synaptic-flow.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { Parameter } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { graphOf, randomParameters } from '../support/graphs.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it('every criterion file is registered', () => {
  expect(criteria.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('pruning/criteria', '.criterion.ts'));
});

/** A kernel of any shape up to 6 × 6, special values among the rest. */
const anyKernel = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
  fc.record({
    shape: fc.constant([rows, columns]),
    values: fc.float32Array({ minLength: rows * columns, maxLength: rows * columns, noNaN: true, min: -1e9, max: 1e9 }),
  }),
);
const subjectOf = (kernel: { readonly shape: readonly number[]; readonly values: Float32Array }): PruningSubject => ({
  kind: 'weights',
  name: 'fc1/kernel',
  kernel,
});

function arraysOf(subject: PruningSubject): readonly { readonly name: string; readonly parameter: Parameter }[] {
  if (subject.kind === 'weights') return [{ name: subject.name, parameter: subject.kernel }];
  return subject.kind === 'channels' ? subject.members : subject.units.flatMap(({ members }) => members);
}

/** Evidence that follows from the values, so that what belongs to equal weights is equal. */
function evidenceOf(subject: PruningSubject): Evidence[keyof Evidence] {
  const values = new Map(arraysOf(subject).map(({ name, parameter }) => [name, parameter.values] as const));
  const of = (name: string): Float32Array => values.get(name)!.map(value => Math.sin(value));
  const perUnit = sumOverUnits(subject, (_name, _i, weight) => Math.abs(Math.sin(weight)));
  return {
    of,
    mean: (name: string) => Float64Array.from(of(name)),
    meanSquare: (name: string) => Float64Array.from(of(name), value => value * value),
    products: perUnit,
    meanMagnitude: perUnit,
    zeroShare: perUnit.map(value => Math.min(1, value)),
    lossIncrease: perUnit,
  };
}

function scoresOf(criterion: PruningCriterion, subject: PruningSubject): Float32Array {
  const score = criterion.score as unknown as (call: object) => Float32Array;
  const alive = new Uint8Array(unitsOf(subject)).fill(1);
  const random = createRandom(1).split(subject.name);
  return score({ subject, alive, config: paramsOf(criterion), evidence: evidenceOf(subject), random });
}

describe.each(criteria.all.filter(({ units }) => units.includes('weights')))('criterion $id on single weights', criterion => {
  it('is plain data apart from its functions, so that a form can be sent it', () => {
    expect(structuredClone(dataOf(criterion))).toEqual(dataOf(criterion));
    expect(criterion.source).not.toBe('');
  });

  it('gives one finite score per weight, the same every time', () => {
    fc.assert(
      fc.property(anyKernel, kernel => {
        const scores = scoresOf(criterion, subjectOf(kernel));
        expect(scores).toHaveLength(unitsOf(subjectOf(kernel)));
        expect(scores.every(Number.isFinite)).toBe(true);
        expect(scoresOf(criterion, subjectOf(kernel))).toEqual(scores);
      }),
    );
  });

  it('follows its weights when they are reordered, unless it draws lots', () => {
    if (criterion.id === 'random') return expect(criterion.title).toContain('control');
    fc.assert(
      fc.property(anyKernel, ({ shape, values }) => {
        const reversed = scoresOf(criterion, subjectOf({ shape, values: values.slice().reverse() }));
        const straight = scoresOf(criterion, subjectOf({ shape, values }));
        reversed.reverse().forEach((score, i) => expect(score).toBeCloseTo(straight[i]!, 5));
      }),
    );
  });

  it('leaves the weights as they were', () => {
    fc.assert(
      fc.property(anyKernel, kernel => {
        const before = structuredClone(kernel);
        scoresOf(criterion, subjectOf(kernel));
        expect(kernel).toEqual(before);
      }),
    );
  });
});

/** conv → batch-norm → relu, twice, the second beside the first in a sum; then dense. */
const residual = graphOf(
  {
    in: ['input', { shape: [4, 4, 2] }],
    conv1: ['conv2d', { filters: 5, kernel: 3, padding: 'same' }, 'in'],
    norm1: ['batch-norm', {}, 'conv1'],
    relu1: ['activation', { function: 'relu' }, 'norm1'],
    conv2: ['conv2d', { filters: 5, kernel: 3, padding: 'same' }, 'relu1'],
    norm2: ['batch-norm', {}, 'conv2'],
    sum: ['add', {}, 'relu1', 'norm2'],
    flat: ['flatten', {}, 'sum'],
    fc1: ['dense', { units: 3 }, 'flat'],
  },
  ['fc1'],
);
const model = { graph: residual, parameters: randomParameters(residual, 4), masks: {} };
const [group] = rankedGroups(groupedGraph(residual), model).map(({ subject }) => subject);

/** Entry c of every axis of the group's channels becomes entry order[c]. */
function reordered(subject: PruningSubject, order: readonly number[]): PruningSubject {
  if (subject.kind !== 'channels') return subject;
  return {
    ...subject,
    members: subject.members.map(member => ({ ...member, channelOf: member.channelOf.map(c => (c < 0 ? c : order[c]!)) })),
  };
}

describe.each(criteria.all.filter(({ units }) => units.includes('channels')))('criterion $id on channels', criterion => {
  it('gives one finite score per channel and leaves the arrays as they were', () => {
    const before = structuredClone(group);
    const scores = scoresOf(criterion, group!);
    expect(scores).toHaveLength(5);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(group).toEqual(before);
  });

  it('follows its channels when they are reordered, unless it draws lots', () => {
    if (criterion.id === 'random') return expect(criterion.title).toContain('control');
    const order = [3, 0, 4, 1, 2];
    const scores = scoresOf(criterion, group!);
    const moved = scoresOf(criterion, reordered(group!, order));
    order.forEach((to, from) => expect(moved[to]).toBeCloseTo(scores[from]!, 5));
  });
});

/** Two layers of a network of three, of different sizes. */
const stack = graphOf(
  {
    in: ['input', { shape: [3] }],
    fc1: ['dense', { units: 3 }, 'in'],
    norm1: ['batch-norm', {}, 'fc1'],
    fc2: ['dense', { units: 3 }, 'norm1'],
    out: ['dense', { units: 2 }, 'fc2'],
  },
  ['out'],
);
const stackParameters = randomParameters(stack, 6);
const found = unitsFor(stack, stackParameters, candidatesIn(stack, { kind: 'layer', ways: ['identity'] }));
const stackLayers = { kind: 'layers', name: 'layers', units: found } as const;

describe.each(criteria.all.filter(({ units }) => units.includes('layers')))('criterion $id on layers', criterion => {
  it('gives one finite score per layer and leaves the arrays as they were', () => {
    const before = structuredClone(stackLayers);
    const scores = scoresOf(criterion, stackLayers);
    expect(scores).toHaveLength(2);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(stackLayers).toEqual(before);
  });

  it('follows its layers when they are reordered, unless it draws lots', () => {
    if (criterion.id === 'random') return expect(criterion.title).toContain('control');
    const scores = scoresOf(criterion, { ...stackLayers, units: [...found].reverse() });
    expect([...scores].reverse()).toEqual([...scoresOf(criterion, stackLayers)]);
  });
});

describe('what the criteria compute, by hand', () => {
  const kernel = { shape: [2, 2], values: Float32Array.of(1, -2, 3, 4) };
  const weights: PruningSubject = { kind: 'weights', name: 'fc1/kernel', kernel };
  const columns: ChannelSubject = {
    kind: 'channels',
    name: 'fc1',
    channels: 2,
    members: [
      { name: 'fc1/kernel', parameter: kernel, isKernel: true, axis: 1, role: 'output', channelOf: Int32Array.of(0, 1) },
      {
        name: 'fc1/bias',
        parameter: { shape: [2], values: Float32Array.of(10, 20) },
        isKernel: false,
        axis: 0,
        role: 'output',
        channelOf: Int32Array.of(0, 1),
      },
    ],
    carriers: [],
  };

  const layersByHand: PruningSubject = {
    kind: 'layers',
    name: 'layers',
    units: [
      { node: 'fc1', by: 'identity', members: columns.members },
      {
        node: 'fc2',
        by: 'identity',
        members: [{ name: 'fc2/kernel', parameter: { shape: [1], values: Float32Array.of(-7) }, isKernel: true }],
      },
    ],
  };

  it.each([
    ['lamp', weights, [1 / 30, 4 / 29, 9 / 25, 1]],
    ['kernel-norm', columns, [4, 6]],
    ['magnitude', weights, [1, 2, 3, 4]],
    ['magnitude', columns, [4 / 5, 6 / 5]],
    ['magnitude', layersByHand, [10 / 4, 7]],
    ['geometric-median', columns, [Math.sqrt(9 + 1), Math.sqrt(9 + 1)]],
  ] as const)('%s', (id, subject, expected) => {
    scoresOf(criteria.require(id), subject).forEach((score, i) => expect(score).toBeCloseTo(expected[i]!, 6));
  });

  it('synaptic flow: a weight’s share of what gets through a network of positive weights', async () => {
    // in(2) → fc1(2) → fc2(1); |w1| = [[1, 2], [3, 4]], |w2| = [5, 6]; mean magnitudes 2.5 and 5.5.
    const graph = graphOf({ in: ['input', { shape: [2] }], fc1: ['dense', { units: 2 }, 'in'], fc2: ['dense', { units: 1 }, 'fc1'] }, [
      'fc2',
    ]);
    const parameters = {
      'fc1/kernel': { shape: [2, 2], values: Float32Array.of(1, -2, 3, -4) },
      'fc1/bias': { shape: [2], values: Float32Array.of(7, 7) },
      'fc2/kernel': { shape: [2, 1], values: Float32Array.of(-5, 6) },
      'fc2/bias': { shape: [1], values: Float32Array.of(7) },
    };
    const flow = await synapticFlow({ tf, graph }, parameters);
    const scale = 2.5 * 5.5;
    const expected = { 'fc1/kernel': [1 * 5, 2 * 6, 3 * 5, 4 * 6], 'fc2/kernel': [5 * 4, 6 * 6] };
    for (const [name, values] of Object.entries(expected))
      values.forEach((value, i) => expect(flow[name]!.values[i]).toBeCloseTo(value / scale, 5));
    expect([...flow['fc1/bias']!.values]).toEqual([0, 0]);
  });

  it('asks for the evidence of what makes a channel or acts on it, not of what reads it', () => {
    expect(channelGroups(residual).groups.map(({ id }) => id)).toEqual(['conv1']);
    expect(parametersOf(group!).some(name => name === 'fc1/kernel')).toBe(false);
    expect(parametersOf(group!)).toContain('norm2/scale');
  });
});
