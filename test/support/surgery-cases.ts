import { ACTIVATION_FUNCTIONS } from '../../src-main/engine/graph/activations.ts';
import { graphOf, type ChannelMasks, type Sketch } from './graphs.ts';
import { opaqueConfig } from './opaque-files.ts';
import type { SurgeryCase } from './surgery-case.ts';
import { seriesSurgery } from './series-surgery.ts';

const image = ['input', { shape: [4, 4, 2] }] as const;
const conv = (filters: number, more: object = {}) => ({ filters, kernel: 3, padding: 'same', ...more });
const relu = { function: 'relu' };

const throughActivations: readonly SurgeryCase[] = ACTIVATION_FUNCTIONS.filter(name => name !== 'softmax').map(name => ({
  title: `dense → ${name} → dense`,
  graph: graphOf(
    {
      in: ['input', { shape: [5] }],
      fc1: ['dense', { units: 4 }, 'in'],
      act: ['activation', { function: name }, 'fc1'],
      fc2: ['dense', { units: 3 }, 'act'],
    },
    ['fc2'],
  ),
  group: 'fc1',
  channels: [1, 3],
  masks: { act: [1, 3] },
  left: { fc1: 2, fc2: 3 },
}));

const throughSteps: SurgeryCase = {
  title: 'dense → steps of a fixed grid → dense',
  graph: graphOf(
    {
      in: ['input', { shape: [5] }],
      fc1: ['dense', { units: 4 }, 'in'],
      steps: ['fake-quantise', { scale: 0.05, zeroPoint: 128 }, 'fc1'],
      fc2: ['dense', { units: 3 }, 'steps'],
    },
    ['fc2'],
  ),
  group: 'fc1',
  channels: [1, 3],
  masks: { steps: [1, 3] },
  left: { fc1: 2, fc2: 3 },
};

/** conv1 → the layer → something that ends in a dense layer. */
function afterConv(title: string, middle: Sketch, last: string, masks: ChannelMasks): SurgeryCase {
  const sketch: Sketch = {
    in: image,
    conv1: ['conv2d', conv(3, { activation: 'sigmoid' }), 'in'],
    ...middle,
    fc1: ['dense', { units: 2 }, last],
  };
  return { title, graph: graphOf(sketch, ['fc1']), group: 'conv1', channels: [1], masks, left: { conv1: 2, fc1: 2 } };
}

const residual: Sketch = {
  in: image,
  conv1: ['conv2d', conv(3), 'in'],
  relu1: ['activation', relu, 'conv1'],
  conv2: ['conv2d', conv(3), 'relu1'],
  norm2: ['batch-norm', {}, 'conv2'],
  sum: ['add', {}, 'relu1', 'norm2'],
  relu2: ['activation', relu, 'sum'],
  gap: ['global-average-pool', {}, 'relu2'],
  fc1: ['dense', { units: 2 }, 'gap'],
};

const denselyJoined: Sketch = {
  in: image,
  conv1: ['conv2d', conv(3), 'in'],
  relu1: ['activation', relu, 'conv1'],
  conv2: ['conv2d', conv(2), 'relu1'],
  joined: ['concatenate', {}, 'in', 'relu1', 'conv2'],
  norm3: ['batch-norm', {}, 'joined'],
  conv3: ['conv2d', conv(2), 'norm3'],
  gap: ['global-average-pool', {}, 'conv3'],
  fc1: ['dense', { units: 2 }, 'gap'],
};

const separable: Sketch = {
  in: image,
  conv1: ['conv2d', conv(3), 'in'],
  norm1: ['batch-norm', {}, 'conv1'],
  depth: ['depthwise-conv2d', { kernel: 3, multiplier: 2 }, 'norm1'],
  act: ['activation', { function: 'sigmoid' }, 'depth'],
  point: ['conv2d', { filters: 4, kernel: 1 }, 'act'],
  flat: ['flatten', {}, 'point'],
  fc1: ['dense', { units: 2 }, 'flat'],
};

const twoHeads: Sketch = {
  in: ['input', { shape: [5] }],
  trunk: ['dense', { units: 4, activation: 'gelu' }, 'in'],
  left: ['dense', { units: 3 }, 'trunk'],
  hidden: ['dense', { units: 3, activation: 'tanh' }, 'trunk'],
  right: ['dense', { units: 2 }, 'hidden'],
};

