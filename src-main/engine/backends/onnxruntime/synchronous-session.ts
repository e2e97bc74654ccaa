import type { Tensor } from 'onnxruntime-node';
import { loadOnnxRuntimeBinding } from './load.ts';

/** A small ONNX file ready to run within a forward pass, which waits for nothing. */
export interface SynchronousSession {
  /** Names of its inputs, in their order. */
  readonly inputs: readonly string[];
  /** Its one output for one tensor per input, row-major with a batch axis. Throws the runtime's own error. */
  run(inputs: readonly RunTensor[]): RunResult;
  close(): void;
}

export interface RunTensor {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

export interface RunResult {
  /** In ONNX Runtime's words: `float32`, `bool`. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly values: Tensor['data'];
}

/** One thread, so that the same file gives the same bits on every machine of a kind. */
const OPTIONS = { executionProviders: ['cpu'], logSeverityLevel: 4, intraOpNumThreads: 1, interOpNumThreads: 1 } as const;

/** Opens a file of one output. Throws the runtime's own error for a file that it refuses. */
export function openSynchronously(file: Uint8Array): SynchronousSession {
  const { binding, initOrt, Tensor: OrtTensor } = loadOnnxRuntimeBinding();
  initOrt();
  const session = new binding.InferenceSession();
  session.loadModel(file.buffer as ArrayBuffer, file.byteOffset, file.byteLength, { ...OPTIONS });
  const inputs = session.inputMetadata.map(({ name }) => name);
  const output = session.outputMetadata[0]?.name ?? '';
  return {
    inputs,
    run(given) {
      const feeds = Object.fromEntries(given.map(({ values, shape }, i) => [inputs[i] ?? '', new OrtTensor('float32', values, shape)]));
      const { type, dims, data } = session.run(feeds, { [output]: null }, {})[output] as Tensor;
      return { type, shape: dims, values: data };
    },
    close: () => session.dispose(),
  };
}
