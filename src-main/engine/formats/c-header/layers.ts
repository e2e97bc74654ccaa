import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ActivationFunction } from '../../graph/activations.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { kernelSteps } from '../../graph/stored-kernels.ts';
import type { Padding, Pair } from '../../graph/window.ts';
import { UnsupportedConfig, type ExportNode, type LayerTable } from '../export-plan.ts';
import { windowOf } from '../onnx/pieces.ts';
import type { Argument, Call, ConstantArray, Storage } from './program.ts';

/** A node's value: whole steps, or numbers. The graph's own input stands outside. */
export type CValue =
  | { readonly kind: 'input' }
  | { readonly kind: 'values'; readonly storage: Storage }
  | { readonly kind: 'steps'; readonly storage: Storage; readonly scale: number; readonly zero: number };

export type StepsValue = Extract<CValue, { readonly kind: 'steps' }>;

/** Where a node's numbers go: onto the grid behind it, or as they are. */
export interface CTarget {
  readonly value: CValue & { readonly kind: 'steps' | 'values' };
  /** Of a function in a node of its own before the grid. */
  readonly activation: ActivationFunction;
}

export interface CCall {
  readonly node: ExportNode;
  readonly inputs: readonly CValue[];
  readonly target: CTarget;
  add(call: Call): void;
  array(array: ConstantArray): string;
}

const ACTS: Partial<Record<ActivationFunction, number>> = { linear: 0, relu: 1, relu6: 2 };

function actOf(...functions: readonly ActivationFunction[]): number {
  const [first = 'linear', ...others] = functions.filter(name => name !== 'linear');
  const act = ACTS[first];
  if (act === undefined || others.length > 0)
    throw new UnsupportedConfig(`its function ${functions.join(' and ')} has no form in integers`);
  return act;
}

export function stepsOf(value: CValue | undefined): StepsValue {
  if (value?.kind === 'steps') return value;
  throw new UnsupportedConfig('what it reads is not in whole steps of int8');
}

function outputOf({ value }: CTarget): readonly Argument[] {
  if (value.kind === 'values') return [null, value.storage, { float: 1 }, 0];
  return [value.storage, null, { float: value.scale }, value.zero];
}

/** The layers that integers compute. Those that only hand on are the plan's. */
export const C_LAYERS: LayerTable<CCall, void> = {
  dense(call) {
    const { node, config } = call;
    const kernel = node.parameters['kernel']!;
    const [n = 0, units = 0] = kernel.shape;
    const given = stepsOf(call.inputs[0]);
    const product = productOf(call, given, { kernel, axes: [0] });
    const act = actOf(config.activation, call.target.activation);
    call.add({ name: 'dense', arguments: [given.storage, given.zero, n, units, ...product, act, ...outputOf(call.target)] });
  },

  conv2d(call) {
    const { config, node } = call;
    convolve(call, config, { image: node.inputShapes[0]!, kernel: node.parameters['kernel']!, groups: config.groups });
  },

  conv1d(call) {
    const { config, node } = call;
    const kernel = node.parameters['kernel']!;
    const [length = 0, ...channels] = kernel.shape;
    const [time = 0, own = 0] = node.inputShapes[0]!;
    const wide = { ...config, kernel: [config.kernel, 1] as const, stride: [config.stride, 1] as const };
    convolve(call, wide, { image: [time, 1, own], kernel: { ...kernel, shape: [length, 1, ...channels] }, groups: 1 });
  },

  'depthwise-conv2d'(call) {
    const { node, config } = call;
    const kernel = node.parameters['kernel']!;
    const given = stepsOf(call.inputs[0]);
    const product = productOf(call, given, { kernel, axes: [0, 1] });
    const act = actOf(config.activation, call.target.activation);
    const window = windowArguments(node.inputShapes[0]!, config, node.shape);
    const args = [given.storage, given.zero, ...window, config.multiplier, ...product, act, ...outputOf(call.target)];
    call.add({ name: 'depthwise', arguments: args });
  },

  'average-pool'(call) {
    const { size, stride = size, padding } = call.config;
    averaged(call, call.node.inputShapes[0]!, { kernel: size, stride, padding }, call.node.shape);
  },

  'global-average-pool'(call) {
    if (call.inputs.length > 1) throw new UnsupportedConfig('it leaves out masked steps');
    const [height = 1, width = 1] = call.node.inputShapes[0]!.slice(0, -1);
    const channels = call.node.shape.at(-1) ?? 1;
    const whole = { kernel: [height, width] as const, stride: [1, 1] as const, padding: 'valid' as const };
    averaged(call, [height, width, channels], whole, [1, 1, channels]);
  },

  rescale({ node, inputs: [given], config, target, add, array }) {
    if (given?.kind !== 'values') throw new UnsupportedConfig('what it reads are no sums of products');
    const each = Math.max(config.factor.length, config.offset.length);
    const named = (part: string, values: readonly number[]): string => {
      const all = Float32Array.from({ length: each }, (_, i) => values[i % values.length]!);
      return array({ name: `${node.name.replaceAll('-', '_')}_${part}`, type: 'float', values: all });
    };
    const numbers = [named('factors', config.factor), named('offsets', config.offset)];
    add({ name: 'affine', arguments: [given.storage, sizeOf(node.shape), each, ...numbers, ...outputOf(target)] });
  },

  add(call) {
    const [a, b, ...more] = call.inputs;
    const shapes = call.node.inputShapes.map(shape => shape.join());
    if (more.length > 0 || new Set(shapes).size > 1) throw new UnsupportedConfig('it adds other than two values of one shape');
    const [first, second] = [stepsOf(a), stepsOf(b)];
    const sides = [first, second].flatMap(({ storage, zero, scale }): Argument[] => [storage, zero, { float: scale }]);
    const act = actOf(call.target.activation);
    call.add({ name: 'add', arguments: [...sides, sizeOf(call.node.shape), act, ...outputOf(call.target)] });
  },
};

