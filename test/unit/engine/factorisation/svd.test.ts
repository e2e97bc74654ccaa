import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, matrixOf, type Matrix } from '../../../../src-main/engine/factorisation/matrix.ts';
import { svdOf, type Svd } from '../../../../src-main/engine/factorisation/svd.ts';
import { golden } from '../../../golden/svd/golden.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';

const wave = (rows: number, columns: number): Matrix =>
  made(rows, columns, (r, c) => Math.sin(1 + 0.7 * r * c + 0.1 * r * r) + 0.01 * (r - c));
const MATRICES: Readonly<Record<keyof typeof golden, Matrix>> = {
  'wave 7x4': wave(7, 4),
  'wave 4x7': wave(4, 7),
  'wave 40x25': wave(40, 25),
  'hilbert 8': made(8, 8, (r, c) => 1 / (r + c + 1)),
};

describe('svdOf', () => {
  it.each(Object.keys(MATRICES) as (keyof typeof golden)[])('gives the singular values and vectors LAPACK gives: %s', async name => {
    const { values, left, right } = await svdOf(MATRICES[name]);
    const greatest = golden[name].values[0];
    values.forEach((value, i) => expect(Math.abs(value - golden[name].values[i]!)).toBeLessThan(1e-14 * greatest));
    left[0]!.forEach((value, i) => expect(Math.abs(value)).toBeCloseTo(golden[name].firstLeft[i]!, 12));
    right[0]!.forEach((value, i) => expect(Math.abs(value)).toBeCloseTo(golden[name].firstRight[i]!, 12));
  });

  it('of a diagonal matrix gives its sizes in falling order', async () => {
    const { values } = await svdOf(made(3, 3, (r, c) => (r === c ? [2, -5, 3][r]! : 0)));
    expect([...values]).toEqual([5, 3, 2]);
  });

  it('gives factors whose product is the matrix, from orthonormal vectors, for any matrix', async () => {
    const anyMatrix = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([rows, columns]) =>
        fc
          .array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: rows * columns, maxLength: rows * columns })
          .map(values => matrixOf(values, rows, columns)),
      );
    await fc.assert(
      fc.asyncProperty(anyMatrix, async matrix => {
        const svd = await svdOf(matrix);
        const size = matrix.columns.reduce((sum, column) => sum + column.reduce((part, value) => part + Math.abs(value), 0), 1e-300);
        expect(farthest(matrix, svd)).toBeLessThanOrEqual(1e-13 * size);
        expect([...svd.values]).toEqual([...svd.values].sort((a, b) => b - a));
        expect(skewness(svd.left)).toBeLessThan(1e-13);
        expect(skewness(svd.right)).toBeLessThan(1e-13);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['tall', 60, 20],
    ['square', 40, 40],
    ['wide', 15, 50],
  ])('of a full matrix, %s, keeps both sides orthonormal to the last digits', async (_name, rows, columns) => {
    const matrix = wave(rows, columns);
    const svd = await svdOf(matrix);
    expect(skewness(svd.left)).toBeLessThan(1e-12);
    expect(skewness(svd.right)).toBeLessThan(1e-12);
    expect(farthest(matrix, svd)).toBeLessThan(1e-12);
  });

  it('takes a matrix of zeros, and one whose rank is smaller than its size', async () => {
    expect([...(await svdOf(made(3, 2, () => 0))).values]).toEqual([0, 0]);
    const product = made(6, 5, (r, c) => (r + 1) * (c - 2) + (r % 2) * (c % 3));
    const svd = await svdOf(product);
    expect(svd.values[1]).toBeGreaterThan(0.1);
    expect(svd.values[2]).toBeLessThan(1e-13 * svd.values[0]!);
    expect(farthest(product, svd)).toBeLessThan(1e-13 * svd.values[0]!);
  });

  it('gives the same bits every time, and leaves the matrix alone', async () => {
    const matrix = wave(20, 12);
    const before = structuredClone(matrix);
    expect(await svdOf(matrix)).toEqual(await svdOf(matrix));
    expect(matrix).toEqual(before);
  });

  it('lets others have a turn on the way', async () => {
    let turns = 0;
    await svdOf(wave(20, 12), () => {
      turns += 1;
      return Promise.resolve();
    });
    expect(turns).toBeGreaterThan(1);
  });

  it('refuses values that are no numbers', async () => {
    expect((await rejectionOf(svdOf(made(2, 2, r => (r === 1 ? NaN : 1))))).message).toContain('finite numbers are required');
  });
});

function made(rows: number, columns: number, value: (r: number, c: number) => number): Matrix {
  return matrixOf(
    Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns)),
    rows,
    columns,
  );
}

/** Greatest difference of Σ σ·u·vᵀ from the matrix. */
function farthest({ columns }: Matrix, { left, values, right }: Svd): number {
  return Math.max(
    ...columns.flatMap((column, c) =>
      [...column].map((value, r) => Math.abs(value - left.reduce((sum, u, i) => sum + u[r]! * values[i]! * right[i]![c]!, 0))),
    ),
  );
}

/** Greatest difference of the products of all pairs from those of orthonormal vectors. */
function skewness(vectors: readonly Float64Array[]): number {
  return Math.max(0, ...vectors.flatMap((a, i) => vectors.map((b, j) => Math.abs(dot(a, b) - (i === j ? 1 : 0)))));
}
