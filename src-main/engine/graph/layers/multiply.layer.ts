import type { Tensor } from '../../tensor-library.ts';
import { joinedShape, spread } from '../broadcast.ts';
import { defineLayer } from '../layer.ts';
import { sizeOf } from '../shape-checks.ts';

/**
 * The product of its inputs, value by value: a gate on channels where one is a row (squeeze-and-excitation), on places where
 * one has a single channel. Shapes: see `joinedShape`. One multiply-add per value and further input.
 */
export const multiply = defineLayer({
  id: 'multiply',
  title: 'Multiply',
  help: 'Multiplies its inputs value by value; with shares from 0 to 1, a gate.',
  source: 'Hu 2017, arXiv:1709.01507',
  revision: 1,
  inputs: [2, 64],
  params: {},
  namePrefix: () => 'multiply',
  outputShape: (_config, inputs) => joinedShape('multiply', inputs),
  parameters: () => [],
  apply: ({ tf, inputs }) => spread(tf, inputs).reduce((product: Tensor, x) => tf.mul(product, x)),
  multiplyAdds: (_config, inputs, output) => (inputs.length - 1) * sizeOf(output),
  channels: () => ({ kind: 'join' }),
});
