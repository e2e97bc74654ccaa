import { NotTraceable, type CompileRequest, type TraceScope, type VariableUpdate } from '../../compiler.ts';
import { drawCounter } from '../../philox.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { ATTRIBUTE, DATA_TYPE, HOST_TYPES } from './data-types.ts';
import type { Binding } from './binding.ts';
import type { Pointer } from './library.ts';
import { flagAttribute, nodeBackendOf, T_FLOAT, typeAttribute } from './node-backend.ts';
import { createTraceGraph, type Asked, type NodeOutput, type TraceGraph } from './trace-graph.ts';
import { createReplay } from './trace-replay.ts';
import type { TensorMetadata } from './tensors.ts';
import type { NativeArray, NativeVariable } from './variables.ts';

/** One recording of a function. */
export interface Recording {
  readonly graph: TraceGraph;
  /** In the order of the call: inputs, arrays, variables, then, where it draws, the stream's key and counter. */
  readonly inputs: readonly NodeOutput[];
  /** Whether it draws random numbers. */
  readonly draws: boolean;
  readonly results: readonly {
    readonly name: string;
    readonly output: NodeOutput;
    readonly shape: readonly number[];
    readonly dtype: number;
  }[];
  /** Nodes without results that must run. */
  readonly effects: readonly Pointer[];
}

const FLOATS = typeAttribute('dtype', DATA_TYPE.float);

/**
 * Runs the body twice with symbolic tensors: what it asks for is recorded, then compared with the record, and a body that is not the same
 * twice is refused (`NotTraceable`). The graph is the caller's to dispose of.
 */
export function record(tf: TensorLibrary, binding: Binding, request: CompileRequest): Recording {
  const graph = createTraceGraph(binding.session, binding.tensors);
  try {
    const ends = runBody(tf, binding, request, graph);
    const replay = createReplay(binding.session, binding.tensors, graph);
    const again = runBody(tf, binding, request, replay);
    replay.end();
    const other = ends.results.find(({ output }, i) => output !== again.results[i]?.output);
    if (other !== undefined) throw new NotTraceable(`the result '${other.name}' was another one the second time`);
    return { graph, ...ends };
  } catch (thrown) {
    graph.dispose();
    throw thrown;
  }
}

function runBody(tf: TensorLibrary, binding: Binding, request: CompileRequest, graph: Asked): Omit<Recording, 'graph'> {
  binding.recording = graph;
  tf.engine().startScope(request.title);
  try {
    const { scope, inputs, effects, drawn } = createScope(tf, graph, request);
    const returned = Object.entries(request.body(scope));
    const results = returned.map(([name, tensor]) => {
      const [id] = nodeBackendOf(tf).getInputTensorIds([tensor]) as [number];
      return { name, output: graph.outputOf(id, request.title), shape: tensor.shape, dtype: dtypeOf(tensor) };
    });
    return { inputs, results, effects, draws: drawn() };
  } finally {
    tf.engine().endScope();
    binding.recording = null;
  }
}

function dtypeOf(tensor: Tensor): number {
  if (tensor.dtype === 'float32' || tensor.dtype === 'int32') return HOST_TYPES[tensor.dtype];
  throw new NotTraceable(`a result of type ${tensor.dtype} can't be handed out`);
}

interface OpenScope {
  readonly scope: TraceScope;
  readonly inputs: readonly NodeOutput[];
  readonly effects: Pointer[];
  drawn(): boolean;
}

function createScope(tf: TensorLibrary, graph: Asked, request: CompileRequest): OpenScope {
  const backend = nodeBackendOf(tf);
  const inputs: NodeOutput[] = [];
  const effects: Pointer[] = [];
  const placeholder = (dtype: number, shape: readonly number[] | null): number => {
    const attributes = [typeAttribute('dtype', dtype)];
    if (shape !== null) attributes.push({ name: 'shape', type: ATTRIBUTE.shape, value: [...shape] } as never);
    const { id } = graph.add('Placeholder', attributes, [], { opaque: true })[0]!;
    inputs.push(graph.outputOf(id, 'Placeholder'));
    return id;
  };
  const given = mapValues(request.inputs, ({ dtype, shape }) => {
    const id = placeholder(HOST_TYPES[dtype], shape);
    return tensorOf(tf, graph, { id, shape: [...shape], dtype: HOST_TYPES[dtype] });
  });
  const arrays = mapValues(request.arrays, array => placeholder((array as NativeArray).dtype, array.shape));
  const handles = mapValues(request.variables, () => placeholder(DATA_TYPE.resource, null));
  let stream: Stream | null = null;
  const streamOnce = (): Stream => (stream ??= { key: placeholder(DATA_TYPE.uint64, [1]), counter: placeholder(DATA_TYPE.uint64, [2]) });
  const scope: TraceScope = {
    input: name => own(given, name),
    ...variableAccess(tf, graph, { variables: request.variables as never, handles, effects }),
    rows(name, positions) {
      const [at] = backend.getInputTensorIds([positions]) as [number];
      return gatherRows(tf, graph, { array: own(arrays, name), dtype: (own(request.arrays, name) as NativeArray).dtype, at });
    },
    uniform: uniformDraws(tf, graph, streamOnce),
  };
  return { scope, inputs, effects, drawn: () => stream !== null };
}

interface Variables {
  readonly variables: Readonly<Record<string, NativeVariable>>;
  readonly handles: Readonly<Record<string, number>>;
  readonly effects: Pointer[];
}