/** a ⊕ b is added to c: c's first channels are a's, its last ones b's. */
const partial: Sketch = {
  in: ['input', { shape: [5] }],
  a: ['dense', { units: 2 }, 'in'],
  b: ['dense', { units: 3 }, 'in'],
  c: ['dense', { units: 5 }, 'in'],
  ab: ['concatenate', {}, 'a', 'b'],
  sum: ['add', {}, 'ab', 'c'],
  act: ['activation', { function: 'swish' }, 'sum'],
  out: ['dense', { units: 2 }, 'act'],
};

/** A row of 12 becomes an image of 3 channels; an image of 2 × 2 × 2 becomes rows of 4. */
const reshaped: Sketch = {
  in: ['input', { shape: [5] }],
  fc1: ['dense', { units: 12, activation: 'tanh' }, 'in'],
  image: ['reshape', { shape: [2, 2, 3] }, 'fc1'],
  conv1: ['conv2d', { filters: 2, kernel: 1, activation: 'sigmoid' }, 'image'],
  rows: ['reshape', { shape: [2, 4] }, 'conv1'],
  lstm1: ['lstm', { units: 3 }, 'rows'],
  column: ['reshape', { shape: [1, 1, 3] }, 'lstm1'],
  gap: ['global-average-pool', {}, 'column'],
  out: ['dense', { units: 2 }, 'gap'],
};

/** Groups of filters that read groups of channels, behind a convolution and in front of one. */
const grouped: Sketch = {
  in: image,
  conv1: ['conv2d', conv(6), 'in'],
  relu1: ['activation', relu, 'conv1'],
  conv2: ['conv2d', conv(4, { groups: 2 }), 'relu1'],
  gap: ['global-max-pool', {}, 'conv2'],
  fc1: ['dense', { units: 2 }, 'gap'],
};

/** A gate on the channels, and one on the places. */
const gated: Sketch = {
  in: image,
  conv1: ['conv2d', conv(4, { activation: 'tanh' }), 'in'],
  squeezed: ['global-average-pool', {}, 'conv1'],
  fc1: ['dense', { units: 3, activation: 'relu' }, 'squeezed'],
  fc2: ['dense', { units: 4, activation: 'sigmoid' }, 'fc1'],
  excited: ['multiply', {}, 'conv1', 'fc2'],
  places: ['conv2d', { filters: 1, kernel: 1, activation: 'sigmoid' }, 'excited'],
  seen: ['multiply', {}, 'places', 'excited'],
  gap: ['global-average-pool', {}, 'seen'],
  out: ['dense', { units: 2 }, 'gap'],
};

/** An image that is made small and large again. */
const hourglass: Sketch = {
  in: image,
  conv1: ['conv2d', conv(3, { stride: 2, activation: 'tanh' }), 'in'],
  deconv: ['conv2d-transpose', { filters: 4, kernel: 3, stride: 2, padding: 'same', activation: 'sigmoid' }, 'conv1'],
  up: ['upsampling', { size: 2, interpolation: 'bilinear' }, 'deconv'],
  around: ['pad', { before: [1, 0], after: [0, 1] }, 'up'],
  turned: ['permute', { order: [2, 1, 3] }, 'around'],
  conv2: ['conv2d', { filters: 2, kernel: 3, stride: 2 }, 'turned'],
  flat: ['flatten', {}, 'conv2'],
  out: ['dense', { units: 2 }, 'flat'],
};

/** A row beside an image. */
const beside: Sketch = {
  x: ['input', { shape: [2, 2, 1] }],
  row: ['flatten', {}, 'x'],
  told: ['dense', { units: 3, activation: 'tanh' }, 'row'],
  places: ['repeat', { times: 4 }, 'told'],
  image: ['reshape', { shape: [2, 2, 3] }, 'places'],
  both: ['concatenate', {}, 'x', 'image'],
  maps: ['conv2d', { filters: 4, kernel: 2 }, 'both'],
  flat: ['flatten', {}, 'maps'],
  out: ['dense', { units: 2 }, 'flat'],
};

