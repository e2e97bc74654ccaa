import { ACTIVATION_FUNCTIONS } from '../../src-main/engine/graph/activations.ts';
import { CONFIDENCES } from '../../src-main/engine/graph/confidence.ts';
import { predict } from '../../src-main/engine/graph/forward.ts';
import { presets } from '../../src-main/engine/graph/presets/index.ts';
import { resolvedNode, shapesOf } from '../../src-main/engine/graph/shapes.ts';
import { answersFromOutputs } from '../../src-main/engine/formats/answers.ts';
import type { Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph, Shape, Task } from '../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { GRAPH_FORMATS } from './format-lists.ts';
import { graphOf, product, randomParameters, tensorsOf, type Sketch } from './graphs.ts';
import { layerCases } from './layer-cases.ts';
import { smallPreset } from './preset-cases.ts';

export interface FormatCase {
  readonly title: string;
  readonly model: Model;
  /** Formats that can hold it; all when left out. The others say why not. */
  readonly formats?: readonly string[];
}

/** A whole model around a graph: every parameter random, statistics and biases too, a card with something of each kind. */
export function modelOf(graph: ModelGraph, task: Task, seed: number): Model {
  const nodes = shapesOf(graph);
  const inputShape = resolvedNode(nodes, graph.inputs[0] ?? '').output;
  const outputs = product(resolvedNode(nodes, graph.outputs[0] ?? '').output);
  const parameters = Object.fromEntries(
    // Kept near the size trained weights have, so that answers stay between the extremes of a softmax.
    Object.entries(randomParameters(graph, seed)).map(([name, { shape, values }]) => {
      const scale = name.endsWith('kernel') ? 1.5 / Math.sqrt(product(shape.slice(0, -1))) : 1;
      return [name, { shape, values: values.map(value => value * scale) }];
    }),
  );
  const classes = task === 'values' ? [] : Array.from({ length: task === 'binary' ? 2 : outputs }, (_, i) => `class ${i} „ß“`);
  const preprocessing = [{ kind: 'scale', factor: 1 / 255, offset: 0 } as const];
  return { graph, parameters, masks: {}, card: { name: 'Sample', task, classes, label: 'kind', inputShape, preprocessing } };
}

export function presetModel(id: string, params: Readonly<Record<string, unknown>>, inputShape: Shape): Model {
  const preset = presets.require(id);
  const parsed = parseParams(preset.params, params);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return modelOf(preset.build(parsed.value, { inputShape, outputs: 5 }), 'classes', id.length);
}

/** Two branches of different length over one stem, a depthwise layer, concatenations of images and of rows. */
export const branching: Sketch = {
  image: ['input', { shape: [9, 8, 3] }],
  stem: ['conv2d', { filters: 4, padding: 'same', activation: 'relu', bias: false }, 'image'],
  deep: ['depthwise-conv2d', { multiplier: 2, padding: 'same', activation: 'relu6' }, 'stem'],
  deeper: ['conv2d', { filters: 4, kernel: 1, activation: 'leaky-relu' }, 'deep'],
  other: ['conv2d', { filters: 4, kernel: [3, 1], padding: 'same' }, 'image'],
  norm: ['batch-norm', { epsilon: 0.01 }, 'other'],
  sum: ['add', {}, 'norm', 'deeper', 'stem'],
  joined: ['concatenate', {}, 'deeper', 'sum', 'image'],
  small: ['average-pool', { size: 3, stride: 2, padding: 'same' }, 'joined'],
  means: ['global-average-pool', {}, 'sum'],
  row: ['flatten', {}, 'small'],
  rows: ['concatenate', {}, 'means', 'row'],
  kept: ['dropout', { rate: 0.3 }, 'rows'],
  probabilities: ['dense', { units: 5 }, 'kept'],
};

/** What factorisation makes of a convolution and a dense layer: a layer of few channels in front, without bias. */
const factorised: Sketch = {
  image: ['input', { shape: [9, 8, 3] }],
  'conv-basis': ['conv2d', { filters: 2, kernel: [3, 2], stride: 2, padding: 'same', bias: false }, 'image'],
  conv: ['conv2d', { filters: 6, kernel: 1, activation: 'relu' }, 'conv-basis'],
  flat: ['flatten', {}, 'conv'],
  'fc1-basis': ['dense', { units: 3, bias: false }, 'flat'],
  fc1: ['dense', { units: 12, activation: 'tanh' }, 'fc1-basis'],
  out: ['dense', { units: 5 }, 'fc1'],
};

