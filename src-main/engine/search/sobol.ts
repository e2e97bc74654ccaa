import type { Random } from '../../../src-shared/lib/random.ts';
import { JOE_KUO } from './joe-kuo.ts';

const BITS = 32;

/** Dimensions that have direction numbers. */
export const SOBOL_DIMENSIONS = JOE_KUO.length + 1;

/** 32 direction numbers of a dimension (from 0), the first bit the highest. */
export function directionNumbers(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS);
  const row = JOE_KUO[dimension - 1];
  if (row === undefined) return v.map((_, i) => 2 ** (BITS - 1 - i));
  const [coefficients = 0, ...initial] = row;
  const degree = initial.length;
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      v[i] = (initial[i]! * 2 ** (BITS - 1 - i)) >>> 0;
      continue;
    }
    let word = v[i - degree]! ^ (v[i - degree]! >>> degree);
    for (let k = 1; k < degree; k++) if ((coefficients >>> (degree - 1 - k)) & 1) word ^= v[i - k]!;
    v[i] = word >>> 0;
  }
  return v;
}

/** The coordinate of point `index` in [0, 1), in the plain (not the Gray code) order. */
export function sobolCoordinate(directions: Uint32Array, index: number, shift = 0): number {
  let word = shift;
  for (let bit = 0, rest = index; rest > 0; bit++, rest = Math.floor(rest / 2)) if (rest % 2 === 1) word ^= directions[bit]!;
  return (word >>> 0) / 2 ** BITS;
}

/**
 * Mixes a dimension's digits by a random lower triangular matrix and a random shift: as evenly spread as before, and an
 * unbiased draw. Matoušek 1998, doi:10.1006/jcom.1998.0489.
 */
export function scramble(directions: Uint32Array, random: Random): { readonly directions: Uint32Array; readonly shift: number } {
  const rows = Array.from({ length: BITS }, (_, row) => {
    const above = row === 0 ? 0 : (random.nextUint32() & ~(2 ** (BITS - row) - 1)) >>> 0;
    return (above | (1 << (BITS - 1 - row))) >>> 0;
  });
  const mixed = directions.map(word => rows.reduce((sum, row, i) => (sum | (parity(row & word) << (BITS - 1 - i))) >>> 0, 0));
  return { directions: mixed, shift: random.nextUint32() };
}

function parity(word: number): number {
  let x = word;
  for (const half of [16, 8, 4, 2, 1]) x ^= x >>> half;
  return x & 1;
}