/** Reads, assignments and in-place updates. Each variable is read once, before whatever changes it. */
function variableAccess(
  tf: TensorLibrary,
  graph: Asked,
  { variables, handles, effects }: Variables,
): Pick<TraceScope, 'variable' | 'assign' | 'update'> {
  const backend = nodeBackendOf(tf);
  const reads = new Map<string, { readonly id: number; readonly node: Pointer; readonly tensor: Tensor }>();
  const changed = new Map<string, Pointer>();
  function readOf(name: string): { readonly id: number; readonly node: Pointer; readonly tensor: Tensor } {
    const known = reads.get(name);
    if (known !== undefined) return known;
    let node: Pointer = null;
    const { shape } = own(variables, name);
    const metadata = graph.add('ReadVariableOp', [FLOATS], [own(handles, name)], { shape, onNode: made => (node = made) })[0]!;
    const made = { id: metadata.id, node, tensor: backend.createOutputTensor(metadata) };
    reads.set(name, made);
    return made;
  }
  /** Whoever reads the old value goes first: otherwise TensorFlow would copy the variable before changing it. */
  function before(name: string): readonly Pointer[] {
    const { id, node } = readOf(name);
    return [node, ...graph.readersOf(id), ...[changed.get(name) ?? []].flat()];
  }
  function change(names: readonly string[], add: (after: readonly Pointer[], onNode: (node: Pointer) => void) => void): void {
    add(names.flatMap(before), node => {
      effects.push(node);
      for (const name of names) changed.set(name, node);
    });
  }
  return {
    variable: name => readOf(name).tensor,
    assign(name, value) {
      const [id] = backend.getInputTensorIds([value]) as [number];
      change([name], (after, onNode) => void graph.add('AssignVariableOp', [FLOATS], [own(handles, name), id], { after, onNode }));
    },
    update({ operation, inputs, flags }: VariableUpdate) {
      const names = inputs.flatMap(input => (isVariable(input) ? [input.variable] : []));
      const ids = inputs.map(input => {
        if (isVariable(input)) return own(handles, input.variable);
        const tensor = typeof input === 'number' ? tf.scalar(input) : input;
        return (backend.getInputTensorIds([tensor]) as [number])[0];
      });
      const attributes = [T_FLOAT, ...Object.entries(flags).map(([name, value]) => flagAttribute(name, value))];
      change(names, (after, onNode) => void graph.add(operation, attributes, ids, { after, onNode }));
    },
  };
}

function isVariable(input: VariableUpdate['inputs'][number]): input is { readonly variable: string } {
  return typeof input === 'object' && typeof input.variable === 'string';
}

/** `GatherV2` along the first axis. */
function gatherRows(
  tf: TensorLibrary,
  graph: Asked,
  { array, dtype, at }: { readonly array: number; readonly dtype: number; readonly at: number },
): Tensor {
  const backend = nodeBackendOf(tf);
  const [axis] = backend.getInputTensorIds([tf.scalar(0, 'int32')]) as [number];
  const attributes = [
    typeAttribute('Tparams', dtype),
    typeAttribute('Tindices', DATA_TYPE.int32),
    typeAttribute('Taxis', DATA_TYPE.int32),
    { name: 'batch_dims', type: ATTRIBUTE.int, value: 0 },
  ];
  return tensorOf(tf, graph, graph.add('GatherV2', attributes, [array, at, axis])[0]!);
}

/** Bytes, which tfjs has no tensors of, become floats. */
function tensorOf(tf: TensorLibrary, graph: Asked, made: TensorMetadata): Tensor {
  const backend = nodeBackendOf(tf);
  if (made.dtype !== DATA_TYPE.uint8) return backend.createOutputTensor(made);
  const cast = [typeAttribute('SrcT', made.dtype), typeAttribute('DstT', DATA_TYPE.float), flagAttribute('Truncate', false)];
  return backend.createOutputTensor(graph.add('Cast', cast, [made.id])[0]!);
}

const PHILOX = 1;

interface Stream {
  readonly key: number;
  readonly counter: number;
}

/** The same numbers as `philoxUniform`: draw n starts at the step's counter plus n·2^40. */
function uniformDraws(tf: TensorLibrary, graph: Asked, stream: () => Stream): TraceScope['uniform'] {
  const backend = nodeBackendOf(tf);
  const { tensors } = (backend as unknown as { readonly binding: Binding }).binding;
  let draw = 0;
  return shape => {
    const { key, counter } = stream();
    const offset = tensors.create([2], DATA_TYPE.uint64, BigUint64Array.of(drawCounter(draw), 0n));
    draw += 1;
    const at = graph.add('AddV2', [typeAttribute('T', DATA_TYPE.uint64)], [counter, offset])[0]!.id;
    tensors.delete(offset);
    const [sizes, algorithm] = backend.getInputTensorIds([tf.tensor1d([...shape], 'int32'), tf.scalar(PHILOX, 'int32')]) as [
      number,
      number,
    ];
    const attributes = [FLOATS, typeAttribute('Tshape', DATA_TYPE.int32)];
    return backend.createOutputTensor(graph.add('StatelessRandomUniformV2', attributes, [sizes, key, at, algorithm])[0]!);
  };
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T {
  const found = record[name];
  if (found === undefined) throw new Error(`The function was given no '${name}', only ${Object.keys(record).join(', ') || 'nothing'}`);
  return found;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