/** Values that go through images, rows and three axes, with a softmax over channels on the way. */
const reshaping: Sketch = {
  row: ['input', { shape: [24] }],
  image: ['reshape', { shape: [4, 3, 2] }, 'row'],
  shares: ['activation', { function: 'softmax' }, 'image'],
  maps: ['conv2d', { filters: 6, kernel: 2, activation: 'softmax' }, 'shares'],
  pairs: ['reshape', { shape: [6, 6] }, 'maps'],
  norm: ['batch-norm', {}, 'pairs'],
  back: ['flatten', {}, 'norm'],
  out: ['dense', { units: 1, activation: 'linear' }, 'back'],
};

const fused = ACTIVATION_FUNCTIONS.map((activation): FormatCase => {
  const sketch: Sketch = {
    x: ['input', { shape: [4, 4, 2] }],
    maps: ['conv2d', { filters: 3, activation }, 'x'],
    row: ['flatten', {}, 'maps'],
    out: ['dense', { units: 3, activation }, 'row'],
  };
  return { title: `a convolution and a dense layer with ${activation}`, model: modelOf(graphOf(sketch, ['out']), 'values', 5) };
});

const single = layerCases.flatMap(({ layer, config, inputs, shares, formats }, i): FormatCase[] => {
  // A file finds ranges for a whole batch, the layer for each item: told apart in a test of their own.
  if (inputs.length > 1 || shares === true || config['range'] === 'item') return [];
  const sketch: Sketch =
    inputs[0] === undefined ? { x: [layer, config] } : { x: ['input', { shape: inputs[0] }], tested: [layer, config, 'x'] };
  const graph = graphOf(sketch, [inputs.length === 0 ? 'x' : 'tested']);
  return [{ title: `${layer} ${JSON.stringify(config)}`, model: modelOf(graph, 'values', i), ...(formats && { formats }) }];
});

/** What fusions end with: probabilities, and logits again. Keras's readers know no logarithm but that of a model's end. */
const fusion = (['softmax', 'sigmoid'] as const).flatMap((of): FormatCase[] => {
  const answers: Sketch = {
    x: ['input', { shape: [4] }],
    a: ['dense', { units: 3, activation: of }, 'x'],
    b: ['dense', { units: 3, activation: of }, 'x'],
    half: ['rescale', { factor: [0.25] }, 'a'],
    rest: ['rescale', { factor: [0.75] }, 'b'],
    mean: ['add', {}, 'half', 'rest'],
    end: ['logits', { of, normalised: true }, 'mean'],
  };
  const within: Sketch = { ...answers, out: ['dense', { units: 2 }, 'end'] };
  const greatest: Sketch = { ...answers, end: ['maximum', {}, 'half', 'rest', 'mean'] };
  return [
    { title: `a mean of probabilities by ${of}`, model: modelOf(graphOf(answers, ['end']), of === 'softmax' ? 'classes' : 'binary', 8) },
    { title: `logits of ${of} within a model`, model: modelOf(graphOf(within, ['out']), 'values', 9), formats: GRAPH_FORMATS },
    { title: `the greatest of values by ${of}`, model: modelOf(graphOf(greatest, ['end']), 'values', 9) },
  ];
});

export const presetCases: readonly FormatCase[] = [
  { title: 'the preset mlp', model: presetModel('mlp', { hidden: [30, 10], batchNorm: true, dropout: 0.2 }, [6, 6, 1]) },
  { title: 'the preset lenet5', model: presetModel('lenet5', { filters: [4, 6], hidden: 20 }, [28, 28, 1]) },
  { title: 'the preset small-cnn', model: presetModel('small-cnn', { batchNorm: true }, [16, 16, 3]) },
  { title: 'the preset mini-resnet', model: presetModel('mini-resnet', { widths: [4, 8], blocks: 2 }, [12, 12, 3]) },
  { title: 'a net of branches', model: modelOf(graphOf(branching, ['probabilities']), 'classes', 3) },
  ...['resnet', 'vgg-small', 'mobilenet-small', 'bag-of-embeddings', 'text-cnn', 'lstm', 'dscnn-small', 'crnn', 'resnet-tabular'].map(
    (id, i): FormatCase => ({ title: `the preset ${id}`, model: modelOf(smallPreset(id), 'classes', 20 + i) }),
  ),
  { title: 'the preset tiny-transformer', model: modelOf(smallPreset('tiny-transformer'), 'classes', 30) },
];

