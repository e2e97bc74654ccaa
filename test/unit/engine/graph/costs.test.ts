import { expect, it } from 'vitest';
import { costsOf } from '../../../../src-main/engine/graph/costs.ts';
import { graphOf, randomParameters } from '../../../support/graphs.ts';

const convNet = graphOf(
  {
    in: ['input', { shape: [6, 6, 2] }],
    c: ['conv2d', { filters: 4, kernel: 3 }, 'in'],
    norm: ['batch-norm', {}, 'c'],
    pool: ['max-pool', {}, 'norm'],
    flat: ['flatten', {}, 'pool'],
    fc: ['dense', { units: 3 }, 'flat'],
  },
  ['fc'],
);

it('counts parameters, multiply-adds and activations of every layer', () => {
  expect(
    costsOf(convNet).layers.map(({ name, parameters, multiplyAdds, activations }) => [name, parameters, multiplyAdds, activations]),
  ).toEqual([
    ['in', 0, 0, 72],
    ['c', 3 * 3 * 2 * 4 + 4, 4 * 4 * 4 * 18, 64],
    ['norm', 16, 64, 64],
    ['pool', 0, 0, 16],
    ['flat', 0, 0, 16],
    ['fc', 16 * 3 + 3, 48, 3],
  ]);
  expect(costsOf(convNet).total).toEqual({
    parameters: 76 + 16 + 51,
    nonZeros: 76 + 16 + 51,
    multiplyAdds: 1152 + 64 + 48,
    activations: 235,
    held: 0,
    // The input and the convolution's result: 72 + 64 values of 4 bytes.
    peakActivationBytes: 544,
  });
});

it('keeps a shortcut alive until it is added', () => {
  const residual = graphOf(
    {
      in: ['input', { shape: [10] }],
      wide: ['dense', { units: 40 }, 'in'],
      narrow: ['dense', { units: 10 }, 'wide'],
      sum: ['add', {}, 'narrow', 'in'],
      out: ['dense', { units: 2 }, 'sum'],
    },
    ['out'],
  );
  // in 10, wide 40, narrow 10 at once.
  expect(costsOf(residual).total.peakActivationBytes).toBe(60 * 4);
});

it('counts what a mask keeps, the values that are not 0 elsewhere, and vectors whole', () => {
  const parameters = randomParameters(convNet, 1);
  parameters['c/kernel']?.values.fill(0, 0, 10);
  parameters['c/bias']?.values.fill(0);
  parameters['fc/kernel']?.values.fill(0, 0, 5);
  const mask = new Uint8Array(48).fill(1, 0, 12);
  const { layers, total } = costsOf(convNet, parameters, { 'fc/kernel': mask });
  expect(layers.map(layer => layer.nonZeros)).toEqual([0, 76 - 10, 16, 0, 0, 12 + 3]);
  expect(total.nonZeros).toBe(66 + 16 + 15);
  expect(total.parameters).toBe(143);
});
