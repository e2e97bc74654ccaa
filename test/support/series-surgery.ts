import { graphOf, type Sketch } from './graphs.ts';
import type { SurgeryCase } from './surgery-case.ts';

/** Tokens that read each other in two heads, beside a shortcut, and are averaged where there are any. */
const transformer: Sketch = {
  in: ['input', { shape: [6] }],
  mask: ['mask', {}, 'in'],
  tokens: ['embedding', { tokens: 7, units: 4 }, 'in'],
  placed: ['positional-embedding', {}, 'tokens'],
  even: ['layer-norm', {}, 'placed'],
  queries: ['conv1d', { filters: 4, kernel: 1 }, 'even'],
  keys: ['conv1d', { filters: 4, kernel: 1 }, 'even'],
  values: ['conv1d', { filters: 4, kernel: 1 }, 'even'],
  heads: ['attention', { headSize: 2 }, 'queries', 'keys', 'values', 'mask'],
  joined: ['conv1d', { filters: 4, kernel: 1 }, 'heads'],
  sum: ['add', {}, 'placed', 'joined'],
  mean: ['global-average-pool', {}, 'sum', 'mask'],
  out: ['dense', { units: 2 }, 'mean'],
};

/** Tokens without what compares their channels. */
const bag: Sketch = {
  in: ['input', { shape: [6] }],
  tokens: ['embedding', { tokens: 7, units: 5 }, 'in'],
  placed: ['positional-embedding', {}, 'tokens'],
  both: ['bidirectional', { units: 3, returnSequences: true }, 'placed'],
  gru: ['gru', { units: 4, returnSequences: true }, 'both'],
  conv: ['conv1d', { filters: 4, kernel: 1 }, 'gru'],
  even: ['group-norm', { groups: 2 }, 'conv'],
  greatest: ['global-max-pool', {}, 'even'],
  out: ['dense', { units: 2 }, 'greatest'],
};

/** Gated memories that reset behind their product, with two biases each. */
const gated: Sketch = {
  in: ['input', { shape: [4, 3] }],
  both: ['bidirectional', { cell: 'gru', units: 3, returnSequences: true, resetAfter: true }, 'in'],
  gru: ['gru', { units: 4, resetAfter: true }, 'both'],
  out: ['dense', { units: 2 }, 'gru'],
};

/** A series under windows. */
const windows: Sketch = {
  in: ['input', { shape: [9, 3] }],
  conv1: ['conv1d', { filters: 4, kernel: 3, activation: 'tanh' }, 'in'],
  pool1: ['max-pool1d', {}, 'conv1'],
  pool2: ['average-pool1d', { size: 2, stride: 1 }, 'pool1'],
  conv2: ['conv1d', { filters: 3, kernel: 1 }, 'pool2'],
  gap: ['global-average-pool', {}, 'conv2'],
  out: ['dense', { units: 2 }, 'gap'],
};

const recurrent: Sketch = {
  in: ['input', { shape: [4, 3] }],
  lstm1: ['lstm', { units: 4, returnSequences: true }, 'in'],
  norm: ['batch-norm', {}, 'lstm1'],
  lstm2: ['lstm', { units: 3, bias: false }, 'norm'],
  fc1: ['dense', { units: 2 }, 'lstm2'],
};

/** Cuts of layers over series and texts. */
export const seriesSurgery: readonly SurgeryCase[] = [
  {
    title: 'a head of attention',
    graph: graphOf(transformer, ['out']),
    group: 'queries',
    channels: [0],
    masks: { values: [0, 1] },
    left: { queries: 2, keys: 2, values: 2, heads: 2, joined: 4 },
  },
  {
    title: 'units of an embedding',
    graph: graphOf(bag, ['out']),
    group: 'tokens',
    channels: [0, 4],
    masks: { placed: [0, 4] },
    left: { tokens: 3, placed: 3, both: 6 },
  },
  {
    title: 'a recurrent layer of both directions: the same state of each',
    graph: graphOf(bag, ['out']),
    group: 'both',
    channels: [1],
    masks: { both: [1, 4] },
    left: { both: 4, gru: 4 },
  },
  {
    title: 'a gated recurrent layer',
    graph: graphOf(bag, ['out']),
    group: 'gru',
    channels: [0, 2],
    masks: { gru: [0, 2] },
    left: { gru: 2, conv: 4 },
  },
  {
    title: 'a gated recurrent layer that resets behind its product',
    graph: graphOf(gated, ['out']),
    group: 'gru',
    channels: [0, 2],
    masks: { gru: [0, 2] },
    left: { gru: 2 },
  },
  {
    title: 'a gated recurrent layer of both directions that resets behind its product',
    graph: graphOf(gated, ['out']),
    group: 'both',
    channels: [1],
    masks: { both: [1, 4] },
    left: { both: 4, gru: 4 },
  },
  {
    title: 'a convolution of a series',
    graph: graphOf(windows, ['out']),
    group: 'conv1',
    channels: [1, 2],
    masks: { pool2: [1, 2] },
    left: { conv1: 2, conv2: 3 },
  },
  {
    title: 'a recurrent layer that gives all its states',
    graph: graphOf(recurrent, ['fc1']),
    group: 'lstm1',
    channels: [1, 2],
    masks: { lstm1: [1, 2], norm: [1, 2] },
    left: { lstm1: 2, norm: 2, lstm2: 3 },
  },
  {
    title: 'a recurrent layer that gives its last state',
    graph: graphOf(recurrent, ['fc1']),
    group: 'lstm2',
    channels: [0],
    masks: { lstm2: [0] },
    left: { lstm1: 4, lstm2: 2, fc1: 2 },
  },
];