/** Two dense nets and a convolution, of which each item's answer is one; and that in a sum, where no part can be left out. */
const cascading: Sketch = {
  image: ['input', { shape: [6, 6, 1] }],
  row: ['flatten', {}, 'image'],
  fast: ['dense', { units: 4 }, 'row'],
  hidden: ['dense', { units: 9, activation: 'relu' }, 'row'],
  middle: ['dense', { units: 4 }, 'hidden'],
  maps: ['conv2d', { filters: 5, activation: 'relu' }, 'image'],
  maps2: ['flatten', {}, 'maps'],
  slow: ['dense', { units: 4 }, 'maps2'],
};

const cascades = CONFIDENCES.flatMap((confidence): FormatCase[] => {
  const config = { confidence, thresholds: confidence === 'entropy' ? [0.2, 0.15] : [0.45, 0.4], temperatures: [1, 1.5, 0.8] };
  const sketch: Sketch = { ...cascading, chosen: ['cascade', config, 'fast', 'middle', 'slow'] };
  return [
    { title: `a cascade by ${confidence}`, formats: GRAPH_FORMATS, model: modelOf(graphOf(sketch, ['chosen']), 'classes', 7) },
    {
      title: `a cascade by ${confidence} in a sum`,
      formats: GRAPH_FORMATS,
      model: modelOf(graphOf({ ...sketch, sum: ['add', {}, 'chosen', 'middle'] }, ['sum']), 'classes', 7),
    },
  ];
});

/** Two specialists, one for two of the classes and one for three in another order; the sixth class has none. */
const withSpecialists: Sketch = {
  image: ['input', { shape: [6, 6, 1] }],
  row: ['flatten', {}, 'image'],
  general: ['dense', { units: 6 }, 'row'],
  hidden: ['dense', { units: 7, activation: 'relu' }, 'row'],
  one: ['dense', { units: 2 }, 'hidden'],
  maps: ['conv2d', { filters: 3, activation: 'relu' }, 'image'],
  maps2: ['flatten', {}, 'maps'],
  other: ['dense', { units: 3 }, 'maps2'],
  chosen: [
    'specialists',
    {
      classes: [
        [0, 2],
        [4, 1, 3],
      ],
      threshold: 0.7,
    },
    'general',
    'one',
    'other',
  ],
};

/** The second stage reads what the first one made. */
const binaryCascade: Sketch = {
  x: ['input', { shape: [5, 5, 2] }],
  maps: ['conv2d', { filters: 3, activation: 'relu' }, 'x'],
  means: ['flatten', {}, 'maps'],
  fast: ['dense', { units: 1 }, 'means'],
  more: ['conv2d', { filters: 4, activation: 'tanh' }, 'maps'],
  row: ['flatten', {}, 'more'],
  slow: ['dense', { units: 1 }, 'row'],
  chosen: ['cascade', { thresholds: [0.7], temperatures: [1, 2] }, 'fast', 'slow'],
};

/** Gates on the channels and on the places, and a row that is added at every place, of images and of a series. */
const gates: Sketch = {
  x: ['input', { shape: [6, 5, 2] }],
  maps: ['conv2d', { filters: 4, activation: 'relu' }, 'x'],
  squeezed: ['global-max-pool', {}, 'maps'],
  hidden: ['dense', { units: 2, activation: 'relu' }, 'squeezed'],
  shares: ['dense', { units: 4, activation: 'sigmoid' }, 'hidden'],
  excited: ['multiply', {}, 'maps', 'shares'],
  places: ['conv2d', { filters: 1, kernel: 1, activation: 'sigmoid' }, 'excited'],
  seen: ['multiply', {}, 'excited', 'places', 'shares'],
  moved: ['add', {}, 'shares', 'seen'],
  large: ['upsampling', { size: 2 }, 'moved'],
  rows: ['reshape', { shape: [24, 8] }, 'large'],
  steps: ['conv1d', { filters: 4, kernel: 3, activation: 'softmax' }, 'rows'],
  both: ['multiply', {}, 'steps', 'shares'],
  norm: ['batch-norm', {}, 'both'],
  fewer: ['max-pool1d', {}, 'norm'],
  more: ['conv1d', { filters: 3, kernel: 2, activation: 'leaky-relu' }, 'fewer'],
  beside: ['concatenate', {}, 'more', 'more'],
  mean: ['global-average-pool', {}, 'beside'],
  out: ['dense', { units: 3 }, 'mean'],
};

