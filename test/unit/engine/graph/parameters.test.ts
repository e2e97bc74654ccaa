import { expect, it } from 'vitest';
import { initialParameters, parameterDeclarations } from '../../../../src-main/engine/graph/parameters.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { graphOf } from '../../../support/graphs.ts';

const net = (units: number, initialiser: string, extra: object = {}) =>
  graphOf(
    {
      in: ['input', { shape: [300] }],
      fc1: ['dense', { units, initialiser }, 'in'],
      norm: ['batch-norm', {}, 'fc1'],
      fc2: ['dense', { units: 2, bias: false }, 'norm'],
      ...extra,
    },
    ['fc2'],
  );

it('names every parameter after its node, in order', () => {
  expect(parameterDeclarations(net(100, 'he-normal')).map(({ fullName, role, shape }) => [fullName, role, shape])).toEqual([
    ['fc1/kernel', 'kernel', [300, 100]],
    ['fc1/bias', 'vector', [100]],
    ['norm/scale', 'vector', [100]],
    ['norm/offset', 'vector', [100]],
    ['norm/mean', 'statistic', [100]],
    ['norm/variance', 'statistic', [100]],
    ['fc2/kernel', 'kernel', [100, 2]],
  ]);
});

it('starts constants where they are declared', () => {
  const parameters = initialParameters(net(3, 'he-normal'), createRandom(1));
  expect([...(parameters['fc1/bias']?.values ?? [])]).toEqual([0, 0, 0]);
  expect([...(parameters['norm/scale']?.values ?? [])]).toEqual([1, 1, 1]);
  expect([...(parameters['norm/variance']?.values ?? [])]).toEqual([1, 1, 1]);
});

it('draws glorot-uniform within ±√(6/(in + out)) with a third of its square as variance', () => {
  const values = initialParameters(net(100, 'glorot-uniform'), createRandom(2))['fc1/kernel']?.values ?? new Float32Array();
  const limit = Math.sqrt(6 / 400);
  expect(Math.max(...values)).toBeLessThanOrEqual(limit);
  expect(Math.min(...values)).toBeLessThan(-0.99 * limit);
  expect(Math.abs(varianceOf(values) / (limit ** 2 / 3) - 1)).toBeLessThan(0.03);
});

it('draws he-normal with variance 2/in and mean 0', () => {
  const values = initialParameters(net(100, 'he-normal'), createRandom(3))['fc1/kernel']?.values ?? new Float32Array();
  expect(Math.abs(varianceOf(values) / (2 / 300) - 1)).toBeLessThan(0.03);
  expect(Math.abs(values.reduce((sum, v) => sum + v, 0) / values.length)).toBeLessThan(0.002);
});

it('gives the same values for the same seed, others for another, and to a layer its own whatever stands beside it', () => {
  const [once, again, other] = [7, 7, 8].map(seed => initialParameters(net(10, 'he-normal'), createRandom(seed)));
  expect(again).toEqual(once);
  expect(other?.['fc1/kernel']).not.toEqual(once?.['fc1/kernel']);
  const longer = graphOf(
    {
      in: ['input', { shape: [300] }],
      fc0: ['dense', { units: 300 }, 'in'],
      fc1: ['dense', { units: 10, initialiser: 'he-normal' }, 'fc0'],
    },
    ['fc1'],
  );
  expect(initialParameters(longer, createRandom(7))['fc1/kernel']).toEqual(once?.['fc1/kernel']);
});

function varianceOf(values: Float32Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
}

it('starts the forget gate of an LSTM open, and its recurrent kernel orthogonal', () => {
  const graph = graphOf({ in: ['input', { shape: [5, 3] }], lstm: ['lstm', { units: 4 }, 'in'] }, ['lstm']);
  const parameters = initialParameters(graph, createRandom(5));
  expect([...parameters['lstm/bias']!.values]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  const rows = [0, 1, 2, 3].map(row => [...parameters['lstm/recurrent']!.values.subarray(row * 16, (row + 1) * 16)]);
  for (const [i, a] of rows.entries()) {
    for (const [j, b] of rows.entries()) {
      expect(a.reduce((sum, value, k) => sum + value * b[k]!, 0)).toBeCloseTo(i === j ? 1 : 0, 6);
    }
  }
});
