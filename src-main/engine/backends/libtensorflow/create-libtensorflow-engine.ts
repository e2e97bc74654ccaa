import * as tf from '@tensorflow/tfjs-core';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import type { Engine } from '../../tensor-library.ts';
import { allowRowBlocks } from '../../ops/row-blocks.ts';
import type { BackendOptions } from '../backend.ts';
import { createBinding, type Binding } from './binding.ts';
import { createCompiler } from './compiler.ts';
import { createGraphRunner } from './graph-runner.ts';
import { openLibrary } from './library.ts';
import { findLibrary } from './library-folder.ts';
import { NODE_BACKEND } from './node-backend.ts';
import { occupied, registerNativeKernels, registerNodeBackend } from './node-kernels.ts';
import { openSession } from './session.ts';

/** How the library computes; part of the engine's identity, by the name of the rung. */
export interface Variant {
  readonly xla: boolean;
  /** See `ContextConfig`. */
  readonly sideBySide: boolean;
}

const PLAIN: Variant = { xla: false, sideBySide: false };

/**
 * TensorFlow's own library under tfjs's official kernels, in force for the whole process. A process has one: its folder, its
 * threads and what they do are those of the first call.
 */
export async function createLibtensorflowEngine(options: BackendOptions, variant: Variant = PLAIN): Promise<Engine> {
  const known = tf.findBackend(NODE_BACKEND) as unknown as { readonly binding: Partial<Binding> } | null;
  const binding = known === null ? install(options, variant) : ownBinding(known.binding);
  await tf.setBackend(NODE_BACKEND);
  const { library, accelerator, threads, sideBySide } = binding.session;
  const device = accelerator === null ? 'cpu' : 'gpu';
  const { xla } = variant;
  registerNativeKernels({ xla });
  if (sideBySide) allowRowBlocks(tf, threads);
  const suffix = xla ? '-xla' : sideBySide ? '-ops' : '';
  return {
    id: `libtensorflow${suffix}`,
    tf,
    identity: `libtensorflow-${library.version}-${device}${suffix}-${threads}t`,
    threads,
    compiler: createCompiler(tf, binding, { xla, now: () => performance.now() }),
    graphs: createGraphRunner(binding),
  };
}

function ownBinding(binding: Partial<Binding>): Binding {
  if (binding.session === undefined) throw occupied();
  return binding as Binding;
}

function install({ libraryFolder = '', threads = 1 }: BackendOptions, { sideBySide }: Variant): Binding {
  const found = findLibrary(libraryFolder);
  if (!found.ok) throw new AppFailure({ code: 'engine-unavailable', ...found.error });
  const binding = createBinding(openSession(openLibrary(found.value), { threads, sideBySide }));
  registerNodeBackend(binding);
  return binding;
}
