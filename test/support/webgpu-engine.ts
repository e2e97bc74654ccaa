import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { findChromium, requireOrSkip } from './requirements.ts';

/** WebGPU in force, or null with the reason printed. A process has one device. */
export async function webgpuEngine(): Promise<Engine | null> {
  addSoftwareAdapter();
  const started = await createEngine('webgpu').catch((thrown: unknown) => {
    if (thrown instanceof AppFailure && thrown.error.code === 'engine-unavailable') return thrown.error.message;
    throw thrown;
  });
  requireOrSkip('webgpu', () => (typeof started === 'string' ? started : null));
  return typeof started === 'string' ? null : started;
}

/** Chromium brings an adapter that computes on the processor: Vulkan's loader offers it beside what is installed. */
function addSoftwareAdapter(): void {
  const chromium = findChromium();
  if (chromium === null) return;
  const folders = [dirname(realpathSync(chromium)), '/usr/lib/chromium'];
  const description = folders.map(folder => join(folder, 'vk_swiftshader_icd.json')).find(file => existsSync(file));
  if (description !== undefined) process.env['VK_ADD_DRIVER_FILES'] ??= description;
}
