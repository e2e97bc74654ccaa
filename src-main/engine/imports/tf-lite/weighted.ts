import type { ForeignTensor } from '../foreign-graph.ts';
import { overImage } from '../saved-model/place-operators.ts';
import { add, constantAt, input, part, require, whole } from '../saved-model/translation.ts';
import { turned } from '../trace/arrays.ts';
import { fused, optionsOf, windowOf, type LiteCall, type LiteTable } from './lite-call.ts';

/** Operators with a kernel and a bias. */
export const WEIGHTED_OPERATORS: LiteTable = {
  /** Kernels are [outputs, height, width, inputs]. */
  CONV_2D: fused(call => {
    const kernel = kernelAt(call, 4);
    const others = [kernelNamed(call, 1, turned(kernel, [0, 3, 1, 2])), ...biasAt(call, 2)];
    // Channels that are read in groups have kernels of fewer.
    const group = call.channelsOf(0) / (kernel.shape[3] ?? 1);
    overImage(call, 0, { op: 'Conv', others, attributes: { ...windowOf(call), ...dilationsOf(call), ...(group > 1 ? { group } : {}) } });
  }),

  /** Kernels are [1, height, width, channels·multiplier]. */
  DEPTHWISE_CONV_2D: fused(call => {
    const kernel = kernelAt(call, 4);
    const [, height = 1, width = 1, outputs = 1] = kernel.shape;
    const { shape: _from, values } = turned(kernel, [3, 0, 1, 2]);
    const others = [kernelNamed(call, 1, { shape: [outputs, 1, height, width], values }), ...biasAt(call, 2)];
    const group = outputs / Math.max(optionsOf(call.options).number('multiplier'), 1);
    overImage(call, 0, { op: 'Conv', others, attributes: { ...windowOf(call), ...dilationsOf(call), group } });
  }),

  /** Kernels are [outputs, height, width, inputs]; ONNX's are [inputs, outputs, height, width]. */
  TRANSPOSE_CONV: fused(call => {
    const kernel = kernelAt(call, 4);
    const others = [kernelNamed(call, 1, turned(kernel, [3, 0, 1, 2])), ...biasAt(call, 3)];
    overImage(call, 2, { op: 'ConvTranspose', others, attributes: windowOf(call) });
  }),

  /** Kernels are [outputs, inputs]. */
  FULLY_CONNECTED: fused(call => {
    const options = optionsOf(call.options);
    require(options.number('weightsFormat') === 0, 'weights in their plain order are required');
    const kernel = kernelAt(call, 2);
    const [, inputs = 1] = kernel.shape;
    const weights = kernelNamed(call, 1, turned(kernel, [1, 0]));
    // What has more axes is taken as rows, but where the operator says that it keeps them.
    const isRow = options.flag('keepsAxes') || call.rankOf(0) === 2;
    const x = isRow ? input(call, 0) : part(call, 'rows', 'Reshape', { inputs: [input(call, 0), whole(call, 'rows-shape', [-1, inputs])] });
    const bias = biasAt(call, 2);
    if (bias[0] === undefined) add(call, 'MatMul', { inputs: [x, weights] });
    else add(call, 'Add', { inputs: [part(call, 'product', 'MatMul', { inputs: [x, weights] }), bias[0]] });
  }),
};

function kernelAt(call: LiteCall, axes: number): ForeignTensor {
  const kernel = constantAt(call, 1);
  require(kernel.shape.length === axes, `a kernel of ${axes} axes is required, got [${kernel.shape.join(', ')}]`);
  return kernel;
}

function dilationsOf({ options }: LiteCall): { readonly dilations: readonly number[] } {
  return { dilations: [options['dilationHeight'] ?? 1, options['dilationWidth'] ?? 1].map(Number) };
}

/** The kernel in ONNX's order, under a name that tells the layer. */
function kernelNamed(call: LiteCall, place: number, kernel: ForeignTensor): string {
  const own = call.node.inputs[place] ?? '';
  const name = `${own.replace(/:\d+$/, '').replace(/\/[^/]*$/, '')}/kernel`;
  const { constants } = call.to;
  const known = constants.get(name);
  // Steps that are written out all read the same one.
  if (known?.values.length === kernel.values.length && known.values.every((value, i) => value === kernel.values[i])) return name;
  const free = known === undefined ? name : `${call.node.name}/kernel`;
  constants.set(free, kernel);
  return free;
}

/** None where it is left out. */
function biasAt(call: LiteCall, place: number): readonly string[] {
  const given = call.node.inputs[place];
  return given === undefined || given === '' ? [] : [input(call, place)];
}
