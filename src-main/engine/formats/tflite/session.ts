import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { RuntimeSession } from '../format.ts';
import { decodeLite } from './decode.ts';
import { LITE_RT, loadLiteRt, type LiteRt, type LiteRtModel } from '../../backends/litert.ts';
import { isKnown, numbersFor, numbersFrom } from './end-numbers.ts';
import type { TensorTable } from './schema.ts';

/** Of several outputs, which; and the input's sizes without the items, where the file leaves them open. */
interface LiteEnds {
  readonly output: number;
  readonly shape: Shape | null;
}

/**
 * Runs a file in LiteRT, one item after the other: its form for JavaScript gives the first item's answer for many. Throws `invalid-input`
 * for damaged files, and where the runtime refuses it.
 */
export async function openLite(bytes: Uint8Array, ends: LiteEnds = { output: 0, shape: null }): Promise<RuntimeSession> {
  const { input, output } = endsOf(bytes, ends.output);
  const shape = ends.shape ?? input.shape?.slice(1) ?? [];
  const runtime = await loadLiteRt();
  const loaded = await refused(() => load(runtime, bytes));
  return {
    runtime: LITE_RT,
    threads: 1,
    async predict(inputs, items) {
      const width = inputs.length / items;
      const parts: Float32Array[] = [];
      for (let item = 0; item < items; item++) {
        const given = numbersFor(input, inputs.subarray(item * width, (item + 1) * width));
        const answer = await run(runtime, loaded, { inputs: given, shape: [1, ...shape], output: ends.output });
        parts.push(numbersFrom(output, answer));
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

/** The one input, and an output. */
function endsOf(bytes: Uint8Array, place: number): { readonly input: TensorTable; readonly output: TensorTable } {
  const main = decodeLite(bytes).subgraphs?.[0];
  const known = (places: readonly number[] | undefined, i: number): TensorTable | null => {
    const tensor = main?.tensors?.[places?.[i] ?? -1];
    return tensor !== undefined && isKnown(tensor) ? tensor : null;
  };
  const [input, output] = [known(main?.inputs, 0), known(main?.outputs, place)];
  if (main?.inputs?.length === 1 && input !== null && output !== null) return { input, output };
  throw invalidInput('A TensorFlow Lite model with one tensor of numbers as input, and with one as output, is required');
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
  readonly inputs: ArrayBufferView;
  readonly shape: Shape;
  readonly output: number;
}

async function run(runtime: LiteRt, { model, compiled }: LiteRtModel, { inputs, shape, output }: Question): Promise<Uint8Array> {
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
    const results = await compiled.run(0, [given]);
    const result = results[output];
    if (result === undefined) throw invalidInput('LiteRT gives no answer for this file');
    const from = result.lock(modes.READ);
    const bytes = runtime.HEAPU8.slice(from, from + result.packedSize());
    result.unlock();
    results.forEach(one => one.delete());
    return bytes;
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
