import { createRequire } from 'node:module';
import type { Tensor } from 'onnxruntime-node';
import type * as native from 'onnxruntime-node/dist/binding.js';

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

/**
 * Opens a file of one output in onnxruntime's native half, whose calls return at once; its front end hands the same calls out as
 * promises. Throws the runtime's own error for a file that it refuses.
 */
export function openSynchronously(file: Uint8Array): SynchronousSession {
  // When first asked for: a library of 20 MB that hardly any process needs.
  const require = createRequire(import.meta.url);
  const { binding, initOrt } = require('onnxruntime-node/dist/binding.js') as typeof native;
  const { Tensor: OrtTensor } = require('onnxruntime-node') as typeof import('onnxruntime-node');
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
