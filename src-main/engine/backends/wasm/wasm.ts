import type { BackendDriver } from '../backend.ts';
import { simdIsSupported } from './heap.ts';
import { installedWasmFolder, wasmMissing } from './wasm-files.ts';

/** tfjs's WASM back end with the kernels that training lacks. What talks to it is loaded only when it is asked for. */
export const wasm: BackendDriver = {
  unavailable({ wasmFolder = installedWasmFolder() }) {
    return simdIsSupported() ? wasmMissing(wasmFolder) : 'This processor lacks the SIMD instructions WebAssembly needs';
  },
  create: async options => (await import('./create-wasm-engine.ts')).createWasmEngine(options),
};
