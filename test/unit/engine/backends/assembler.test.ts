import { describe, expect, it } from 'vitest';
import { assembleModule } from '../../../../src-main/engine/backends/wasm/assembler/assemble.ts';
import { flatten, signed, unsigned } from '../../../../src-main/engine/backends/wasm/assembler/encode.ts';
import { forRange, parametersOf } from '../../../../src-main/engine/backends/wasm/assembler/function-builder.ts';
import type { WasmFunction } from '../../../../src-main/engine/backends/wasm/assembler/function-builder.ts';
import { f32, i32 } from '../../../../src-main/engine/backends/wasm/assembler/instructions.ts';
import { allPrograms } from '../../../../src-main/engine/backends/wasm/programs/index.ts';
import type { Program } from '../../../../src-main/engine/backends/wasm/programs/index.ts';
import { webAssembly } from '../../../../src-main/engine/backends/wasm/web-assembly.ts';

describe('numbers in WebAssembly modules', () => {
  // The examples of the LEB128 definition (DWARF 4, appendix C).
  it.each([
    [2, [2]],
    [127, [127]],
    [128, [0x80, 1]],
    [12857, [0xb9, 0x64]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('writes %i unsigned', (value, bytes) => expect(unsigned(value)).toEqual(bytes));

  it.each([
    [2, [2]],
    [-2, [0x7e]],
    [127, [0xff, 0]],
    [-127, [0x81, 0x7f]],
    [128, [0x80, 1]],
    [-128, [0x80, 0x7f]],
    [-129, [0xff, 0x7e]],
  ])('writes %i signed', (value, bytes) => expect(signed(value)).toEqual(bytes));

  it('puts nested code in order', () => expect(flatten([1, [2, [3], []], 4])).toEqual([1, 2, 3, 4]));
});

describe('an assembled module', () => {
  it('runs on the memory it is given', async () => {
    const fill: WasmFunction = {
      name: 'fill',
      parameters: parametersOf(2),
      body: (_, [address, count]) =>
        forRange(
          count!,
          [i32.constant(0), i32.constant(3), 1],
          f32.store(i32.add(address!.get, i32.shiftLeft(count!.get, i32.constant(2))), f32.constant(1.5)),
        ),
    };
    const memory = new webAssembly.Memory({ initial: 1 });
    const { instance } = await webAssembly.instantiate(assembleModule([fill]), { host: { memory } });
    (instance.exports['fill'] as Program)(8, 0);
    expect(Array.from(new Float32Array(memory.buffer, 0, 6))).toEqual([0, 0, 1.5, 1.5, 1.5, 0]);
  });

  it.each([true, false])('holds valid code for every program (fused multiply-add: %s)', fused => {
    expect(webAssembly.validate(assembleModule(allPrograms(fused)))).toBe(true);
  });

  it('is the same bytes every time', () => {
    expect(assembleModule(allPrograms(true))).toEqual(assembleModule(allPrograms(true)));
  });
});
