import type { BackendDriver } from '../backend.ts';
import { dawnMissing, installedWebgpuFolder } from './dawn-files.ts';

/** The GPU through Vulkan, Metal or D3D12. What talks to it is loaded only when it is asked for. */
export const webgpu: BackendDriver = {
  unavailable: ({ webgpuFolder = installedWebgpuFolder() }) => dawnMissing(webgpuFolder),
  create: async options => (await import('./create-webgpu-engine.ts')).createWebgpuEngine(options),
};
