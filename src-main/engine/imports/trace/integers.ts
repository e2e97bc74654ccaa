import type { ForeignGraph, ForeignNode, ForeignTensor } from '../foreign-graph.ts';
import { createLookup, type Lookup } from './unrolled/lookup.ts';

/**
 * Operators of whole steps, as onnxruntime's quantisers write them, as those of numbers that they stand for: kernels as their numbers,
 * and behind each operator the rounding to its grid. Those whose range is found on the way have a rounding in front.
 */
export function withoutIntegers(graph: ForeignGraph): ForeignGraph {
  if (!graph.nodes.some(({ op }) => Object.hasOwn(STATIC, op) || Object.hasOwn(DYNAMIC, op))) return graph;
  const look = createLookup(graph);
  const constants = new Map(graph.constants);
  const steps = stepValues(graph);
  const dynamic = dynamicProducts(graph, look, constants);
  const nodes = graph.nodes.flatMap((node): readonly ForeignNode[] => {
    const other = dynamic.get(node);
    if (other !== undefined) return [other];
    if (Object.hasOwn(STATIC, node.op)) return staticOperator(node, STATIC[node.op]!, { look, constants });
    // What is filled up with a step is not filled up with that number.
    return node.op === 'Pad' && steps.has(node.inputs[0] ?? '') ? [{ ...node, op: 'PadOfSteps' }] : [node];
  });
  return { ...graph, nodes, constants };
}

/** An operator whose arguments each have a scale and a zero point behind them. */
interface StaticForm {
  readonly op: string;
  /** Places of its arguments. */
  readonly values: readonly number[];
  /** Axis of the outputs in the second argument, where that is a kernel: from the end if below 0. */
  readonly axis?: number;
  /** Place of an argument in steps of both scales. */
  readonly bias?: number;
  /** Place of the scale of what it gives. */
  readonly result: number;
}

const pair = (op: string): StaticForm => ({ op, values: [0, 3], result: 6 });
const alone = (op: string): StaticForm => ({ op, values: [0], result: 3 });
const MICROSOFT = 'com.microsoft';

const STATIC: Readonly<Record<string, StaticForm>> = {
  QLinearConv: { op: 'Conv', values: [0, 3], axis: 0, bias: 8, result: 6 },
  QLinearMatMul: { op: 'MatMul', values: [0, 3], axis: -1, result: 6 },
  [`${MICROSOFT}.QGemm`]: { op: 'Gemm', values: [0, 3], axis: -1, bias: 6, result: 7 },
  [`${MICROSOFT}.QLinearAdd`]: pair('Add'),
  [`${MICROSOFT}.QLinearMul`]: pair('Mul'),
  [`${MICROSOFT}.QLinearSigmoid`]: alone('Sigmoid'),
  [`${MICROSOFT}.QLinearLeakyRelu`]: alone('LeakyRelu'),
  [`${MICROSOFT}.QLinearSoftmax`]: alone('Softmax'),
  [`${MICROSOFT}.QLinearAveragePool`]: alone('AveragePool'),
  [`${MICROSOFT}.QLinearGlobalAveragePool`]: alone('GlobalAveragePool'),
  [`${MICROSOFT}.QLinearConcat`]: { op: 'Concat', values: [], result: 0 },
};

interface Place {
  readonly look: Lookup;
  /** More of them are added. */
  readonly constants: Map<string, ForeignTensor>;
}

function staticOperator(node: ForeignNode, form: StaticForm, place: Place): readonly ForeignNode[] {
  const [output = ''] = node.outputs;
  const exact = `${output}/exact`;
  const places = form.op === 'Concat' ? node.inputs.flatMap((_input, i) => (i >= 2 && i % 3 === 2 ? [i] : [])) : form.values;
  const axis = form.axis === -1 && node.attributes['transB'] === 1 ? 0 : form.axis;
  const inputs = [...places.map(at => numbersAt(node, at, { ...place, axis })), ...biasAt(node, form, place)];
  // Then it is told as an operator that is not known here.
  if (!inputs.every(name => name !== null)) return [node];
  const made = { ...node, op: form.op, inputs, outputs: [exact] };
  const grid = node.inputs.slice(form.result, form.result + 2).filter(name => name !== '');
  if (grid.length === 0) return [{ ...made, outputs: [output] }];
  return [made, { name: `${node.name}-steps`, op: 'QuantizeLinear', inputs: [exact, ...grid], outputs: [output], attributes: {} }];
}

/** An argument: a value as it is, a constant as the numbers of its steps; null where its scales do not fit. */
function numbersAt(
  { inputs }: ForeignNode,
  at: number,
  { look, constants, axis = 0 }: Place & { readonly axis: number | undefined },
): string | null {
  const value = inputs[at] ?? '';
  const [steps, scale, zero] = [value, inputs[at + 1], inputs[at + 2]].map(one => look.constant(one));
  if (steps === null || steps === undefined) return value;
  const real = scale === null || scale === undefined ? null : fromSteps(steps, { scale, zero: zero ?? null, axis });
  if (real === null) return null;
  const numbers = `${value}/numbers`;
  constants.set(numbers, real);
  return numbers;
}

