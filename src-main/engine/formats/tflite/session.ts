import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { RuntimeSession } from '../format.ts';
import { decodeLite } from './decode.ts';
import { LITE_RT, loadLiteRt, type LiteRt, type LiteRtModel } from '../../backends/litert.ts';
import { TENSOR_TYPES, type ModelTable, type TensorTable } from './schema.ts';

/**
 * Runs a file in LiteRT, one item after the other: its form for JavaScript gives the first item's answer for many. Throws `invalid-input`
 * for damaged files, and where the runtime refuses it.
 */
export async function openLite(bytes: Uint8Array): Promise<RuntimeSession> {
  const shape = inputOf(bytes);
  const runtime = await loadLiteRt();
  const loaded = await refused(() => load(runtime, bytes));
  return {
    runtime: LITE_RT,
    threads: 1,
    async predict(inputs, items) {
      const width = inputs.length / items;
      const parts: Float32Array[] = [];
      for (let item = 0; item < items; item++) {
        parts.push(await run(runtime, loaded, { inputs: inputs.subarray(item * width, (item + 1) * width), shape: [1, ...shape] }));
      }
      return joined(parts);
    },
    close() {
      loaded.compiled.delete();
      loaded.model.delete();
      runtime._free(loaded.place);
      return Promise.resolve();
    },
  };
}

/** Of the one input, without the items. */
function inputOf(bytes: Uint8Array): Shape {
  const input = onlyInput(decodeLite(bytes));
  if (input !== null && (input.type ?? 0) === TENSOR_TYPES.float32) return input.shape?.slice(1) ?? [];
  throw invalidInput('A TensorFlow Lite model with one float32 tensor as input and one output is required');
}

/** Null where there is another number of inputs or outputs. */
function onlyInput({ subgraphs = [] }: ModelTable): TensorTable | null {
  const [{ tensors = [], inputs = [], outputs = [] } = {}] = subgraphs;
  const [place = -1] = inputs;
  return inputs.length === 1 && outputs.length === 1 ? (tensors[place] ?? null) : null;
}

async function load(runtime: LiteRt, bytes: Uint8Array): Promise<LiteRtModel> {
  const place = runtime._malloc(bytes.length);
  runtime.HEAPU8.set(bytes, place);
  const environment = runtime.environment;
  const model = runtime.loadModel(environment, place, bytes.length);
  const compiled = await runtime.compileModel(environment, model, { accelerator: 'wasm' });
  return { place, model, compiled };
}

async function refused<T>(doIt: () => Promise<T>): Promise<T> {
  try {
    return await doIt();
  } catch (cause) {
    throw invalidInput(
      `A whole TensorFlow Lite file is required, LiteRT refuses this one: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

interface Question {
  readonly inputs: Float32Array;
  readonly shape: Shape;
}

async function run(runtime: LiteRt, { model, compiled }: LiteRtModel, { inputs, shape }: Question): Promise<Float32Array> {
  const { LiteRtTensorBuffer, LiteRtTensorBufferType, LiteRtTensorBufferLockMode: modes } = runtime;
  const sizes = new runtime.VectorInt32();
  shape.forEach(size => sizes.push_back(size));
  const seen = model.getInputTensorType(0, 0);
  const layout = runtime.LiteRtLayout.create(sizes);
  const type = runtime.LiteRtRankedTensorType.create(seen.elementType(), layout);
  const given = LiteRtTensorBuffer.createManaged(runtime.environment, LiteRtTensorBufferType.HOST_MEMORY, type, inputs.byteLength);
  try {
    const to = given.lock(modes.WRITE);
    runtime.HEAPU8.set(new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength), to);
    given.unlock();
    const [result, ...others] = await compiled.run(0, [given]);
    if (result === undefined) throw invalidInput('LiteRT gives no answer for this file');
    const from = result.lock(modes.READ);
    const bytes = runtime.HEAPU8.slice(from, from + result.packedSize());
    result.unlock();
    [result, ...others].forEach(one => one.delete());
    return new Float32Array(bytes.buffer);
  } finally {
    [given, type, layout, seen, sizes].forEach(one => one.delete());
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const width = parts[0]?.length ?? 0;
  const all = new Float32Array(width * parts.length);
  parts.forEach((part, i) => all.set(part, i * width));
  return all;
}
