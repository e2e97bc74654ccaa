import { tensorAt, type LiteGrid, type LiteNetwork, type LiteOperator, type LiteTensor } from './lite-value.ts';
import { readersOf } from './fuse.ts';
import type { OperatorName } from './operator-names.ts';

/** The place of kernel and bias among the inputs of what multiplies. */
const PRODUCTS: Partial<Record<OperatorName, { readonly kernel: number; readonly bias: number; readonly input: number }>> = {
  CONV_2D: { input: 0, kernel: 1, bias: 2 },
  DEPTHWISE_CONV_2D: { input: 0, kernel: 1, bias: 2 },
  FULLY_CONNECTED: { input: 0, kernel: 1, bias: 2 },
  TRANSPOSE_CONV: { input: 2, kernel: 1, bias: 3 },
};
/** What gives values of its input's grid; another one takes a step more. */
const SELECTING: ReadonlySet<OperatorName> = new Set(['MAX_POOL_2D', 'AVERAGE_POOL_2D', 'RESHAPE', 'TRANSPOSE', 'RESIZE_NEAREST_NEIGHBOR']);
/** What changes grids by itself. */
const MIXING: ReadonlySet<OperatorName> = new Set(['ADD', 'MUL', 'MEAN', 'RELU', 'RELU6']);

/**
 * Operators between values of whole steps compute with whole steps: the float ones in front of a QUANTIZE, all of whose inputs come
 * out of a DEQUANTIZE. What has no such form stays as it is, with both around it (Jacob 2018, arXiv:1712.05877).
 */
export function inIntegers(network: LiteNetwork): LiteNetwork {
  const place: Place = {
    tensors: new Map(network.tensors),
    steps: new Map(network.operators.filter(({ code }) => code === 'DEQUANTIZE').map(one => [one.outputs[0]!, one.inputs[0]!])),
    readers: readersOf(network),
    grids: new Map(network.operators.filter(({ code }) => code === 'QUANTIZE').map(one => [one.inputs[0]!, one.outputs[0]!])),
  };
  const done = new Set<string>();
  const operators = network.operators.flatMap((operator): readonly LiteOperator[] => {
    if (operator.code === 'QUANTIZE') return done.has(operator.outputs[0]!) ? [] : [requantised(place, operator)];
    const target = place.grids.get(operator.outputs[0] ?? '');
    if (target === undefined || place.readers.get(operator.outputs[0]!) !== 1) return [operator];
    const made = integerForm(place, operator, target);
    if (made === null) return [operator];
    done.add(target);
    return made;
  });
  return { ...network, tensors: place.tensors, operators };
}

interface Place {
  readonly tensors: Map<string, LiteTensor>;
  /** Steps behind a float value, by its name. */
  readonly steps: ReadonlyMap<string, string>;
  readonly readers: ReadonlyMap<string, number>;
  /** Steps that a float value becomes, by its name. */
  readonly grids: ReadonlyMap<string, string>;
}

/** From steps to steps, where a value has been on another grid before. */
function requantised({ steps }: Place, operator: LiteOperator): LiteOperator {
  const source = steps.get(operator.inputs[0]!);
  return source === undefined ? operator : { ...operator, inputs: [source] };
}

/** Null where the operator has none. */
function integerForm(place: Place, operator: LiteOperator, target: string): readonly LiteOperator[] | null {
  const product = PRODUCTS[operator.code];
  if (product !== undefined) return integerProduct(place, operator, { ...product, target });
  if (MIXING.has(operator.code)) return mixed(place, operator, target);
  if (operator.code === 'CONCATENATION') return joined(place, operator, target);
  return SELECTING.has(operator.code) ? selected(place, operator, target) : null;
}

interface Product {
  readonly input: number;
  readonly kernel: number;
  readonly bias: number;
  readonly target: string;
}

function integerProduct(place: Place, operator: LiteOperator, { input, kernel, bias, target }: Product): readonly LiteOperator[] | null {
  const { tensors, steps } = place;
  const source = steps.get(operator.inputs[input]!);
  const weights = steps.get(operator.inputs[kernel]!);
  const grids = [source, weights].map(name => tensors.get(name ?? '')?.grid);
  const [from, of] = grids;
  const offsets = tensors.get(operator.inputs[bias]!)?.values;
  if (source === undefined || weights === undefined || from === undefined || of === undefined || offsets === undefined) return null;
  const added = integerBias(
    `${operator.inputs[bias]!}/steps`,
    offsets as Float32Array,
    of.scales.map(scale => scale * from.scales[0]!),
  );
  tensors.set(added.name, added);
  const inputs = operator.inputs.with(input, source).with(kernel, weights).with(bias, added.name);
  return [{ ...operator, inputs, outputs: [target] }];
}

const MOST_STEPS = 2 ** 31 - 1;

function integerBias(name: string, values: Float32Array, scales: readonly number[]): LiteTensor {
  const steps = Int32Array.from(values, (value, i) => Math.max(-MOST_STEPS, Math.min(MOST_STEPS, Math.round(value / scales[i]!))));
  const grid: LiteGrid = { scales, zeroPoints: scales.map(() => 0), axis: 0 };
  return { name, shape: [values.length], type: 'int32', values: steps, grid };
}

function mixed({ steps, tensors }: Place, operator: LiteOperator, target: string): readonly LiteOperator[] | null {
  const inputs = operator.inputs.map(name => (tensors.get(name)?.type === 'int32' ? name : (steps.get(name) ?? '')));
  return inputs.includes('') ? null : [{ ...operator, inputs, outputs: [target] }];
}

/** All parts on the grid of the whole. */
function joined({ steps, tensors }: Place, operator: LiteOperator, target: string): readonly LiteOperator[] | null {
  const sources = operator.inputs.flatMap(name => steps.get(name) ?? []);
  if (sources.length < operator.inputs.length) return null;
  const { grid } = tensorAt(tensors, target);
  const turned: LiteOperator[] = [];
  const inputs = sources.map((source, i) => {
    const part = tensorAt(tensors, source);
    if (sameGrid(part.grid, grid)) return source;
    const name = `${target}/part${i}`;
    tensors.set(name, { ...part, name, ...(grid && { grid }) });
    turned.push({ code: 'QUANTIZE', inputs: [source], outputs: [name] });
    return name;
  });
  return [...turned, { ...operator, inputs, outputs: [target] }];
}

function selected({ steps, tensors }: Place, operator: LiteOperator, target: string): readonly LiteOperator[] | null {
  const source = steps.get(operator.inputs[0]!);
  if (source === undefined) return null;
  const { grid } = tensorAt(tensors, source);
  const whole = tensorAt(tensors, target);
  const inputs = operator.inputs.with(0, source);
  if (sameGrid(grid, whole.grid)) return [{ ...operator, inputs, outputs: [target] }];
  const name = `${target}/chosen`;
  tensors.set(name, { ...whole, name, ...(grid && { grid }) });
  return [
    { ...operator, inputs, outputs: [name] },
    { code: 'QUANTIZE', inputs: [name], outputs: [target] },
  ];
}

function sameGrid(x: LiteGrid | undefined, y: LiteGrid | undefined): boolean {
  return x?.scales[0] === y?.scales[0] && x?.zeroPoints[0] === y?.zeroPoints[0];
}
