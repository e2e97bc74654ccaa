import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ExportPlan } from '../export-plan.ts';
import type { ConstantValues, GraphEmitter, GraphOperation, GraphValue, WeightedOperation } from './graph-value.ts';

/** A node of a `GraphDef`. */
export interface TfNode {
  readonly name: string;
  readonly op: string;
  /** `NAME`, or `NAME:1` for a further result. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, TfAttribute>>;
}

export type TfType = GraphValue['type'];

export type TfAttribute =
  | { readonly kind: 'type'; readonly value: TfType }
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'types'; readonly value: readonly TfType[] }
  | { readonly kind: 'shape'; readonly value: Shape }
  | { readonly kind: 'tensor'; readonly type: TfType; readonly shape: Shape; readonly values: ConstantValues };

export interface TfGraph extends GraphEmitter {
  readonly nodes: readonly TfNode[];
  input(plan: ExportPlan): GraphValue;
  same(name: string, x: GraphValue): GraphValue;
}

export function createTfGraph(): TfGraph {
  const nodes: TfNode[] = [];
  const known = new Map<ConstantValues, GraphValue>();
  const add = (name: string, op: string, inputs: readonly string[], attributes: TfNode['attributes']): void =>
    void nodes.push({ name, op, inputs, attributes });
  /** The same array is one constant, however many read it. */
  function constant(name: string, shape: Shape, values: ConstantValues): GraphValue {
    const found = known.get(values);
    if (found !== undefined) return found;
    const type = values instanceof Int32Array ? 'int32' : 'float32';
    add(name, 'Const', [], { dtype: { kind: 'type', value: type }, value: { kind: 'tensor', type, shape, values } });
    const made = { name, shape, type } as const;
    known.set(values, made);
    return made;
  }
  function emit(operation: GraphOperation, outputs: readonly Pick<GraphValue, 'shape' | 'type'>[]): readonly GraphValue[] {
    const { name, op, inputs, attributes = {} } = operation;
    const own = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attributeOf(value)]));
    const made = outputs.map((output, i) => ({ ...output, name: i === 0 ? name : `${name}:${i}` }));
    if (op === 'Gelu') return [gelu(graph, name, inputs[0]!)];
    add(
      name,
      op,
      inputs.map(input => input.name),
      { ...own, ...typesOf(op, inputs, made) },
    );
    return made;
  }
  const graph: TfGraph = {
    nodes,
    constant,
    emit,
    weighted: operation => weightedNodes(graph, operation),
    input({ input: { name, shape } }) {
      const whole = [-1, ...shape];
      add(name, 'Placeholder', [], { dtype: { kind: 'type', value: 'float32' }, shape: { kind: 'shape', value: whole } });
      return { name, shape: whole, type: 'float32' };
    },
    same: (name, x) => emit({ op: 'Identity', name, inputs: [x] }, [x])[0]!,
  };
  return graph;
}

function weightedNodes(graph: TfGraph, { op, name, input, kernel, bias, window, shape }: WeightedOperation): GraphValue {
  const owner = name.replace(/\/product$/, '');
  const product = bias === undefined ? name : `${name}/sum`;
  const weights = graph.constant(`${owner}/kernel`, kernel.shape, kernel.values);
  const output = { shape, type: 'float32' } as const;
  const [sum] = graph.emit({ name: product, op, ...PLACES[op](graph, { name, input, weights, shape }), ...windowed(op, window) }, [
    output,
  ]) as readonly [GraphValue];
  if (bias === undefined) return sum;
  const added = graph.constant(`${owner}/bias`, bias.shape, bias.values);
  return graph.emit({ op: 'BiasAdd', name, inputs: [sum, added], attributes: { data_format: 'NHWC' } }, [output])[0]!;
}

function windowed(op: WeightedOperation['op'], { strides, padding }: WeightedOperation['window']): Pick<GraphOperation, 'attributes'> {
  if (op === 'MatMul') return { attributes: { transpose_a: false, transpose_b: false } };
  const dilations = [1, 1, 1, 1];
  return { attributes: { strides: [1, ...strides, 1], padding: padding.toUpperCase(), data_format: 'NHWC', dilations } };
}

interface Places {
  readonly name: string;
  readonly input: GraphValue;
  readonly weights: GraphValue;
  readonly shape: Shape;
}

type Placed = (graph: TfGraph, places: Places) => Pick<GraphOperation, 'inputs'>;

const inOrder: Placed = (_graph, { input, weights }) => ({ inputs: [input, weights] });

