import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { assembleModule } from './assembler/assemble.ts';
import { allPrograms } from './programs/index.ts';
import type { Program, ProgramName } from './programs/index.ts';
import { webAssembly } from './web-assembly.ts';
import type { WasmMemory } from './web-assembly.ts';

/** The WASM back end's memory, and this project's own programs working on it. */
export interface WasmHeap {
  readonly programs: Readonly<Record<ProgramName, Program>>;
  /** Byte address of a tensor's values. */
  address(tensor: TensorInfo): number;
  /** A new tensor; its values are whatever the memory held. */
  output(shape: readonly number[], dtype?: DataType): TensorInfo;
  /** A new tensor of zeros. */
  zeros(shape: readonly number[]): TensorInfo;
  /** The same values under one more owner: freed when the last one lets go. */
  share(tensor: TensorInfo): TensorInfo;
  /** The values themselves, valid until the next allocation. */
  values(tensor: TensorInfo): Float32Array;
  integers(tensor: TensorInfo): Int32Array;
  /** Address of at least `bytes` bytes of working memory, valid until the next call with the same slot. */
  scratch(slot: 'panels' | 'patches' | 'tile', bytes: number): number;
}

/** Attaches the programs to the back end's memory; `fused` as `multiplyAddIsFused` says. */
export async function createHeap(backend: BackendWasm, fused: boolean): Promise<WasmHeap> {
  const memory = memoryOf(backend);
  const module = await webAssembly.instantiate(assembleModule(allPrograms(fused)), { host: { memory } });
  const address = (tensor: TensorInfo): number => backend.getMemoryOffset(tensor.dataId);
  const output: WasmHeap['output'] = (shape, dtype = 'float32') => backend.makeOutput([...shape], dtype);
  return {
    programs: module.instance.exports as Record<ProgramName, Program>,
    address,
    output,
    zeros(shape) {
      const tensor = output(shape);
      backend.typedArrayFromHeap(tensor).fill(0);
      return tensor;
    },
    share({ dataId, shape, dtype }) {
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    values: tensor => backend.typedArrayFromHeap(tensor) as Float32Array,
    integers: tensor => backend.typedArrayFromHeap(tensor) as Int32Array,
    scratch: createScratch(backend),
  };
}

/** Whether the processor can do SIMD, which the programs need. */
export function simdIsSupported(): boolean {
  return webAssembly.validate(assembleModule(allPrograms(false)));
}

/** Memory that grows and is never given back: it ends with the process. */
function createScratch(backend: BackendWasm): WasmHeap['scratch'] {
  const areas = new Map<string, { readonly address: number; readonly bytes: number }>();
  return (slot, bytes) => {
    const area = areas.get(slot);
    if (area !== undefined && area.bytes >= bytes) return area.address;
    if (area !== undefined) backend.wasm._free(area.address);
    const address = backend.wasm._malloc(bytes) >>> 0;
    if (address === 0)
      throw new AppFailure({ code: 'internal', message: `The WASM heap has no room for ${bytes} bytes of working memory` });
    areas.set(slot, { address, bytes });
    return address;
  };
}

/** Emscripten keeps the module's exports in `asm`; the type declarations leave it out. */
function memoryOf(backend: BackendWasm): WasmMemory {
  const { asm } = backend.wasm as unknown as { readonly asm?: { readonly memory?: unknown } };
  if (asm?.memory instanceof webAssembly.Memory) return asm.memory;
  throw new AppFailure({
    code: 'engine-unavailable',
    message: 'This build of tfjs-backend-wasm does not show its memory; version 4.22.0 is required',
  });
}

/**
 * Relaxed SIMD leaves open whether a · b + c is rounded once or twice. Found out on (1 + 2^-12)² - (1 + 2^-11), which is
 * 2^-24 when rounded once and 0 when rounded twice; without support, or rounded twice, the plain instructions serve.
 */
export async function multiplyAddIsFused(): Promise<boolean> {
  const bytes = assembleModule(allPrograms(true));
  if (!webAssembly.validate(bytes)) return false;
  const memory = new webAssembly.Memory({ initial: 1 });
  const { instance } = await webAssembly.instantiate(bytes, { host: { memory } });
  const { packPanels, multiply } = instance.exports as Record<ProgramName, Program>;
  const numbers = new Float32Array(memory.buffer);
  numbers.set([-1 - 2 ** -11, 1 + 2 ** -12, 1, 1 + 2 ** -12]);
  const [a, b, panels, c, tile] = [0, 8, 64, 256, 512];
  packPanels(b, 4, 4, 2, 1, panels);
  multiply(a, 8, 4, panels, c, 4, 1, 1, 2, 0, tile);
  return numbers[c / 4] === 2 ** -24;
}
