import { beforeAll, describe, expect, it } from 'vitest';
import type { FactorisationSubject } from '../../../../src-main/engine/factorisation/candidates.ts';
import { factoriseModel } from '../../../../src-main/engine/factorisation/factorise-model.ts';
import { matrixOf } from '../../../../src-main/engine/factorisation/matrix.ts';
import type { FactorisationTarget } from '../../../../src-main/engine/factorisation/ranks.ts';
import { svdOf } from '../../../../src-main/engine/factorisation/svd.ts';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { parameterDeclarations } from '../../../../src-main/engine/graph/parameters.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { graphOf, maskedAnswers, randomParameters, separatedValues } from '../../../support/graphs.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

const graph = graphOf(
  {
    image: ['input', { shape: [8, 8, 3] }],
    conv: ['conv2d', { filters: 10, kernel: [3, 2], stride: 2, padding: 'same', activation: 'tanh' }, 'image'],
    depth: ['depthwise-conv2d', { kernel: 3, padding: 'same' }, 'conv'],
    flat: ['flatten', {}, 'depth'],
    fc1: ['dense', { units: 12, activation: 'relu' }, 'flat'],
    fc2: ['dense', { units: 3 }, 'fc1'],
  },
  ['fc2'],
);

/** Kernels of conv (18 × 10) and fc1 (160 × 12) are sums of two products, to the last digit of float32. */
function lowRankModel(): FactorisationSubject {
  const parameters = { ...randomParameters(graph, 3) };
  for (const [name, columns] of [
    ['conv/kernel', 10],
    ['fc1/kernel', 12],
  ] as const) {
    const { shape, values } = parameters[name]!;
    const rows = values.length / columns;
    const wave = (k: number, i: number): number => Math.sin(1 + (k + 1) * i);
    const product = (_: number, i: number): number =>
      0.2 * (wave(0, Math.floor(i / columns)) * wave(2, i % columns) + wave(1, Math.floor(i / columns)) * wave(4, i % columns));
    parameters[name] = { shape, values: Float32Array.from({ length: rows * columns }, product) };
  }
  return { graph, parameters, masks: {} };
}

function fullModel(masks: FactorisationSubject['masks'] = {}): FactorisationSubject {
  return { graph, parameters: randomParameters(graph, 3), masks };
}

const energy = (share: number): FactorisationTarget => ({ measure: 'energy', share });
const noTurn = (): Promise<void> => Promise.resolve();

function answers({ graph: structure, parameters }: FactorisationSubject): readonly number[] {
  const inputs = [{ shape: [4, 8, 8, 3], values: separatedValues(4 * 192, 2).map(value => value / 8) }];
  return [...maskedAnswers(tf, { graph: structure, parameters, inputs })[0]!];
}

