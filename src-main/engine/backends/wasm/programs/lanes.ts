import { F32, I32, V128 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { advance, whileTrue } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Variable } from '../assembler/function-builder.ts';
import { f32, f32x4, i32 } from '../assembler/instructions.ts';

/** Arithmetic that reads the same for four lanes and for one. */
export interface Lanes {
  readonly bytes: 4 | 16;
  local(): Variable;
  load(address: Code): Code;
  store(address: Code, value: Code): Code;
  splat(value: Code): Code;
  add(a: Code, b: Code): Code;
  subtract(a: Code, b: Code): Code;
  multiply(a: Code, b: Code): Code;
  divide(a: Code, b: Code): Code;
  squareRoot(a: Code): Code;
}

export function fourLanes(builder: FunctionBuilder): Lanes {
  return { bytes: 16, local: () => builder.local(V128), ...f32x4 };
}

export function oneLane(builder: FunctionBuilder): Lanes {
  return { bytes: 4, local: () => builder.local(F32), ...f32, splat: value => value };
}

/**
 * `body` over `count` float32, four at a time and then one at a time, with every pointer moved along. The pointers
 * are used up: afterwards they stand behind the last item.
 */
export function forLanes(builder: FunctionBuilder, count: Code, pointers: readonly Variable[], body: (lanes: Lanes) => Code): Code {
  const left = builder.local(I32);
  const turn = (lanes: Lanes): Code => {
    const items = lanes.bytes / 4;
    return whileTrue(i32.greaterEqualSigned(left.get, i32.constant(items)), [
      body(lanes),
      pointers.map(pointer => advance(pointer, lanes.bytes)),
      advance(left, -items),
    ]);
  };
  return [left.set(count), turn(fourLanes(builder)), turn(oneLane(builder))];
}
