import type { Rotation, Rotations } from './rotations.ts';

/** What is turned into a diagonal: B with its diagonal and the one above, and where the turns of U's and V's columns go. */
export interface Bidiagonal {
  readonly diagonal: Float64Array;
  readonly above: Float64Array;
  readonly left: Rotations;
  readonly right: Rotations;
}

/** Steps per singular value; two or three are usual. */
const MOST_STEPS = 60;
const STEPS_PER_TURN = 32;

/**
 * Rotates B, whose greatest entry is about 1, into a diagonal, by implicitly shifted QR steps from both sides, in place
 * (Golub & Reinsch 1970, doi:10.1007/BF02163027; Golub & Van Loan 2013, section 8.6.3).
 */
export async function diagonalise(b: Bidiagonal, turn: () => Promise<void>): Promise<void> {
  const size = b.diagonal.length;
  let high = size - 1;
  for (let step = 0; high > 0; step++) {
    if (step > MOST_STEPS * size) throw new Error(`A singular value decomposition has not converged in ${step} steps`);
    dropSmall(b, high);
    if (b.above[high - 1] === 0) {
      high -= 1;
      continue;
    }
    let low = high - 1;
    while (low > 0 && b.above[low - 1] !== 0) low -= 1;
    if (!splitAtZero(b, low, high)) qrStep(b, low, high);
    if (step % STEPS_PER_TURN === 0) await turn();
  }
}

function dropSmall({ diagonal, above }: Bidiagonal, high: number): void {
  for (let i = 0; i < high; i++) {
    if (Math.abs(above[i]!) <= Number.EPSILON * (Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!))) above[i] = 0;
  }
}

/** Where the diagonal is 0 the entry beside it can be rotated away, and B falls into two. False when it is nowhere 0. */
function splitAtZero(b: Bidiagonal, low: number, high: number): boolean {
  const { diagonal } = b;
  for (let k = high; k >= low; k--) {
    if (Math.abs(diagonal[k]!) > Number.EPSILON) continue;
    diagonal[k] = 0;
    if (k === high) clearColumn(b, low, high);
    else clearRow(b, k, high);
    return true;
  }
  return false;
}

/** Rows k and j are rotated until nothing is left right of the zero in row k. */
function clearRow({ diagonal, above, left }: Bidiagonal, k: number, high: number): void {
  let rest = above[k]!;
  above[k] = 0;
  for (let j = k + 1; j <= high && rest !== 0; j++) {
    const { c, s, r } = rotationOf(diagonal[j]!, rest);
    diagonal[j] = r;
    if (j < high) {
      rest = -s * above[j]!;
      above[j] = c * above[j]!;
    }
    left.add(j, k, { c, s });
  }
}

/** Columns j and `high` are rotated until nothing is left above the zero at the end. */
function clearColumn({ diagonal, above, right }: Bidiagonal, low: number, high: number): void {
  let rest = above[high - 1]!;
  above[high - 1] = 0;
  for (let j = high - 1; j >= low && rest !== 0; j--) {
    const { c, s, r } = rotationOf(diagonal[j]!, rest);
    diagonal[j] = r;
    if (j > low) {
      rest = -s * above[j - 1]!;
      above[j - 1] = c * above[j - 1]!;
    }
    right.add(j, high, { c, s });
  }
}

function qrStep({ diagonal: d, above: e, left, right }: Bidiagonal, low: number, high: number): void {
  let y = d[low]! ** 2 - shiftOf(d, e, { low, high });
  let z = d[low]! * e[low]!;
  for (let k = low; k < high; k++) {
    const across = rotationOf(y, z);
    if (k > low) e[k - 1] = across.r;
    y = across.c * d[k]! + across.s * e[k]!;
    e[k] = across.c * e[k]! - across.s * d[k]!;
    z = across.s * d[k + 1]!;
    d[k + 1] = across.c * d[k + 1]!;
    right.add(k, k + 1, across);
    const down = rotationOf(y, z);
    d[k] = down.r;
    y = down.c * e[k]! + down.s * d[k + 1]!;
    d[k + 1] = down.c * d[k + 1]! - down.s * e[k]!;
    e[k] = y;
    left.add(k, k + 1, down);
    if (k + 1 === high) return;
    z = down.s * e[k + 1]!;
    e[k + 1] = down.c * e[k + 1]!;
  }
}

/** Wilkinson's: of the last 2 × 2 of BᵀB, the eigenvalue closer to its corner. */
function shiftOf(d: Float64Array, e: Float64Array, { low, high }: { readonly low: number; readonly high: number }): number {
  const before = d[high - 1]! ** 2 + (high - 1 > low ? e[high - 2]! ** 2 : 0);
  const corner = d[high]! ** 2 + e[high - 1]! ** 2;
  const beside = d[high - 1]! * e[high - 1]!;
  const half = (before - corner) / 2;
  const root = Math.abs(half) + Math.hypot(half, beside);
  return root === 0 ? corner : corner - ((half < 0 ? -1 : 1) * beside ** 2) / root;
}

/** c·y + s·z = r, c·z − s·y = 0. */
function rotationOf(y: number, z: number): Rotation & { readonly r: number } {
  if (z === 0) return { c: 1, s: 0, r: y };
  const r = Math.hypot(y, z);
  return { c: y / r, s: z / r, r };
}