/** In TensorFlow's order of inputs; a convolution backwards is told the size of what it gives, the items' number with it. */
const PLACES: { readonly [O in WeightedOperation['op']]: Placed } = {
  MatMul: inOrder,
  Conv2D: inOrder,
  DepthwiseConv2dNative: inOrder,
  Conv2DBackpropInput: (graph, { name, input, weights, shape }) => ({
    inputs: [wholeShape(graph, name, input, shape.slice(1)), weights, input],
  }),
};

/** [N, …shape] of as many items as the input has. */
export function wholeShape(emitter: GraphEmitter, name: string, input: GraphValue, shape: Shape): GraphValue {
  const integers = (key: string, values: readonly number[]): GraphValue =>
    emitter.constant(`${name}/${key}`, [values.length], Int32Array.from(values));
  const one = (op: string, key: string, inputs: readonly GraphValue[], size: number): GraphValue =>
    emitter.emit({ op, name: `${name}/${key}`, inputs }, [{ shape: [size], type: 'int32' }])[0]!;
  const sizes = one('Shape', 'sizes', [input], input.shape.length);
  const items = one('Slice', 'items', [sizes, integers('start', [0]), integers('one', [1])], 1);
  const axis = emitter.constant(`${name}/axis`, [], Int32Array.of(0));
  return one('ConcatV2', 'whole', [items, integers('places', shape), axis], shape.length + 1);
}

/** x·½(1 + erf(x/√2)). */
function gelu(graph: TfGraph, name: string, x: GraphValue): GraphValue {
  const part = (op: string, key: string, inputs: readonly GraphValue[]): GraphValue =>
    graph.emit({ op, name: `${name}/${key}`, inputs }, [x])[0]!;
  const number = (key: string, value: number): GraphValue => graph.constant(`${name}/${key}`, [], Float32Array.of(value));
  const erf = part('Erf', 'erf', [part('Mul', 'scaled', [x, number('root', Math.SQRT1_2)])]);
  const half = part('Mul', 'half', [x, number('factor', 0.5)]);
  return graph.emit({ op: 'Mul', name, inputs: [half, part('AddV2', 'shifted', [erf, number('one', 1)])] }, [x])[0]!;
}

function attributeOf(value: NonNullable<GraphOperation['attributes']>[string]): TfAttribute {
  if (typeof value === 'number') return { kind: 'int', value };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'string') return { kind: 'text', value };
  return 'float' in value ? { kind: 'float', value: value.float } : { kind: 'ints', value };
}

/** Attributes that name the types of values, and how many there are. */
function typesOf(op: string, inputs: readonly GraphValue[], outputs: readonly GraphValue[]): TfNode['attributes'] {
  const type = (value: TfType): TfAttribute => ({ kind: 'type', value });
  const own = (TYPES[op] ?? ['T']).map(name => [name === OF_RESULT ? 'T' : name, type(typeNamed(name, inputs, outputs))] as const);
  return {
    ...Object.fromEntries(own),
    ...(COUNTED.has(op) ? { N: { kind: 'int', value: inputs.length - (op === 'ConcatV2' ? 1 : 0) } } : {}),
  };
}

/** `T` where it is the result's type, not the first input's. */
const OF_RESULT = 'T:0';

const COUNTED: ReadonlySet<string> = new Set(['ConcatV2', 'Pack']);

/** Those of operations that have others than `T`, the type of the first input. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  LogicalAnd: [],
  SelectV2: [OF_RESULT],
  Split: [OF_RESULT],
  Conv2DBackpropInput: [OF_RESULT],
  Mean: ['T', 'Tidx'],
  Sum: ['T', 'Tidx'],
  Max: ['T', 'Tidx'],
  PadV2: ['T', 'Tpaddings'],
  Reshape: ['T', 'Tshape'],
  Transpose: ['T', 'Tperm'],
  ConcatV2: ['T', 'Tidx'],
  GatherV2: ['Tparams', 'Tindices', 'Taxis'],
  Cast: ['SrcT', 'DstT'],
  ArgMax: ['T', 'Tidx', 'output_type'],
  Slice: ['T', 'Index'],
  ReverseV2: ['T', 'Tidx'],
  Shape: ['T', 'out_type'],
};

function typeNamed(name: string, inputs: readonly GraphValue[], outputs: readonly GraphValue[]): TfType {
  if (name === 'T' || name === 'Tparams' || name === 'SrcT') return inputs[0]!.type;
  if (name === OF_RESULT || name === 'DstT') return outputs[0]!.type;
  return 'int32';
}
