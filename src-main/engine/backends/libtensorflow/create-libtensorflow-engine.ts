import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import type { Engine } from '../../tensor-library.ts';
import { registerGradients } from '../../ops/register-gradients.ts';
import type { BackendOptions } from '../backend.ts';
import { createBinding, type Binding } from './binding.ts';
import { createCompiler } from './compiler.ts';
import { encodeConfig } from './config-proto.ts';
import { openLibrary } from './library.ts';
import { findLibrary } from './library-folder.ts';
import { nativeKernels } from './kernels/index.ts';
import { NODE_BACKEND, type NodeBackend } from './node-backend.ts';
import { openSession } from './session.ts';

/**
 * TensorFlow's own library under tfjs's official kernels, in force for the whole process. A process has one: its folder and
 * its threads are those of the first call.
 */
export async function createLibtensorflowEngine(options: BackendOptions): Promise<Engine> {
  const { libraryFolder = '', threads = 1 } = options;
  const known = tf.findBackend(NODE_BACKEND) as unknown as { readonly binding: Binding } | null;
  const binding = known?.binding ?? install(libraryFolder, threads);
  await tf.setBackend(NODE_BACKEND);
  const { library, accelerator } = binding.session;
  const device = accelerator === null ? 'cpu' : 'gpu';
  return {
    id: 'libtensorflow',
    tf,
    identity: `libtensorflow-${library.version}-${device}-${threads}t`,
    threads,
    compiler: createCompiler(tf, binding, () => performance.now()),
  };
}

function install(folder: string, threads: number): Binding {
  const found = findLibrary(folder);
  if (!found.ok) throw new AppFailure({ code: 'engine-unavailable', ...found.error });
  const binding = createBinding(openSession(openLibrary(found.value), encodeConfig({ threads })));
  const { NodeJSKernelBackend } = loadKernels();
  const backend = new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu');
  tf.registerBackend(NODE_BACKEND, () => backend as never, 3);
  registerKernels();
  registerGradients(tf);
  return binding;
}

function registerKernels(): void {
  for (const { name, run } of nativeKernels) {
    if (tf.getKernel(name, NODE_BACKEND) !== undefined) tf.unregisterKernel(name, NODE_BACKEND);
    tf.registerKernel({
      kernelName: name,
      backendName: NODE_BACKEND,
      kernelFunc: ({ inputs, attrs = {}, backend }) => run({ inputs: inputs as never, attrs, backend: backend as NodeBackend }),
    });
  }
}

/** tfjs-node's kernels without its native half, on Node versions whose `util` lost what they call. */
function loadKernels(): { readonly NodeJSKernelBackend: new (binding: Binding, packageName: string) => object } {
  const require = createRequire(import.meta.url);
  const old = require('node:util') as Record<string, unknown>;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  old['isArray'] ??= Array.isArray;
  const kernels = require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js') as ReturnType<typeof loadKernels>;
  require('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js');
  return kernels;
}
