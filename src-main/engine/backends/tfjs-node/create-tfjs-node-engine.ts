import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import type { Engine } from '../../tensor-library.ts';
import type { BackendOptions } from '../backend.ts';
import { NODE_BACKEND } from '../libtensorflow/node-backend.ts';
import { occupied, registerNodeBackend } from '../libtensorflow/node-kernels.ts';
import { addonFolder, findAddon } from './addon-file.ts';

/** What the addon's JavaScript half asks of it, as far as it is used here. */
interface Addon {
  readonly TF_Version?: string;
  isUsingGpuDevice(): boolean;
}

/**
 * The addon in force for the whole process. Its threads can be set by the environment only, and only before it loads: a
 * process has those of the first call.
 */
export async function createTfjsNodeEngine(options: BackendOptions): Promise<Engine> {
  const known = tf.findBackend(NODE_BACKEND) as unknown as { readonly binding: Addon } | null;
  const addon = known?.binding ?? load(options.addonFolder ?? addonFolder(), options.threads ?? 1);
  if (addon.TF_Version === undefined) throw occupied();
  await tf.setBackend(NODE_BACKEND);
  const device = addon.isUsingGpuDevice() ? 'gpu' : 'cpu';
  const threads = Number(process.env[THREADS]);
  return { id: 'tfjs-node', tf, identity: `tfjs-node-${addon.TF_Version}-${device}-${threads}t`, threads, compiler: null };
}

const THREADS = 'TF_NUM_INTRAOP_THREADS';

function load(folder: string, threads: number): Addon {
  const file = findAddon(folder);
  if (file === null) throw new AppFailure({ code: 'engine-unavailable', message: `There is no addon in ${folder}`, path: folder });
  process.env[THREADS] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] = '1';
  const addon = open(file);
  registerNodeBackend(addon);
  return addon;
}

function open(file: string): Addon {
  try {
    return createRequire(import.meta.url)(file) as Addon;
  } catch (thrown) {
    throw new AppFailure(
      {
        code: 'engine-unavailable',
        message: `The addon must load with its TensorFlow, but: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        path: file,
        hint: "'npm rebuild @tensorflow/tfjs-node-gpu' fetches both anew.",
      },
      { cause: thrown },
    );
  }
}
