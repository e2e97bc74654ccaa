import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { registerGradients } from '../../ops/register-gradients.ts';
import { registerRunOnnx } from '../onnxruntime/run-onnx.ts';
import type { NativeKernel } from './kernels/native-kernel.ts';
import { nativeKernels } from './kernels/index.ts';
import { NODE_BACKEND, type NodeBackend } from './node-backend.ts';

/** The package that brings the kernels, and, where its installer ran, a native half of its own. */
const NODE_PACKAGE = '@tensorflow/tfjs-node-gpu';

/**
 * Registers tfjs-node's official kernels and the project's own over this native half, on Node versions whose `util` lost
 * what the kernels call.
 */
export function registerNodeBackend(binding: object): void {
  const require = createRequire(import.meta.url);
  const old = require('node:util') as Record<string, unknown>;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  // The original warns of its own deprecation.
  old['isArray'] = Array.isArray;
  const { NodeJSKernelBackend } = require(`${NODE_PACKAGE}/dist/nodejs_kernel_backend.js`) as {
    readonly NodeJSKernelBackend: new (binding: object, packageName: string) => object;
  };
  require(`${NODE_PACKAGE}/dist/register_all_kernels.js`);
  const backend = new NodeJSKernelBackend(binding, NODE_PACKAGE);
  tf.registerBackend(NODE_BACKEND, () => backend as never, 3);
  registerNativeKernels({ xla: false });
  registerRunOnnx(tf, NODE_BACKEND);
  registerGradients(tf);
}

/** Two TensorFlows share the back end's name and, in one process, their symbols. */
export function occupied(): AppFailure {
  return new AppFailure({
    code: 'engine-unavailable',
    message: 'A process has one TensorFlow, but this one already computes with another',
    hint: 'Start the other engine in a process of its own.',
  });
}

/** The project's own kernels; under XLA without those it can't compile, in whose place the operations are composed. */
export function registerNativeKernels({ xla }: { readonly xla: boolean }): void {
  for (const kernel of nativeKernels) {
    if (tf.getKernel(kernel.name, NODE_BACKEND) !== undefined) tf.unregisterKernel(kernel.name, NODE_BACKEND);
    if (!xla || kernel.underXla !== false) registerKernel(kernel);
  }
}

function registerKernel({ name, run }: NativeKernel): void {
  tf.registerKernel({
    kernelName: name,
    backendName: NODE_BACKEND,
    kernelFunc: ({ inputs, attrs = {}, backend }) => run({ inputs: inputs as never, attrs, backend: backend as NodeBackend }),
  });
}