/** Half sure, the first stage answers. */
const staged: Sketch = {
  x: ['input', { shape: [6] }],
  fast: ['dense', { units: 4 }, 'x'],
  hidden: ['dense', { units: 5, activation: 'tanh' }, 'x'],
  slow: ['dense', { units: 4 }, 'hidden'],
  chosen: ['cascade', { thresholds: [0.6], temperatures: [1, 1] }, 'fast', 'slow'],
  special: ['dense', { units: 2 }, 'hidden'],
  answer: ['specialists', { classes: [[0, 3]] }, 'chosen', 'special'],
};

/** Two members under the tails that fusions end with. */
const fused: Sketch = {
  x: ['input', { shape: [6] }],
  hidden: ['dense', { units: 5 }, 'x'],
  first: ['dense', { units: 3 }, 'hidden'],
  second: ['dense', { units: 3 }, 'x'],
  order: ['select-channels', { channels: [2, 0, 1] }, 'second'],
  cooler: ['rescale', { factor: [0.5], offset: [0] }, 'order'],
  sure: ['log-softmax', {}, 'first'],
  best: ['maximum', {}, 'sure', 'cooler'],
  places: ['ranks', {}, 'best'],
  both: ['add', {}, 'best', 'places'],
  curve: [
    'piecewise-linear',
    {
      at: [
        [-20, 20],
        [-20, 20],
        [-20, 20],
      ],
      values: [
        [0.1, 0.9],
        [0.1, 0.9],
        [0.2, 0.8],
      ],
    },
    'both',
  ],
  answer: ['logits', {}, 'curve'],
};

