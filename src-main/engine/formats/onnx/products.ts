import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { kernelSteps } from '../../graph/stored-kernels.ts';
import { wholeProduct } from '../lib/whole-product.ts';
import type { ActivationFunction } from '../../graph/activations.ts';
import type { Attributes, OnnxBuilder, OnnxGrid, OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { dequantised, MIDDLE, multipliedSteps, storedKernel, type StoredKernel } from './stored.ts';
import { constants, finish } from './pieces.ts';
import { FLOAT, INT32, UINT8 } from './schema.ts';

interface Product {
  readonly opType: 'Conv' | 'Gemm';
  /** Its input's name, in the layout it takes. */
  readonly input: string;
  /** In ONNX's order of axes; `axis` is that of the output channels. */
  readonly kernel: Parameter;
  readonly axis: number;
  readonly attributes?: Attributes;
}

/** A layer's sums of products under this name: of float32, or of integers where kernel and input are stored as such. */
export function addProduct({ builder, node }: OnnxCall, product: Product, output: string): string {
  const { opType, input, kernel: parameter, axis, attributes = {} } = product;
  const kernel: StoredKernel = { name: `${node.name}/kernel`, parameter, axis };
  const grid = builder.gridOf(input);
  const { precision } = node;
  if (precision?.kind !== 'integer' || grid === null) {
    const names = [input, storedKernel(builder, node, kernel), ...constants(builder, node, ['bias'])];
    return builder.add(opType, output, names, attributes);
  }
  const call = { builder, output, kernel, product, grid, bias: node.parameters['bias'] ?? null, bits: precision.bits };
  return grid.kind === 'fixed' ? staticProduct(call, grid) : dynamicProduct(call);
}

/** A convolution, its kernel [filters, channels of a group, …window], with its activation behind it. */
export function convolution(
  call: OnnxCall & { readonly config: { readonly activation: ActivationFunction } },
  kernel: Parameter,
  attributes: Attributes,
): OnnxValue['names'] {
  const { builder, node, x } = call;
  const product = { opType: 'Conv', input: builder.read(x, 'first'), kernel, axis: 0, attributes } as const;
  return finish({ builder, node, layout: 'first', activation: call.config.activation }, output => addProduct(call, product, output));
}

interface IntegerProduct {
  readonly builder: OnnxBuilder;
  readonly output: string;
  readonly kernel: StoredKernel;
  readonly product: Product;
  readonly grid: OnnxGrid;
  readonly bias: Parameter | null;
  readonly bits: number;
}

/** Everything dequantised in front of the operator: the form that runtimes turn into operators of integers. */
function staticProduct({ builder, output, kernel, product, bias, bits }: IntegerProduct, grid: OnnxGrid & { kind: 'fixed' }): string {
  const whole = wholeProduct({ kernel: kernel.parameter, bias }, { scale: grid.scale, bits, axes: otherAxes(kernel) });
  // A runtime's integer kernels read whole bytes.
  const names = [product.input, dequantised(builder, kernel, { ...whole, bits: 8, isMultiplied: true })];
  if (whole.bias !== null) names.push(wholeBias(builder, kernel, { steps: whole.bias, scales: whole.factors }));
  return builder.add(product.opType, output, names, product.attributes ?? {});
}

function wholeBias(
  builder: OnnxBuilder,
  kernel: StoredKernel,
  { steps, scales }: { readonly steps: Int32Array; readonly scales: Float32Array },
): string {
  const name = kernel.name.replace(/kernel$/, 'bias');
  const shape = [steps.length];
  const rawData = new Uint8Array(steps.buffer);
  const stored = builder.raw({ name: `${name}.steps`, dims: shape, dataType: INT32, rawData });
  return builder.add('DequantizeLinear', name, [stored, builder.constant(`${name}.scale`, { shape, values: scales })], { axis: 0 });
}

const INTEGER = { Conv: 'ConvInteger', Gemm: 'MatMulInteger' } as const;

/** Sums of integers of a range that is known only once the input is there. */
function dynamicProduct({ builder, output, kernel, product, grid, bias, bits }: IntegerProduct): string {
  const { steps, scales } = kernelSteps(kernel.parameter, { axes: otherAxes(kernel), bits });
  const stored = builder.raw(multipliedSteps(`${kernel.name}.steps`, kernel.parameter.shape, steps));
  const middle = builder.raw({ name: `${kernel.name}.zero-point`, dims: [], dataType: UINT8, rawData: Uint8Array.of(MIDDLE) });
  // Behind the channels of a convolution stand its places.
  const places = product.opType === 'Conv' ? kernel.parameter.shape.slice(2).map(() => 1) : [];
  const shape = [scales.length, ...places];
  const whole = builder.add(INTEGER[product.opType], `${output}.whole`, [grid.steps, stored, grid.zeroPointName, middle], {
    ...product.attributes,
  });
  const sums = builder.add('Cast', `${output}.sums`, [whole], { to: FLOAT });
  const kernelScales = builder.constant(`${kernel.name}.scale`, { shape, values: scales });
  const factor = builder.add('Mul', `${output}.factor`, [grid.scaleName, kernelScales]);
  if (bias === null) return builder.add('Mul', output, [sums, factor]);
  const scaled = builder.add('Mul', `${output}.scaled`, [sums, factor]);
  return builder.add('Add', output, [scaled, builder.constant(kernel.name.replace(/kernel$/, 'bias'), { shape, values: bias.values })]);
}

function otherAxes({ parameter, axis }: StoredKernel): readonly number[] {
  return parameter.shape.flatMap((_size, each) => (each === axis ? [] : [each]));
}
