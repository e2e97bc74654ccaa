import type { Parameter, Shape, WeightPrecision } from '../../../../src-shared/domain/graph/model-graph.ts';
import { kernelSteps } from '../../graph/stored-kernels.ts';
import type { ExportPlan } from '../export-plan.ts';
import type { ConstantValues, GraphEmitter, GraphOperation, GraphValue, WeightedOperation } from '../tensorflow/graph-value.ts';
import type { LiteForm, LiteOperator, LiteTensor } from './lite-value.ts';
import { LITE_FORMS } from './operators.ts';
import { weightedForm } from './weighted.ts';

export interface LiteGraph extends GraphEmitter {
  readonly tensors: ReadonlyMap<string, LiteTensor>;
  readonly operators: readonly LiteOperator[];
  input(plan: ExportPlan): GraphValue;
  same(name: string, x: GraphValue): GraphValue;
  /** The value in whole steps, and as numbers again. */
  onGrid(name: string, x: GraphValue, grid: { readonly scale: number; readonly zeroPoint: number }): GraphValue;
}

interface Parts {
  readonly tensors: Map<string, LiteTensor>;
  readonly operators: LiteOperator[];
  readonly known: Map<ConstantValues, GraphValue>;
}

/** The operations of a network as operators of TensorFlow Lite's, channels last. */
export function createLiteGraph(): LiteGraph {
  const parts: Parts = { tensors: new Map(), operators: [], known: new Map() };
  const graph: LiteGraph = {
    ...parts,
    constant: (name, shape, values) => constant(parts, name, { shape, values }),
    emit: (operation, outputs) => emit(parts, operation, outputs),
    weighted: operation => product(graph, parts, operation),
    input: ({ input: { name, shape } }) => added(parts, { name, shape: [-1, ...shape], type: 'float32' }),
    same(name, x) {
      const shape = graph.constant(`${name}/shape`, [x.shape.length], Int32Array.from(x.shape));
      return result(emit(parts, { op: 'Reshape', name, inputs: [x, shape] }, [x]));
    },
    onGrid(name, { name: x, shape }, { scale, zeroPoint }) {
      const steps = `${name}/steps`;
      parts.tensors.set(steps, { name: steps, shape, type: 'int8', grid: { scales: [scale], zeroPoints: [zeroPoint] } });
      parts.operators.push({ code: 'QUANTIZE', inputs: [x], outputs: [steps] });
      return unpacked(parts, { name, shape, steps });
    },
  };
  return graph;
}

function added({ tensors }: Parts, value: GraphValue): GraphValue {
  tensors.set(value.name, value);
  return value;
}

function result([first]: readonly GraphValue[]): GraphValue {
  if (first === undefined) throw new Error('An operation gives a value');
  return first;
}

/** From so many numbers on a constant of half precision is stored as such. */
const LEAST_HALVES = 32;

interface Numbers {
  readonly shape: Shape;
  readonly values: ConstantValues;
}

/** The same array is one constant, however many read it. */
function constant(parts: Parts, name: string, { shape, values }: Numbers): GraphValue {
  const found = parts.known.get(values);
  if (found !== undefined) return found;
  const type = values instanceof Int32Array ? 'int32' : 'float32';
  const made =
    values instanceof Float32Array && isOfHalves(values)
      ? stored(parts, name, { shape, type: 'float16', values: new Float16Array(values) })
      : { name, shape, type: type as GraphValue['type'] };
  if (!parts.tensors.has(name)) parts.tensors.set(name, { ...made, values });
  parts.known.set(values, made);
  return made;
}

function isOfHalves(values: Float32Array): boolean {
  return values.length >= LEAST_HALVES && values.every(value => Math.f16round(value) === value);
}

/** A stored constant under this name, with what makes float32 of it behind. */
function stored(parts: Parts, name: string, tensor: Omit<LiteTensor, 'name'>): GraphValue {
  const steps = `${name}/stored`;
  parts.tensors.set(steps, { ...tensor, name: steps });
  return unpacked(parts, { name, shape: tensor.shape, steps });
}

function unpacked(
  parts: Parts,
  { name, shape, steps }: { readonly name: string; readonly shape: Shape; readonly steps: string },
): GraphValue {
  parts.operators.push({ code: 'DEQUANTIZE', inputs: [steps], outputs: [name] });
  return added(parts, { name, shape, type: 'float32' });
}

function emit(parts: Parts, operation: GraphOperation, outputs: readonly Pick<GraphValue, 'shape' | 'type'>[]): readonly GraphValue[] {
  const { name, op } = operation;
  const form = LITE_FORMS[op];
  if (form === undefined) throw new Error(`TensorFlow's ${op} must have a form here`);
  const made = outputs.map((output, i) => ({ ...output, name: i === 0 ? name : `${name}:${i}` }));
  parts.operators.push(operatorOf(form(operation, made), made));
  return made.map(value => added(parts, value));
}

function operatorOf({ code, inputs, options }: LiteForm, outputs: readonly GraphValue[]): LiteOperator {
  return { code, inputs, outputs: outputs.map(({ name }) => name), ...(options && { options }) };
}

/** Always with a bias: a kernel without one gets zeros. */
function product(graph: LiteGraph, parts: Parts, operation: WeightedOperation): GraphValue {
  const { name, shape, precision } = operation;
  const { kernel, axis, operator } = weightedForm(operation);
  const weights = kernelConstant(parts, `${name.replace(/\/product$/, '')}/kernel`, { kernel, axis, precision });
  const values = operation.bias?.values ?? new Float32Array(kernel.shape[axis] ?? 1);
  const bias: LiteTensor = { name: `${name}/bias`, shape: [values.length], type: 'float32', values };
  parts.tensors.set(bias.name, bias);
  const made = { name, shape, type: 'float32' } as const;
  parts.operators.push(operatorOf(operator(graph, weights.name, bias.name), [made]));
  return added(parts, made);
}

interface KernelForm {
  readonly kernel: Parameter;
  /** Of the outputs: each has a scale of its own. */
  readonly axis: number;
  readonly precision: WeightPrecision | undefined;
}

function kernelConstant(parts: Parts, name: string, { kernel, axis, precision }: KernelForm): GraphValue {
  if (precision?.kind !== 'integer') return constant(parts, name, kernel);
  const axes = kernel.shape.flatMap((_size, each) => (each === axis ? [] : [each]));
  const { steps, scales } = kernelSteps(kernel, { axes, bits: precision.bits });
  const grid = { scales: [...scales], zeroPoints: [...scales].map(() => 0), axis };
  return stored(parts, name, { shape: kernel.shape, type: 'int8', values: steps, grid });
}