/** Tokens as a bag, and their greatest; the filling left out. */
const bag: Sketch = {
  ids: ['input', { shape: [7] }],
  mask: ['mask', {}, 'ids'],
  tokens: ['embedding', { tokens: 6, units: 4 }, 'ids'],
  placed: ['positional-embedding', {}, 'tokens'],
  known: ['multiply', {}, 'placed', 'mask'],
  both: ['bidirectional', { units: 3, returnSequences: true }, 'known'],
  gru: ['gru', { units: 4, returnSequences: true }, 'both'],
  mean: ['global-average-pool', {}, 'placed', 'mask'],
  greatest: ['global-max-pool', {}, 'gru', 'mask'],
  beside: ['concatenate', {}, 'mean', 'greatest'],
  even: ['layer-norm', {}, 'beside'],
  out: ['dense', { units: 3 }, 'even'],
};

/** Memories that pass over the filling. */
const maskedMemories = (cell: 'lstm' | 'gru', resetAfter: boolean): Sketch => ({
  ids: ['input', { shape: [7] }],
  mask: ['mask', {}, 'ids'],
  tokens: ['embedding', { tokens: 6, units: 4 }, 'ids'],
  both: ['bidirectional', { cell, units: 3, returnSequences: true, resetAfter }, 'tokens', 'mask'],
  ends: ['bidirectional', { cell, units: 2, resetAfter }, 'both', 'mask'],
  ahead: [cell, { units: 3, returnSequences: true, ...(cell === 'gru' ? { resetAfter } : {}) }, 'both', 'mask'],
  last: [cell, { units: 2, bias: false, ...(cell === 'gru' ? { resetAfter } : {}) }, 'ahead', 'mask'],
  mean: ['global-average-pool', {}, 'ahead'],
  means: ['global-average-pool', {}, 'both'],
  beside: ['concatenate', {}, 'ends', 'last', 'mean', 'means'],
  out: ['dense', { units: 3 }, 'beside'],
});

const attentive: Sketch = {
  ids: ['input', { shape: [7] }],
  mask: ['mask', {}, 'ids'],
  tokens: ['embedding', { tokens: 6, units: 4 }, 'ids'],
  heads: ['attention', { headSize: 2 }, 'tokens', 'tokens', 'tokens', 'mask'],
  mean: ['global-average-pool', {}, 'heads', 'mask'],
  out: ['dense', { units: 3 }, 'mean'],
};

/**
 * Of the products around an attention some can go with it and some not: one between two attentions, one with an activation, one that
 * two attentions read, one without offsets, none; keys of another length than the queries.
 */
const rowOfAttentions: Sketch = {
  x: ['input', { shape: [6, 3] }],
  fewer: ['max-pool1d', {}, 'x'],
  queries: ['conv1d', { filters: 4, kernel: 1, bias: false }, 'x'],
  keys: ['conv1d', { filters: 4, kernel: 1 }, 'fewer'],
  values: ['conv1d', { filters: 4, kernel: 1, activation: 'tanh' }, 'fewer'],
  first: ['attention', { headSize: 2 }, 'queries', 'keys', 'values'],
  between: ['conv1d', { filters: 6, kernel: 1 }, 'first'],
  both: ['conv1d', { filters: 6, kernel: 1 }, 'x'],
  second: ['attention', { headSize: 3 }, 'between', 'both', 'both'],
  third: ['attention', { headSize: 6 }, 'second', 'both', 'second'],
  wide: ['conv1d', { filters: 5, kernel: 3, padding: 'same' }, 'third'],
  only: ['conv1d', { filters: 5, kernel: 1, bias: false }, 'wide'],
  fourth: ['attention', { headSize: 5 }, 'only', 'wide', 'wide'],
  last: ['conv1d', { filters: 2, kernel: 1, bias: false }, 'fourth'],
  mean: ['global-average-pool', {}, 'last'],
  out: ['dense', { units: 3 }, 'mean'],
};

