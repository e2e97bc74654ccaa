/**
 * A process that answers once with ONNX Runtime. Called with: a file, and how the runtime is loaded (`guarded` as everywhere in the
 * program, `plain` as the package is). Prints the file's inputs.
 */
import { readFileSync } from 'node:fs';
import { loadOnnxRuntime } from '../../src-main/engine/backends/onnxruntime/load.ts';

const [file = '', how = ''] = process.argv.slice(2);
const { InferenceSession } = how === 'plain' ? await import('onnxruntime-node') : await loadOnnxRuntime();
const session = await InferenceSession.create(readFileSync(file), { executionProviders: ['cpu'], logSeverityLevel: 4 });
process.stdout.write(session.inputNames.join());
await session.release();
