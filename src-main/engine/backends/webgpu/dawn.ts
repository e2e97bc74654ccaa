import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';

/** What npm's `webgpu` exports. */
interface Dawn {
  create(flags: readonly string[]): GPU;
  /** The interfaces and constants a browser has as globals. */
  readonly globals: Readonly<Record<string, unknown>>;
}

export interface OpenDevice {
  /** Must be kept as long as the device: once it is collected, the process aborts. */
  readonly gpu: GPU;
  readonly info: GPUAdapterInfo;
  readonly device: GPUDevice;
}

/**
 * The fastest adapter's device, with all that the adapter grants: tfjs's shaders are written for the adapter's limits. The
 * interfaces become globals of this process, where tfjs looks for them.
 */
export async function openDevice(folder: string): Promise<OpenDevice> {
  const { create, globals } = await load(folder);
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null)
    throw unavailable('A graphics adapter with Vulkan, Metal or Direct3D 12 is required, but none was found', DRIVER_HINT);
  const requiredLimits = Object.fromEntries(LIMITS.map(name => [name, adapter.limits[name]]));
  // tfjs's types of WebGPU are older than the property.
  const { info } = adapter as GPUAdapter & { readonly info: GPUAdapterInfo };
  return { gpu, info, device: await adapter.requestDevice({ requiredLimits }) };
}

async function load(folder: string): Promise<Dawn> {
  try {
    return (await import(pathToFileURL(join(folder, 'index.js')).href)) as Dawn;
  } catch (thrown) {
    throw unavailable(`WebGPU's library must load, but: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function unavailable(message: string, hint?: string): AppFailure {
  return new AppFailure({ code: 'engine-unavailable', message, ...(hint === undefined ? {} : { hint }) });
}

const DRIVER_HINT = 'Install the graphics driver; on Linux its Vulkan part too, and the Vulkan loader (libvulkan1).';

/** Those that tfjs's kernels ask a device for. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;