export const surgeryCases: readonly SurgeryCase[] = [
  ...seriesSurgery,
  {
    title: 'the channels a grouped convolution reads: one of each group',
    graph: graphOf(grouped, ['fc1']),
    group: 'conv1',
    channels: [1],
    masks: { relu1: [1, 4] },
    left: { conv1: 4, conv2: 4, fc1: 2 },
  },
  {
    title: 'the filters of a grouped convolution: one of each group',
    graph: graphOf(grouped, ['fc1']),
    group: 'conv2',
    channels: [0],
    masks: { conv2: [0, 2] },
    left: { conv1: 6, conv2: 2, fc1: 2 },
  },
  {
    title: 'channels with a gate on each',
    graph: graphOf(gated, ['out']),
    group: 'conv1',
    channels: [0, 3],
    masks: { conv1: [0, 3], excited: [0, 3], seen: [0, 3] },
    left: { conv1: 2, fc1: 3, fc2: 2, places: 1 },
  },
  {
    title: 'a transposed convolution',
    graph: graphOf(hourglass, ['out']),
    group: 'deconv',
    channels: [0, 2],
    masks: { up: [0, 2] },
    left: { conv1: 3, deconv: 2, up: 2, conv2: 2 },
  },
  {
    title: 'what a transposed convolution reads',
    graph: graphOf(hourglass, ['out']),
    group: 'conv1',
    channels: [1],
    masks: { conv1: [1] },
    left: { conv1: 2, deconv: 4 },
  },
  ...throughActivations,
  throughSteps,
  afterConv('conv → flatten → dense', { flat: ['flatten', {}, 'conv1'] }, 'flat', { conv1: [1] }),
  afterConv('conv → batch-norm → flatten → dense', { norm: ['batch-norm', {}, 'conv1'], flat: ['flatten', {}, 'norm'] }, 'flat', {
    norm: [1],
  }),
  afterConv('conv → max-pool → flatten → dense', { pool: ['max-pool', {}, 'conv1'], flat: ['flatten', {}, 'pool'] }, 'flat', { pool: [1] }),
  afterConv(
    'conv → average-pool → dropout → flatten → dense',
    { pool: ['average-pool', {}, 'conv1'], drop: ['dropout', {}, 'pool'], flat: ['flatten', {}, 'drop'] },
    'flat',
    { pool: [1] },
  ),
  afterConv('conv → global average → dense', { gap: ['global-average-pool', {}, 'conv1'] }, 'gap', { gap: [1] }),
  {
    title: 'a residual addition',
    graph: graphOf(residual, ['fc1']),
    group: 'conv1',
    channels: [0, 2],
    masks: { relu1: [0, 2], relu2: [0, 2] },
    left: { conv1: 1, conv2: 1, fc1: 2 },
  },
  {
    title: 'a dense concatenation, first part',
    graph: graphOf(denselyJoined, ['fc1']),
    group: 'conv1',
    channels: [1],
    masks: { relu1: [1], norm3: [3] },
    left: { conv1: 2, conv2: 2, conv3: 2 },
  },
  {
    title: 'a dense concatenation, second part',
    graph: graphOf(denselyJoined, ['fc1']),
    group: 'conv2',
    channels: [0],
    masks: { norm3: [5] },
    left: { conv1: 3, conv2: 1, conv3: 2 },
  },
  {
    title: 'a depthwise separable convolution',
    graph: graphOf(separable, ['fc1']),
    group: 'conv1',
    channels: [1],
    masks: { act: [2, 3] },
    left: { conv1: 2, point: 4 },
  },
  {
    title: 'the point convolution behind it',
    graph: graphOf(separable, ['fc1']),
    group: 'point',
    channels: [0, 3],
    masks: { point: [0, 3] },
    left: { conv1: 3, point: 2 },
  },
  {
    title: 'the trunk of two outputs',
    graph: graphOf(twoHeads, ['left', 'right']),
    group: 'trunk',
    channels: [0, 3],
    masks: { trunk: [0, 3] },
    left: { trunk: 2, left: 3, hidden: 3 },
  },
  {
    title: 'the hidden layer of one of two outputs',
    graph: graphOf(twoHeads, ['left', 'right']),
    group: 'hidden',
    channels: [2],
    masks: { hidden: [2] },
    left: { trunk: 4, hidden: 2, right: 2 },
  },
  {
    title: 'an addition behind a concatenation',
    graph: graphOf(partial, ['out']),
    group: 'a',
    channels: [1, 3],
    masks: { act: [1, 3] },
    left: { a: 1, b: 2, c: 3 },
  },
  {
    title: 'a row that is reshaped to an image',
    graph: graphOf(reshaped, ['out']),
    group: 'fc1',
    channels: [0, 2],
    masks: { image: [0, 2] },
    left: { fc1: 4, image: 1, conv1: 2 },
  },
  {
    title: 'an image that is reshaped to rows',
    graph: graphOf(reshaped, ['out']),
    group: 'conv1',
    channels: [0],
    masks: { conv1: [0] },
    left: { fc1: 12, conv1: 1, rows: 2, lstm1: 3 },
  },
  {
    title: 'a row that becomes one position of an image',
    graph: graphOf(reshaped, ['out']),
    group: 'lstm1',
    channels: [0, 2],
    masks: { lstm1: [0, 2] },
    left: { lstm1: 1, column: 1, gap: 1, out: 2 },
  },
  {
    title: 'a row that stands beside an image at every place',
    graph: graphOf(beside, ['out']),
    group: 'told',
    channels: [1],
    masks: { told: [1] },
    left: { told: 2, maps: 4 },
  },
  {
    title: 'the hidden layer of a later stage of a cascade',
    graph: graphOf(staged, ['answer']),
    group: 'hidden',
    channels: [0, 3],
    masks: { hidden: [0, 3] },
    left: { hidden: 3, fast: 4, slow: 4 },
  },
  {
    title: 'the hidden layer of a member of a fusion',
    graph: graphOf(fused, ['answer']),
    group: 'hidden',
    channels: [1, 4],
    masks: { hidden: [1, 4] },
    left: { hidden: 3, first: 3, order: 3 },
  },
  {
    title: 'dense → an operator that ONNX Runtime runs value by value → dense',
    graph: graphOf(
      {
        in: ['input', { shape: [5] }],
        fc1: ['dense', { units: 4 }, 'in'],
        kept: ['opaque', opaqueConfig('Softplus', [4]), 'fc1'],
        fc2: ['dense', { units: 3 }, 'kept'],
      },
      ['fc2'],
    ),
    group: 'fc1',
    channels: [1, 3],
    masks: { kept: [1, 3] },
    left: { fc1: 2, fc2: 3, kept: 2 },
  },
];
