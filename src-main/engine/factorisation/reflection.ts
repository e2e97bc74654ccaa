import { dot } from './matrix.ts';

/**
 * Unit vector v for which 1 − 2·v·vᵀ takes x to its first axis (Householder 1958, doi:10.1145/320941.320947); null where x
 * is 0 and nothing needs to be done.
 */
export function mirrorOf(x: Float64Array): Float64Array | null {
  const norm = lengthOf(x);
  if (norm === 0) return null;
  const mirror = x.map(value => value / norm);
  mirror[0] = mirror[0]! + (mirror[0]! < 0 ? -1 : 1);
  const scale = lengthOf(mirror);
  return mirror.map(value => value / scale);
}

/** x ← (1 − 2·v·vᵀ)·x, in place. */
export function reflect(x: Float64Array, mirror: Float64Array): void {
  const twice = 2 * dot(x, mirror);
  for (let i = 0; i < mirror.length; i++) x[i] = x[i]! - twice * mirror[i]!;
}

/** Undoes reflections that were made one after the other, the k-th on the entries from `start + k` on. In place. */
export function unreflect(x: Float64Array, mirrors: readonly (Float64Array | null)[], start = 0): void {
  for (let k = mirrors.length - 1; k >= 0; k--) {
    const mirror = mirrors[k]!;
    if (mirror !== null) reflect(x.subarray(start + k), mirror);
  }
}

/** Without overflow or underflow on the way. */
function lengthOf(vector: Float64Array): number {
  let greatest = 0;
  for (const value of vector) greatest = Math.max(greatest, Math.abs(value));
  if (greatest === 0) return 0;
  let sum = 0;
  for (const value of vector) sum += (value / greatest) ** 2;
  return greatest * Math.sqrt(sum);
}
