import * as tf from '@tensorflow/tfjs-core';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import type { Engine } from '../../tensor-library.ts';
import type { BackendOptions } from '../backend.ts';
import { createBinding, type Binding } from './binding.ts';
import { createCompiler } from './compiler.ts';
import { openLibrary } from './library.ts';
import { findLibrary } from './library-folder.ts';
import { NODE_BACKEND } from './node-backend.ts';
import { occupied, registerNodeBackend } from './node-kernels.ts';
import { openSession } from './session.ts';

/**
 * TensorFlow's own library under tfjs's official kernels, in force for the whole process. A process has one: its folder and
 * its threads are those of the first call.
 */
export async function createLibtensorflowEngine(options: BackendOptions, { xla } = { xla: false }): Promise<Engine> {
  const known = tf.findBackend(NODE_BACKEND) as unknown as { readonly binding: Partial<Binding> } | null;
  const binding = known === null ? install(options.libraryFolder ?? '', options.threads ?? 1) : ownBinding(known.binding);
  await tf.setBackend(NODE_BACKEND);
  const { library, accelerator, threads } = binding.session;
  const device = accelerator === null ? 'cpu' : 'gpu';
  return {
    id: xla ? 'libtensorflow-xla' : 'libtensorflow',
    tf,
    identity: `libtensorflow-${library.version}-${device}${xla ? '-xla' : ''}-${threads}t`,
    threads,
    compiler: createCompiler(tf, binding, { xla, now: () => performance.now() }),
  };
}

function ownBinding(binding: Partial<Binding>): Binding {
  if (binding.session === undefined) throw occupied();
  return binding as Binding;
}

function install(folder: string, threads: number): Binding {
  const found = findLibrary(folder);
  if (!found.ok) throw new AppFailure({ code: 'engine-unavailable', ...found.error });
  const binding = createBinding(openSession(openLibrary(found.value), { threads }));
  registerNodeBackend(binding);
  return binding;
}
