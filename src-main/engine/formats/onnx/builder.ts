import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { FLOAT, INT64, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxTensor } from './schema.ts';

/** Where the channel axis of a value with places, [height, width, channels] or [time, channels], stands in ONNX terms. */
export type Layout = 'first' | 'last';

/** A value of the model graph, under the ONNX name it has in each layout so far. */
export interface OnnxValue {
  /** Without the batch axis, channels last whatever the layout. */
  readonly shape: Shape;
  readonly names: { [L in Layout]?: string };
}

/** Whole steps of which a value is made. */
export type OnnxGrid = {
  /** uint8, in the value's layout. */
  readonly steps: string;
  readonly scaleName: string;
  readonly zeroPointName: string;
} & ({ readonly kind: 'fixed'; readonly scale: number } | { readonly kind: 'dynamic' });

/** Collects nodes and constants. Names are unique because model nodes' names are, and contain no `/` and no `.`. */
export interface OnnxBuilder {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  /** Adds a node with one output of that name, and returns the name. */
  add(opType: string, output: string, inputs: readonly string[], attributes?: Attributes): string;
  /** Adds a node with several outputs, those that nothing reads under empty names. */
  addMany(
    node: { readonly opType: string; readonly name: string; readonly outputs: readonly string[] },
    inputs: readonly string[],
    attributes: Attributes,
  ): void;
  /** Adds a node as it is; its names are the caller's to choose. */
  copy(node: OnnxNode): void;
  /** Whether a node has that output. */
  has(output: string): boolean;
  constant(name: string, parameter: Parameter): string;
  /** A constant of any type. */
  raw(tensor: OnnxTensor): string;
  /** One whole number per entry; int64. */
  integers(name: string, values: readonly number[]): string;
  /** A float32 without axes. */
  number(name: string, value: number): string;
  /** Adds, under this name, the numbers that whole steps stand for. */
  addGrid(name: string, grid: OnnxGrid): string;
  /** The steps a value of that name is made of; null for one of any numbers. */
  gridOf(name: string): OnnxGrid | null;
  /** The least version of the operator set that has everything added so far. */
  readonly opset: number;
  needs(opset: number): void;
  /** Versions of the sets of operators that aren't ONNX's own, by their domains. */
  readonly domains: Map<string, number>;
  /** The value's name in that layout; transposed at most once, however many read it. */
  read(value: OnnxValue, layout: Layout): string;
}

/** Whole numbers are written as int, texts as string, `{ float }` as float, lists as ints, `{ branch }` as a graph. */
export type Attributes = Readonly<
  Record<string, number | string | { readonly float: number } | readonly number[] | { readonly branch: OnnxGraph }>
>;

/** The oldest that has every operator of float32, for the sake of older runtimes. */
export const OPSET = 17;

export function createOnnxBuilder(): OnnxBuilder {
  const nodes: OnnxNode[] = [];
  const constants: OnnxTensor[] = [];
  const grids = new Map<string, OnnxGrid>();
  let opset = OPSET;
  const builder: OnnxBuilder = {
    nodes,
    constants,
    get opset() {
      return opset;
    },
    domains: new Map(),
    needs: version => void (opset = Math.max(opset, version)),
    add(opType, output, inputs, attributes = {}) {
      builder.addMany({ opType, name: output, outputs: [output] }, inputs, attributes);
      return output;
    },
    addMany({ opType, name, outputs }, inputs, attributes) {
      nodes.push({ name, opType, input: inputs, output: outputs, attribute: Object.entries(attributes).map(attributeOf) });
    },
    copy: node => void nodes.push(node),
    has: output => nodes.some(node => node.output.includes(output)),
    constant(name, { shape, values }) {
      const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      return builder.raw({ name, dims: shape, dataType: FLOAT, rawData });
    },
    raw(tensor) {
      constants.push(tensor);
      return tensor.name;
    },
    integers(name, values) {
      const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      return builder.raw({ name, dims: [values.length], dataType: INT64, rawData });
    },
    number: (name, value) => builder.constant(name, { shape: [], values: Float32Array.of(value) }),
    addGrid(name, grid) {
      grids.set(name, grid);
      return builder.add('DequantizeLinear', name, [grid.steps, grid.scaleName, grid.zeroPointName]);
    },
    gridOf: name => grids.get(name) ?? null,
    read: (value, layout) => value.names[layout] ?? (value.names[layout] = turned(builder, value, layout)),
  };
  return builder;
}

/** The value in the other layout; of steps, the steps are turned, so that what reads them still finds steps. */
function turned(builder: OnnxBuilder, { shape, names }: OnnxValue, layout: Layout): string {
  const places = shape.slice(1).map((_size, i) => i + 1);
  const channels = shape.length;
  const [other, perm] =
    layout === 'first' ? (['last', [0, channels, ...places]] as const) : (['first', [0, ...places.map(i => i + 1), 1]] as const);
  const source = names[other]!;
  const turn = (name: string): string => builder.add('Transpose', `${name}.channels-${layout}`, [name], { perm });
  const grid = builder.gridOf(source);
  return grid === null ? turn(source) : builder.addGrid(`${source}.channels-${layout}`, { ...grid, steps: turn(grid.steps) });
}

function attributeOf([name, value]: [string, Attributes[string]]): OnnxAttribute {
  if (typeof value === 'number') return { name, type: 2, i: value };
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) };
  if ('branch' in value) return { name, type: 5, g: value.branch };
  return 'float' in value ? { name, type: 1, f: value.float } : { name, type: 7, ints: value };
}
