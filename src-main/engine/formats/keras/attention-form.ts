import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { OUT_OF_SIGHT } from '../../graph/places.ts';
import type { ExportNode } from '../export-plan.ts';
import { MASK_ORDER } from './head-layers.ts';
import type { InnerLayer, KerasForm, Source } from './keras-form.ts';
import { projectionOf } from './join-heads.ts';

/** Attention as Keras 3's own layer, with the products around it that `joinHeads` took into it, and products that change nothing in the place of others. */
export function multiHeadForm(node: ExportNode, headSize: number): KerasForm {
  const isMasked = node.inputs.length > 3;
  const { weights, heads, hasBias } = multiHeadWeights(node, headSize);
  return {
    className: 'MultiHeadAttention',
    config: {
      num_heads: heads,
      key_dim: headSize,
      value_dim: headSize,
      dropout: 0,
      use_bias: hasBias,
      output_shape: node.shape.slice(1),
      attention_axes: null,
    },
    weights,
    // Keras takes values before keys, and a mask by query and key.
    reads: [0, 2, 1, ...(isMasked ? [3] : [])],
    ...(isMasked && { before: { 3: turnedMask(stepsOf(node)) } }),
    argumentNames: ['query', 'value', 'key', 'attention_mask'],
  };
}

interface MultiHeadWeights {
  readonly weights: Readonly<Record<string, Parameter>>;
  readonly heads: number;
  readonly hasBias: boolean;
}

/** Keras gives the heads an axis of their own: [inputs, heads, size], and of the last product [heads, size, outputs]. */
function multiHeadWeights(node: ExportNode, headSize: number): MultiHeadWeights {
  const own = projectionOf(node);
  const widths = node.inputShapes.map(([, width = 0]) => width);
  const asked = INPUTS.map(part => own(part)?.kernel.shape[2]).find(width => width !== undefined);
  const channels = asked ?? widths[0] ?? 0;
  const heads = channels / headSize;
  const hasBias = PARTS.some(part => own(part)?.bias !== undefined);
  const weights = PARTS.flatMap((part, place): (readonly [string, Parameter])[] => {
    const { kernel, bias } = own(part) ?? { kernel: identity(channels) };
    const [, inputs = 0, width = 0] = kernel.shape;
    const isLast = place === INPUTS.length;
    const shape = isLast ? [heads, headSize, width] : [inputs, heads, headSize];
    const offsets = { shape: isLast ? [width] : [heads, headSize], values: bias?.values ?? new Float32Array(width) };
    return [[`${part}/kernel`, { shape, values: kernel.values }], ...(hasBias ? [[`${part}/bias`, offsets] as const] : [])];
  });
  return { weights: Object.fromEntries(weights), heads, hasBias };
}

function stepsOf({ inputShapes: [, keys = []] }: ExportNode): number {
  return keys[0] ?? 0;
}

function turnedMask(steps: number): KerasForm {
  return { className: 'Permute', config: { dims: MASK_ORDER }, shape: [1, steps] };
}

/** In the order in which Keras keeps their weights. */
const INPUTS = ['query', 'key', 'value'] as const;
const PARTS = [...INPUTS, 'attention_output'] as const;

function identity(size: number): Parameter {
  return { shape: [1, size, size], values: Float32Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0)) };
}

/**
 * Attention in layers that every reader has: a head's channels taken out by a convolution with a window of one, its fits and what it
 * reads by `Dot`. `withHeads` takes them back to one.
 */
export function spelledHeads(node: ExportNode, headSize: number): KerasForm {
  const [[time = 0, channels = 0] = [], [steps = 0] = []] = node.inputShapes;
  const isMasked = node.inputs.length > 3;
  const unseen = isMasked ? unseenSteps(steps) : [];
  const heads = Array.from({ length: channels / headSize }, (_, head) => {
    const part = (name: string): string => `head${head + 1}-${name}`;
    const taken = ['queries', 'keys', 'values'].map((name, input) => ({
      place: part(name),
      form: headChannels({ channels, headSize, head, time: input === 0 ? time : steps }),
      reads: [input],
    }));
    const fits = { shape: [time, steps] };
    const scores: InnerLayer[] = [
      {
        place: part('products'),
        form: { className: 'Dot', config: { axes: [2, 2], normalize: false }, ...fits },
        reads: [part('queries'), part('keys')],
      },
      {
        place: part('fits'),
        form: { className: 'Rescaling', config: { scale: 1 / Math.sqrt(headSize), offset: 0 }, ...fits },
        reads: [part('products')],
      },
      ...(isMasked ? [{ place: part('seen'), form: { className: 'Add', config: {}, ...fits }, reads: [part('fits'), 'unseen'] }] : []),
      {
        place: part('shares'),
        form: { className: 'Activation', config: { activation: 'softmax' }, ...fits },
        reads: [part(isMasked ? 'seen' : 'fits')],
      },
    ];
    const read: KerasForm = { className: 'Dot', config: { axes: [2, 1], normalize: false }, shape: [time, headSize] };
    return { inner: [...taken, ...scores], read, reads: [part('shares'), part('values')] as readonly Source[], place: part('read') };
  });
  const [only] = heads;
  if (heads.length === 1 && only !== undefined) return { ...only.read, within: [...unseen, ...only.inner], reads: only.reads };
  return {
    className: 'Concatenate',
    config: { axis: -1 },
    within: [...unseen, ...heads.flatMap(({ inner, place, read, reads }): InnerLayer[] => [...inner, { place, form: read, reads }])],
    reads: heads.map(({ place }) => place),
  };
}

/** 0 for the steps that count, and else what no softmax leaves anything of. */
function unseenSteps(steps: number): readonly InnerLayer[] {
  const shape = [1, steps];
  return [
    { place: 'mask', form: turnedMask(steps), reads: [3] },
    { place: 'unseen', form: { className: 'Rescaling', config: { scale: OUT_OF_SIGHT, offset: -OUT_OF_SIGHT }, shape }, reads: ['mask'] },
  ];
}

interface HeadPlace {
  readonly channels: number;
  readonly headSize: number;
  readonly head: number;
  readonly time: number;
}

function headChannels({ channels, headSize, head, time }: HeadPlace): KerasForm {
  const values = Float32Array.from({ length: channels * headSize }, (_, i) =>
    Number(Math.floor(i / headSize) === head * headSize + (i % headSize)),
  );
  return {
    className: 'Conv1D',
    config: {
      filters: headSize,
      kernel_size: [1],
      strides: [1],
      padding: 'valid',
      data_format: 'channels_last',
      dilation_rate: [1],
      groups: 1,
      use_bias: false,
      activation: 'linear',
      trainable: false,
    },
    weights: { kernel: { shape: [1, channels, headSize], values } },
    shape: [time, headSize],
  };
}
