import { flatten, name, sized, unsigned } from './encode.ts';
import { assembleFunction } from './function-builder.ts';
import type { WasmFunction } from './function-builder.ts';

/**
 * A WebAssembly module in binary form that exports `functions` and imports the memory it works on as
 * `host.memory`: so it shares the heap of another module.
 */
export function assembleModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [0x60, unsigned(parameters.length), [...parameters], 0]);
  const exports = functions.map((each, index) => [name(each.name), 0, unsigned(index)]);
  const count = unsigned(functions.length);
  return Uint8Array.from(
    flatten([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      [1, sized([count, types])],
      [2, sized([1, name('host'), name('memory'), 2, 0, 0])],
      [3, sized([count, functions.map((_, index) => unsigned(index))])],
      [7, sized([count, exports])],
      [10, sized([count, functions.map(assembleFunction)])],
    ]),
  );
}
