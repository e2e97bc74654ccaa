import type { StreamPosition } from './compiler.ts';

/**
 * Philox-4×32-10, the counter-based generator of TensorFlow's stateless operations: the same bits as
 * `StatelessRandomUniformV2`, so that dropout is the same on every back end. Salmon et al. 2011, doi:10.1145/2063384.2063405.
 */

const ROUNDS = 10;
const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;
/** Numbers that one draw may take before it would run into the next: 4·2^40. */
const DRAW_SHIFT = 40n;

/** Counter of the draw number `draw` (from 0) of a step. */
export function drawCounter(draw: number): bigint {
  return BigInt(draw) << DRAW_SHIFT;
}

/** `count` float32 numbers in [0, 1), 23 bits each: the draw's part of the stream. */
export function philoxUniform({ key, counter }: StreamPosition, draw: number, count: number): Float32Array {
  const values = new Float32Array(count);
  const bits = new Uint32Array(values.buffer);
  const low = counter[0] + drawCounter(draw);
  const block = new Uint32Array(4);
  const start = [
    Number(low & 0xffffffffn),
    Number((low >> 32n) & 0xffffffffn),
    Number(counter[1] & 0xffffffffn),
    Number(counter[1] >> 32n),
  ];
  const [keyLow, keyHigh] = [Number(key & 0xffffffffn), Number(key >> 32n)];
  let [first, second] = start as [number, number];
  for (let at = 0; at < count; at += 4) {
    block[0] = first;
    block[1] = second;
    block[2] = start[2]!;
    block[3] = start[3]!;
    scramble(block, keyLow, keyHigh);
    // The mantissa of a number in [1, 2).
    for (let i = 0; i < 4 && at + i < count; i++) bits[at + i] = (block[i]! & 0x7fffff) | 0x3f800000;
    first = (first + 1) >>> 0;
    if (first === 0) second = (second + 1) >>> 0;
  }
  for (let i = 0; i < count; i++) values[i] = values[i]! - 1;
  return values;
}

/** Ten rounds on one counter, in place. */
function scramble(block: Uint32Array, keyLow: number, keyHigh: number): void {
  let [a, b, c, d] = block as unknown as [number, number, number, number];
  let [left, right] = [keyLow, keyHigh];
  for (let round = 0; round < ROUNDS; round++) {
    const highA = multiplyHigh(MULTIPLIER_A, a);
    const lowA = Math.imul(MULTIPLIER_A, a);
    const highB = multiplyHigh(MULTIPLIER_B, c);
    const lowB = Math.imul(MULTIPLIER_B, c);
    a = (highB ^ b ^ left) >>> 0;
    b = lowB >>> 0;
    c = (highA ^ d ^ right) >>> 0;
    d = lowA >>> 0;
    left = (left + WEYL_A) >>> 0;
    right = (right + WEYL_B) >>> 0;
  }
  block[0] = a;
  block[1] = b;
  block[2] = c;
  block[3] = d;
}

/** Upper 32 bits of the product of two unsigned 32-bit numbers, in halves that stay exact. */
function multiplyHigh(x: number, y: number): number {
  const [xHigh, xLow] = [x >>> 16, x & 0xffff];
  const [yHigh, yLow] = [y >>> 16, y & 0xffff];
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carry = xLow * yHigh + (middle % 0x10000);
  return (xHigh * yHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}
