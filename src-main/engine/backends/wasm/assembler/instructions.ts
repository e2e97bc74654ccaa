import { float32Bytes, signed, unsigned } from './encode.ts';
import type { Code } from './encode.ts';

/**
 * WebAssembly instructions as expressions: operands are code that leaves one value on the stack. Addresses are byte
 * addresses; `offset` is added without wrapping. Source: WebAssembly core specification 3.0 (W3C 2025), chapter 5.4.
 */
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, opcode];
const vector = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const vectorBinary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, vector(opcode)];

export const i32 = {
  constant: (value: number): Code => [0x41, signed(value)],
  add: binary(0x6a),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  and: binary(0x71),
  shiftLeft: binary(0x74),
  /** Signed. */
  shiftRight: binary(0x75),
  equal: binary(0x46),
  lessSigned: binary(0x48),
  greaterEqualSigned: binary(0x4e),
  greaterEqualUnsigned: binary(0x4f),
};

export const f32 = {
  constant: (value: number): Code => [0x43, float32Bytes(value)],
  load: (address: Code, offset = 0): Code => [address, 0x2a, 2, unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, 0x38, 2, unsigned(offset)],
  add: binary(0x92),
  subtract: binary(0x93),
  multiply: binary(0x94),
  divide: binary(0x95),
  squareRoot: (a: Code): Code => [a, 0x91],
  equal: binary(0x5b),
  greater: binary(0x5e),
  /** `whenTrue` if the i32 `condition` is not 0, else `whenFalse`; both are evaluated. */
  select: (condition: Code, whenTrue: Code, whenFalse: Code): Code => [whenTrue, whenFalse, condition, 0x1b],
};

/** Four float32 lanes. Loads and stores need no alignment. */
export const f32x4 = {
  load: (address: Code, offset = 0): Code => [address, vector(0x00), 0, unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, vector(0x0b), 0, unsigned(offset)],
  /** One float32 from memory into all lanes. */
  loadSplat: (address: Code, offset = 0): Code => [address, vector(0x09), 2, unsigned(offset)],
  splat: (a: Code): Code => [a, vector(0x13)],
  zero: (): Code => [vector(0x0c), new Array<number>(16).fill(0)],
  /** Lanes 0-3 are `a`'s, 4-7 `b`'s. */
  shuffle: (a: Code, b: Code, lanes: readonly [number, number, number, number]): Code => [
    a,
    b,
    vector(0x0d),
    lanes.flatMap(lane => [0, 1, 2, 3].map(byte => lane * 4 + byte)),
  ],
  add: vectorBinary(0xe4),
  subtract: vectorBinary(0xe5),
  multiply: vectorBinary(0xe6),
  divide: vectorBinary(0xe7),
  squareRoot: (a: Code): Code => [a, vector(0xe3)],
  /** All ones in the lanes where it holds. */
  equal: vectorBinary(0x41),
  greater: vectorBinary(0x44),
  and: vectorBinary(0x4e),
  /** `a` and not `b`, bit by bit. */
  andNot: vectorBinary(0x4f),
  or: vectorBinary(0x50),
  /** a · b + c, fused on processors that can (relaxed SIMD): two machines may differ in the last bit. */
  relaxedMultiplyAdd: (a: Code, b: Code, c: Code): Code => [a, b, c, vector(0x105)],
};
