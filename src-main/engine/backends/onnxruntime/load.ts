import { createRequire } from 'node:module';
import type * as runtime from 'onnxruntime-node';
import type * as native from 'onnxruntime-node/dist/binding.js';

/**
 * ONNX Runtime, when first asked for: a library of 20 MB that hardly any process needs. Its builds for Linux and macOS send their maker
 * how they are used, with an identifier kept on the disk, unless the process forbids it before they are loaded; so nothing else
 * here may load it.
 */
export async function loadOnnxRuntime(): Promise<typeof runtime> {
  forbidReports();
  return import('onnxruntime-node');
}

/** The same with its native half, whose calls return at once; its front end hands the same calls out as promises. */
export function loadOnnxRuntimeBinding(): Pick<typeof native, 'binding' | 'initOrt'> & Pick<typeof runtime, 'Tensor'> {
  forbidReports();
  const require = createRequire(import.meta.url);
  const { binding, initOrt } = require('onnxruntime-node/dist/binding.js') as typeof native;
  const { Tensor } = require('onnxruntime-node') as typeof runtime;
  return { binding, initOrt, Tensor };
}

function forbidReports(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