/** One scale and zero point, or one for each place of the axis; null for any other number of them. */
function fromSteps(
  { shape, values }: ForeignTensor,
  { scale, zero, axis }: { readonly scale: ForeignTensor; readonly zero: ForeignTensor | null; readonly axis: number },
): ForeignTensor | null {
  const along = axis < 0 ? axis + shape.length : axis;
  const inner = shape.slice(along + 1).reduce((product, size) => product * size, 1);
  const size = shape[along] ?? 1;
  const at = (list: ForeignTensor | null, i: number): number =>
    list === null ? 0 : (list.values[list.values.length === 1 ? 0 : Math.floor(i / inner) % size] ?? 0);
  if ([scale, zero].some(one => one !== null && one.values.length !== 1 && one.values.length !== size)) return null;
  return { shape, values: Float32Array.from(values, (value, i) => (value - at(zero, i)) * at(scale, i)) };
}

/** In steps of the input's scale times the kernel's. */
function biasAt({ inputs }: ForeignNode, { bias, values }: StaticForm, { look, constants }: Place): readonly string[] {
  const name = bias === undefined ? '' : (inputs[bias] ?? '');
  const steps = look.constant(name);
  if (name === '' || steps === null) return name === '' ? [] : [name];
  const [ofInput, ofKernel] = values.map(at => look.constant(inputs[at + 1]));
  const numbers = `${name}/numbers`;
  const kernelScale = (i: number): number => ofKernel?.values[ofKernel.values.length === 1 ? 0 : i] ?? 1;
  const scaled = Float32Array.from(steps.values, (value, i) => value * (ofInput?.values[0] ?? 1) * kernelScale(i));
  constants.set(numbers, { shape: steps.shape, values: scaled });
  return [numbers];
}

/** What moves steps about, and leaves them what they are. */
const MOVING: ReadonlySet<string> = new Set([
  'MaxPool',
  'Reshape',
  'Transpose',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Slice',
  'Gather',
  'Identity',
]);

/** Values that are steps, by their names. */
function stepValues({ nodes }: ForeignGraph): ReadonlySet<string> {
  const steps = new Set<string>();
  for (const { op, inputs, outputs } of nodes)
    if (op === 'QuantizeLinear' || Object.hasOwn(STATIC, op) || (MOVING.has(op) && steps.has(inputs[0] ?? '')))
      outputs.forEach(one => steps.add(one));
  return steps;
}

/** Products of steps of a range found on the way, with the axis of the outputs in their kernels. */
const DYNAMIC: Readonly<Record<string, { readonly op: string; readonly axis: number }>> = {
  MatMulInteger: { op: 'MatMul', axis: -1 },
  ConvInteger: { op: 'Conv', axis: 0 },
};

/**
 * What makes steps of a range of its own, and the product of its scale with a sum of steps, by the nodes they stand in for. Left as they
 * are where something else reads the steps.
 */
function dynamicProducts(
  { nodes }: ForeignGraph,
  look: Lookup,
  constants: Map<string, ForeignTensor>,
): ReadonlyMap<ForeignNode, ForeignNode> {
  const changed = new Map<ForeignNode, ForeignNode>();
  for (const source of nodes.filter(({ op }) => op === 'DynamicQuantizeLinear')) {
    const products = look.readers(source.outputs[0] ?? '').map(node => dynamicProduct(node, source, { look, constants }));
    if (products.length === 0 || products.includes(null)) continue;
    changed.set(source, { ...source, op: 'DynamicSteps', outputs: source.outputs.slice(0, 1) });
    for (const [end, product] of products as [ForeignNode, ForeignNode][]) changed.set(end, product);
  }
  return changed;
}

function dynamicProduct(node: ForeignNode, source: ForeignNode, place: Place): readonly [ForeignNode, ForeignNode] | null {
  const { look, constants } = place;
  const form = DYNAMIC[node.op];
  const [, kernel = '', zeroOfInput, zero] = node.inputs;
  const steps = look.constant(kernel);
  const scaled = scaledSums(look, node, source);
  if (form === undefined || steps === null || scaled === null || zeroOfInput !== source.outputs[2]) return null;
  const real = fromSteps(steps, { scale: scaled.scale, zero: look.constant(zero), axis: form.axis });
  if (real === null) return null;
  const numbers = `${kernel}/numbers`;
  constants.set(numbers, real);
  const [given = ''] = source.outputs;
  return [scaled.end, { ...node, op: form.op, inputs: [given, numbers], outputs: scaled.end.outputs }];
}

/** The sums times the input's scale times the kernel's, and that of the kernel. */
function scaledSums(look: Lookup, node: ForeignNode, source: ForeignNode) {
  const sums = look.of('Cast', node.outputs[0] ?? null);
  for (const factor of look.readers(source.outputs[1] ?? null).filter(({ op }) => op === 'Mul')) {
    const scale = factor.inputs.map(one => look.constant(one)).find(one => one !== null);
    const end = look.made(look.of('Mul', sums, factor.outputs[0] ?? null), 'Mul');
    if (end !== null && scale !== undefined) return { end, scale };
  }
  return null;
}
