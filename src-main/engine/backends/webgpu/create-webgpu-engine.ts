import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { registerGradients } from '../../ops/register-gradients.ts';
import type { Engine } from '../../tensor-library.ts';
import type { BackendOptions } from '../backend.ts';
import { correctAveragePoolGradient } from './average-pool-gradient.ts';
import { openDevice, type OpenDevice } from './dawn.ts';
import { dawnMissing, installedWebgpuFolder } from './dawn-files.ts';
import { guardReads } from './guarded-reads.ts';

/** The name tfjs's kernels for it are registered under. */
const WEBGPU_BACKEND = 'webgpu';

/**
 * tfjs's WebGPU back end over Dawn, in force for the whole process; a second call gives the same engine. Values are read
 * by `await tensor.data()` only: outside a browser there is no `dataSync` for what lies on the device.
 */
export async function createWebgpuEngine({ webgpuFolder = installedWebgpuFolder() }: BackendOptions): Promise<Engine> {
  const known = tf.findBackend(WEBGPU_BACKEND) as IdentifiedBackend | null;
  const { identity } = known ?? (await install(webgpuFolder));
  await tf.setBackend(WEBGPU_BACKEND);
  return { id: 'webgpu', tf, identity, threads: 1, compiler: null };
}

type IdentifiedBackend = WebGPUBackend & { readonly identity: string; readonly gpu: GPU };

async function install(folder: string | null): Promise<IdentifiedBackend> {
  const missing = dawnMissing(folder);
  if (folder === null || missing !== null) throw new AppFailure({ code: 'engine-unavailable', message: missing ?? '' });
  const opened = await openDevice(folder);
  const backend = createBackend(opened);
  guardReads(backend, opened.device);
  const identified = Object.assign(backend, { identity: identityOf(folder, opened.info), gpu: opened.gpu });
  registerGradients(tf);
  correctAveragePoolGradient(tf, WEBGPU_BACKEND);
  tf.registerBackend(WEBGPU_BACKEND, () => identified, 3);
  return identified;
}

/** tfjs looks for a browser's `navigator.gpu` before it takes a device; nothing else here is to take it for one. */
function createBackend({ gpu, info, device }: OpenDevice): WebGPUBackend {
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  try {
    return new WebGPUBackend(device, info);
  } finally {
    Reflect.deleteProperty(navigator, 'gpu');
  }
}

/** The description carries the driver's version, which makes the bits as much as the device does. */
function identityOf(folder: string, { vendor, device, description }: GPUAdapterInfo): string {
  const { version } = createRequire(import.meta.url)(join(folder, 'package.json')) as { readonly version: string };
  const adapter = [vendor, device, description].join('-').toLowerCase();
  return `webgpu-${tf.version_core}-dawn-${version}-${adapter.replaceAll(/[^a-z0-9.]+/g, '-').replaceAll(/^-+|-+$/g, '')}`;
}