/** Channels that are two heads to one attention are one to the next, as what is asked or as what is read. */
const headsAsOne: Sketch = {
  x: ['input', { shape: [6, 3] }],
  plain: ['conv1d', { filters: 6, kernel: 1 }, 'x'],
  two: ['attention', { headSize: 3 }, 'plain', 'plain', 'plain'],
  asked: ['attention', { headSize: 6 }, 'plain', 'two', 'plain'],
  asking: ['attention', { headSize: 6 }, 'two', 'asked', 'two'],
  mean: ['global-average-pool', {}, 'asking'],
  out: ['dense', { units: 3 }, 'mean'],
};

export const formatCases: readonly FormatCase[] = [
  ...presetCases,
  { title: 'tokens under a mask', model: modelOf(graphOf(bag, ['out']), 'classes', 11) },
  ...[
    { cell: 'lstm', resetAfter: false } as const,
    { cell: 'gru', resetAfter: false } as const,
    { cell: 'gru', resetAfter: true } as const,
  ].map(({ cell, resetAfter }, i) => ({
    title: `memories (${cell}${resetAfter ? ' that resets after' : ''}) that pass over the filling`,
    model: modelOf(graphOf(maskedMemories(cell, resetAfter), ['out']), 'classes', 13 + i),
    // TensorFlow.js's GRU resets in front of the product only.
    ...(resetAfter ? { formats: [...GRAPH_FORMATS, 'keras', 'keras-h5'] } : {}),
  })),
  { title: 'tokens that read each other', model: modelOf(graphOf(attentive, ['out']), 'classes', 12) },
  { title: 'attentions in a row', model: modelOf(graphOf(rowOfAttentions, ['out']), 'classes', 18) },
  { title: 'attentions of one head beside one of two', model: modelOf(graphOf(headsAsOne, ['out']), 'classes', 19) },
  { title: 'a net of gates over places and steps', model: modelOf(graphOf(gates, ['out']), 'classes', 10) },
  { title: 'a net of reshapes for two classes', model: modelOf(graphOf(reshaping, ['out']), 'binary', 4) },
  { title: 'a factorised net', model: modelOf(graphOf(factorised, ['out']), 'classes', 6) },
  ...fused,
  ...cascades,
  { title: 'a cascade of two classes', formats: GRAPH_FORMATS, model: modelOf(graphOf(binaryCascade, ['chosen']), 'binary', 8) },
  ...fusion,
  { title: 'specialists', formats: GRAPH_FORMATS, model: modelOf(graphOf(withSpecialists, ['chosen']), 'classes', 9) },
  {
    title: 'specialists in a sum',
    formats: GRAPH_FORMATS,
    model: modelOf(graphOf({ ...withSpecialists, sum: ['add', {}, 'chosen', 'general'] }, ['sum']), 'classes', 9),
  },
  ...single,
];

/** Numbers from −1 to 1; of a model of tokens whole ones, of which every text but the first ends in zeros. */
export function randomInputs({ card, graph }: Model, items: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const tokens = graph.nodes.find(({ layer, inputs }) => TOKEN_LAYERS.has(layer) && graph.inputs.includes(inputs[0] ?? ''));
  if (tokens !== undefined) {
    const length = product(card.inputShape);
    const known = Math.min(...graph.nodes.map(({ layer, config }) => (layer === 'embedding' ? Number(config['tokens']) : 6)));
    return Float32Array.from({ length: items * length }, (_, i) => {
      const [item, step] = [Math.floor(i / length), i % length];
      return step < length - (item % length) ? Math.floor(random.next() * known) : 0;
    });
  }
  return Float32Array.from({ length: items * product(card.inputShape) }, () => 2 * random.next() - 1);
}

const TOKEN_LAYERS: ReadonlySet<string> = new Set(['embedding', 'mask']);

/** What the model answers inside the product. */
export function expectedAnswers(tf: TensorLibrary, { graph, parameters, card }: Model, inputs: Float32Array, items: number): Float32Array {
  return tf.tidy(() => {
    const input = tf.tensor(inputs, [items, ...card.inputShape]);
    const [outputs] = predict({ tf, graph, parameters: tensorsOf(tf, parameters), inputs: [input] }) as [Tensor];
    return answersFromOutputs(card.task, outputs.dataSync() as Float32Array, items);
  });
}