interface WindowConfig {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
}

function convolve(
  call: CCall,
  config: WindowConfig & { readonly activation: ActivationFunction },
  { image, kernel, groups }: { readonly image: Shape; readonly kernel: Parameter; readonly groups: number },
): void {
  const given = stepsOf(call.inputs[0]);
  const filters = kernel.shape.at(-1) ?? 1;
  const product = productOf(call, given, { kernel, axes: [0, 1, 2] });
  const act = actOf(config.activation, call.target.activation);
  const output = image.length === call.node.shape.length ? call.node.shape : [call.node.shape[0]!, 1, filters];
  const args = [
    given.storage,
    given.zero,
    ...windowArguments(image, config, output),
    filters,
    groups,
    ...product,
    act,
    ...outputOf(call.target),
  ];
  call.add({ name: 'conv2d', arguments: args });
}

function averaged(call: CCall, image: Shape, window: WindowConfig, output: Shape): void {
  if (call.target.activation !== 'linear') throw new UnsupportedConfig('a function stands behind it');
  const given = stepsOf(call.inputs[0]);
  const args = [given.storage, given.zero, { float: given.scale }, ...windowArguments(image, window, output), ...outputOf(call.target)];
  call.add({ name: 'average_pool', arguments: args });
}

export function windowArguments(image: Shape, window: WindowConfig, output: Shape): readonly number[] {
  const { kernel_shape: sizes, strides, pads } = windowOf(image, window);
  return [...image, ...sizes, ...strides, pads[0] ?? 0, pads[1] ?? 0, output[0] ?? 1, output[1] ?? 1];
}

/**
 * Names of the kernel, its bias (or null) and its factors. Sums of 32 bits start at 0, and the bias is added to what they stand for: a bias
 * in steps of the sums would be off by up to half of one, which moves about one in a thousand values by a step.
 */
function productOf(
  { node, array }: CCall,
  given: StepsValue,
  { kernel, axes }: { readonly kernel: Parameter; readonly axes: readonly number[] },
): readonly Argument[] {
  if (node.precision?.kind !== 'integer') throw new UnsupportedConfig('its weights are not in whole steps of int8');
  const { steps, scales } = kernelSteps(kernel, { axes, bits: node.precision.bits });
  const bias = node.parameters['bias'];
  const named = (part: string): string => `${node.name.replaceAll('-', '_')}_${part}`;
  return [
    array({ name: named('kernel'), type: 'bytes', values: steps }),
    bias === undefined ? null : array({ name: named('bias'), type: 'float', values: bias.values }),
    array({ name: named('factors'), type: 'float', values: scales.map(scale => scale * given.scale) }),
  ];
}
