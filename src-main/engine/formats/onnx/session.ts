import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { loadOnnxRuntime } from '../../backends/onnxruntime/load.ts';
import type { RuntimeOptions, RuntimeSession } from '../format.ts';

/** Runs an ONNX file in onnxruntime on the processor. Throws `invalid-input` when the runtime refuses the file. */
export async function openOnnx(bytes: Uint8Array, { threads }: RuntimeOptions = {}): Promise<RuntimeSession> {
  const { InferenceSession, Tensor, env } = await loadOnnxRuntime();
  // Errors arrive as exceptions; the runtime's own log would only repeat them on the terminal.
  // Threads that spin between two runs would take the processor from whatever is timed beside this file.
  const quiet = { extra: { session: { force_spinning_stop: '1' } } };
  const own = threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1, ...quiet };
  const options = { executionProviders: ['cpu'], logSeverityLevel: 4, ...own } as const;
  const session = await InferenceSession.create(bytes, options).catch((cause: unknown) => {
    throw invalidInput(`A whole ONNX file is required, onnxruntime refuses this one: ${messageOf(cause)}`);
  });
  const [inputName, outputName] = [session.inputNames[0], session.outputNames[0]];
  const [input] = session.inputMetadata;
  if (inputName === undefined || outputName === undefined || input?.isTensor !== true)
    throw invalidInput('An ONNX model with one tensor as input is required');
  const shape = input.shape.slice(1).map(Number);
  return {
    runtime: `onnxruntime ${env.versions.node ?? env.versions.common}`,
    ...(threads === undefined ? {} : { threads }),
    async predict(inputs, items) {
      const results = await session.run({ [inputName]: new Tensor('float32', inputs, [items, ...shape]) });
      return (results[outputName]!.data as Float32Array).slice();
    },
    close: () => session.release(),
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