describe('factoriseModel', () => {
  it('leaves the answers as they are where the kernels have that rank', async () => {
    const model = lowRankModel();
    const { layers, ...slim } = await factoriseModel(model, { target: energy(1 - 1e-9) }, noTurn);
    expect(layers.map(({ node, rank, of, before, after }) => [node, rank, of, before, after])).toEqual([
      ['conv', 2, 10, 180, 56],
      ['fc1', 2, 12, 1920, 344],
    ]);
    const [came, expected] = [answers(slim), answers(model)];
    came.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
    expect(expected.some(value => Math.abs(value) > 0.1)).toBe(true);
  });

  it('puts a layer in front under a name of its own, and keeps name, bias and activation of the other', async () => {
    const slim = await factoriseModel(lowRankModel(), { target: energy(0.999), layers: ['conv'] }, noTurn);
    const [, basis, conv] = slim.graph.nodes;
    expect(basis).toMatchObject({
      name: 'conv-basis',
      layer: 'conv2d',
      inputs: ['image'],
      config: { filters: 2, kernel: [3, 2], stride: 2, padding: 'same', activation: 'linear', bias: false },
    });
    expect(conv).toMatchObject({
      name: 'conv',
      inputs: ['conv-basis'],
      config: { filters: 10, kernel: 1, stride: 1, activation: 'tanh', bias: true },
    });
    expect(shapesIn(slim.parameters)).toEqual(parameterDeclarations(slim.graph).map(({ fullName, shape }) => [fullName, shape]));
  });

  it('finds a free name when that one is taken', async () => {
    const taken = graphOf(
      { x: ['input', { shape: [9] }], 'fc-basis': ['dense', { units: 9 }, 'x'], fc: ['dense', { units: 9 }, 'fc-basis'] },
      ['fc'],
    );
    const slim = await factoriseModel({ graph: taken, parameters: randomParameters(taken, 1), masks: {} }, { target: energy(0.1) }, noTurn);
    expect(slim.graph.nodes.map(({ name }) => name)).toEqual(['x', 'fc-basis-basis', 'fc-basis', 'fc-basis2', 'fc']);
  });

  it('is off by exactly what it leaves out', async () => {
    const model = fullModel();
    const slim = await factoriseModel(model, { target: energy(0.5), layers: ['fc1'] }, noTurn);
    const [{ rank, energy: kept }] = slim.layers as [(typeof slim.layers)[number]];
    const kernel = model.parameters['fc1/kernel']!;
    const { values } = await svdOf(matrixOf(kernel.values, 160, 12));
    const squares = [...values].map(value => value * value);
    const lost = squares.slice(rank).reduce((sum, square) => sum + square, 0);
    const [front, back] = [slim.parameters['fc1-basis/kernel']!.values, slim.parameters['fc1/kernel']!.values];
    const off = kernel.values.reduce((sum, value, i) => {
      const [r, c] = [Math.floor(i / 12), i % 12];
      let product = 0;
      for (let k = 0; k < rank; k++) product += front[r * rank + k]! * back[k * 12 + c]!;
      return sum + (value - product) ** 2;
    }, 0);
    expect(off / lost).toBeCloseTo(1, 5);
    expect(kept).toBeCloseTo(1 - lost / squares.reduce((sum, square) => sum + square, 0), 10);
    expect(kept).toBeGreaterThanOrEqual(0.5);
  });

  it.each(['parameters', 'multiplyAdds'] as const)(
    'keeps a budget of %s, and uses it up to less than one rank of a layer',
    async measure => {
      const model = fullModel();
      const whole = costsOf(graph).total[measure];
      const slim = await factoriseModel(model, { target: { measure, share: 0.5 } }, noTurn);
      const left = costsOf(slim.graph).total[measure];
      const oneRank = measure === 'parameters' ? 160 + 12 : 16 * (18 + 10);
      expect(left).toBeLessThanOrEqual(0.5 * whole);
      expect(left).toBeGreaterThan(0.5 * whole - oneRank);
    },
  );

  it('refuses a budget that rank 1 everywhere does not meet, with the least one', async () => {
    const failure = await rejectionOf(factoriseModel(fullModel(), { target: { measure: 'parameters', share: 0.01 } }, noTurn));
    const whole = costsOf(graph).total.parameters;
    const least = whole - (180 - 28) - (1920 - 172) - (36 - 15);
    expect(failure).toMatchObject({ code: 'invalid-input', path: 'parameters' });
    expect(failure.message).toContain(`(${least} of ${whole}), got 0.01`);
  });

  it('says of every layer why it stays whole', async () => {
    const masked = { 'conv/kernel': Uint8Array.from({ length: 180 }, (_, i) => i % 2) };
    const { left } = await factoriseModel(fullModel(masked), { target: energy(0.9) }, noTurn);
    expect(left).toEqual([
      { node: 'conv', reason: 'its weights were pruned one by one, and a product of factors would fill them again' },
      { node: 'depth', reason: 'depthwise convolution has no form of two smaller layers' },
      { node: 'fc2', reason: 'rank 3 of 3 needs 45 values, the kernel has 36' },
    ]);
  });

  it('fails when nothing would become smaller, with the reasons', async () => {
    const failure = await rejectionOf(factoriseModel(fullModel(), { target: energy(1) }, noTurn));
    expect(failure).toMatchObject({ code: 'nothing-changed', path: 'energy' });
    expect(failure.message).toContain('conv: rank 10 of 10 needs 280 values, the kernel has 180');
  });

  it('refuses layers that are not there or can’t be, and weights that are no numbers', async () => {
    const refusal = (layers: readonly string[], model = fullModel()) =>
      rejectionOf(factoriseModel(model, { target: energy(0.5), layers }, noTurn));
    expect(await refusal(['fc'])).toMatchObject({ code: 'invalid-input', path: 'layers', hint: "Did you mean 'fc1'?" });
    expect((await refusal(['depth'])).message).toContain("'depth' can't be: depthwise convolution has no form");
    const { parameters } = fullModel();
    const broken = { ...parameters['fc1/kernel']!, values: parameters['fc1/kernel']!.values.with(5, NaN) };
    const failure = await refusal(['fc1'], { ...fullModel(), parameters: { ...parameters, 'fc1/kernel': broken } });
    expect(failure).toMatchObject({ code: 'invalid-input', path: 'fc1/kernel' });
    const none = graphOf({ x: ['input', { shape: [4, 4, 2] }], y: ['depthwise-conv2d', { kernel: 2 }, 'x'] }, ['y']);
    const empty = await rejectionOf(
      factoriseModel({ graph: none, parameters: randomParameters(none, 1), masks: {} }, { target: energy(0.5) }, noTurn),
    );
    expect(empty).toMatchObject({ path: 'model', hint: 'y: depthwise convolution has no form of two smaller layers' });
  });

  it('spends no rank on weights behind inputs that are always 0, and less on those behind small ones', async () => {
    const wide = graphOf({ x: ['input', { shape: [6] }], fc: ['dense', { units: 8, bias: false }, 'x'] }, ['fc']);
    const model = { graph: wide, parameters: randomParameters(wide, 4), masks: {} };
    const sizes = Float64Array.from([1, 1, 0, 0, 0, 0.01]);
    const order = { target: energy(0.999), inputSizes: new Map([['x', sizes]]) };
    const slim = await factoriseModel(model, order, noTurn);
    expect(slim.layers).toMatchObject([{ node: 'fc', rank: 2, of: 6 }]);
    const [front, back] = [slim.parameters['fc-basis/kernel']!.values, slim.parameters['fc/kernel']!.values];
    const before = model.parameters['fc/kernel']!.values;
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column < 8; column++) {
        const product = front[2 * row]! * back[column]! + front[2 * row + 1]! * back[8 + column]!;
        if (row < 2) expect(product).toBeCloseTo(before[8 * row + column]!, 2);
        if (row > 1 && row < 5) expect(product).toBeCloseTo(0, 12);
      }
    }
  });

  it('weighs each place of a window alike, by channel', async () => {
    const model = fullModel();
    const flat = await factoriseModel(model, { target: energy(0.5), layers: ['conv'] }, noTurn);
    const same = new Map([['image', Float64Array.from([3, 3, 3])]]);
    const scaled = await factoriseModel(model, { target: energy(0.5), layers: ['conv'], inputSizes: same }, noTurn);
    expect(scaled.layers[0]).toMatchObject({ rank: flat.layers[0]!.rank, energy: expect.closeTo(flat.layers[0]!.energy, 6) as number });
    const [came, expected] = [answers(scaled), answers(flat)];
    came.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
    const one = new Map([['image', Float64Array.from([1, 0, 0])]]);
    const only = await factoriseModel(model, { target: energy(0.5), layers: ['conv'], inputSizes: one }, noTurn);
    const { values } = only.parameters['conv-basis/kernel']!;
    const { rank } = only.layers[0]!;
    values.forEach((value, i) => expect(value === 0).toBe(Math.floor(i / rank) % 3 !== 0));
  });

  it('takes a kernel of zeros, and leaves its argument alone', async () => {
    const model = fullModel();
    const zeros = { ...model.parameters['fc1/kernel']!, values: new Float32Array(1920) };
    const subject = { ...model, parameters: { ...model.parameters, 'fc1/kernel': zeros } };
    const before = structuredClone(subject);
    const slim = await factoriseModel(subject, { target: energy(0.9), layers: ['fc1'] }, noTurn);
    expect(slim.layers[0]).toMatchObject({ rank: 1, energy: 1 });
    expect(answers(slim)).toEqual(answers(subject));
    expect(subject).toEqual(before);
  });
});

function shapesIn(parameters: Parameters): readonly unknown[] {
  return Object.entries(parameters).map(([name, { shape }]) => [name, shape]);
}
