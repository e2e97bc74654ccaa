import type { CompiledFunction, CompileRequest, Compiler, DeviceResult, HostArray, StreamPosition } from '../../compiler.ts';
import type { TensorLibrary } from '../../tensor-library.ts';
import type { Binding } from './binding.ts';
import { asFailure } from './failure.ts';
import { DATA_TYPE, HOST_TYPES } from './data-types.ts';
import type { Pointer } from './library.ts';
import type { OpAttribute } from './attributes.ts';
import { isShareable } from './shared-array.ts';
import { flagAttribute } from './node-backend.ts';
import { packOutputs } from './trace-graph.ts';
import { record, type Recording } from './trace-scope.ts';
import { createArray, createVariable, type NativeArray, type NativeVariable } from './variables.ts';

export interface CompilerOptions {
  /** Whether XLA makes machine code of each function at its first call, which takes it seconds. */
  readonly xla: boolean;
  /** A clock in milliseconds. */
  now(): number;
}

const RESIDENT_BYTES = 2 ** 31;

/** Compiles for the binding's device. */
export function createCompiler(tf: TensorLibrary, binding: Binding, { xla, now }: CompilerOptions): Compiler {
  const attributes = xla ? [flagAttribute('_XlaMustCompile', true)] : [];
  const spent = { ms: 0, calls: 0 };
  return {
    variable: (values, shape) => createVariable(binding, binding.nextName('variable'), values, shape),
    array: (values, shape) => createArray(binding, values, shape),
    compile(request) {
      const begin = now();
      const name = binding.nextName('function');
      const recording = recordAndRegister(tf, binding, name, request);
      const timed = { name, recording, request, spent, now, attributes };
      return { ...callable(binding, timed), buildMs: now() - begin, operations: recording.graph.entries.length };
    },
    residentBytes: RESIDENT_BYTES,
    bytesTaken: values => (isShareable(binding.session, values) ? 0 : values.byteLength),
    nativeUse: () => ({ ...spent, arrays: binding.getNumOfTensors() }),
  };
}

function recordAndRegister(tf: TensorLibrary, binding: Binding, name: string, request: CompileRequest): Recording {
  try {
    const recording = record(tf, binding, request);
    try {
      register(binding, name, recording);
      return recording;
    } finally {
      recording.graph.dispose();
    }
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

function register({ session }: Binding, name: string, { graph, inputs, results, effects }: Recording): void {
  const { library, context, status, check } = session;
  const handed = results.map(result => result.output);
  const controls = BigUint64Array.from([...effects.map(node => node ?? 0n), 0n]);
  const all = -1;
  const made: Pointer = library.TF_GraphToFunctionWithControlOutputs(
    graph.pointer,
    library.intern(name).pointer,
    0,
    all,
    null,
    inputs.length,
    packOutputs(inputs),
    handed.length,
    packOutputs(handed),
    null,
    effects.length,
    controls,
    null,
    null,
    null,
    status,
  );
  check(name);
  library.TFE_ContextAddFunction(context, made, status);
  check(name);
  library.TF_DeleteFunction(made);
}

interface Timed {
  readonly name: string;
  readonly recording: Recording;
  readonly request: CompileRequest;
  readonly spent: { ms: number; calls: number };
  readonly now: () => number;
  readonly attributes: readonly OpAttribute[];
}

function callable(binding: Binding, timed: Timed): Pick<CompiledFunction, 'call' | 'dispose'> {
  const { name, recording, request, spent, now, attributes } = timed;
  const { session, tensors, eager } = binding;
  const specs = Object.entries(request.inputs);
  const fixed = [
    ...Object.values(request.arrays).map(array => (array as NativeArray).id),
    ...Object.values(request.variables).map(variable => (variable as NativeVariable).handle),
  ];
  const tail = specs.length + fixed.length;
  const handles = new BigUint64Array(tail + (recording.draws ? 2 : 0));
  fixed.forEach((id, i) => (handles[specs.length + i] = tensors.handleOf(id, name) ?? 0n));
  const how = { results: recording.results.map(result => result.dtype), attributes };
  const place = (index: number, shape: readonly number[], dtype: number, values: unknown): number => {
    const id = tensors.create(shape, dtype, values);
    handles[index] = tensors.handleOf(id, name) ?? 0n;
    return id;
  };
  return {
    call(inputs, random) {
      const begin = now();
      const given = specs.map(([input, { shape, dtype }], i) => place(i, shape, HOST_TYPES[dtype], inputs[input]));
      if (recording.draws) {
        const { key, counter } = random ?? START;
        given.push(place(tail, [1], DATA_TYPE.uint64, BigUint64Array.of(key)));
        given.push(place(tail + 1, [2], DATA_TYPE.uint64, BigUint64Array.of(...counter)));
      }
      const ids = eager.call(name, handles, how);
      for (const id of given) tensors.delete(id);
      spent.ms += now() - begin;
      spent.calls += 1;
      return Object.fromEntries(recording.results.map(({ name: result, shape }, i) => [result, resultOf(binding, ids[i]!, shape)]));
    },
    dispose() {
      session.library.TFE_ContextRemoveFunction(session.context, session.library.intern(name).pointer, session.status);
      session.check(name);
    },
  };
}

function resultOf({ tensors }: Binding, id: number, shape: readonly number[]): DeviceResult {
  return { shape, data: () => Promise.resolve(tensors.read(id) as HostArray), dispose: () => tensors.delete(id) };
}

const START: StreamPosition = { key: 0n, counter: [0n, 0n] };
