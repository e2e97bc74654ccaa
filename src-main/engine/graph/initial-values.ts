import type { Random } from '../../../src-shared/lib/random.ts';
import type { Initial } from './layer.ts';

/**
 * `glorot-uniform`: U(−√(6/(in+out)), +…) (Glorot & Bengio 2010). `he-normal`: N(0, 2/in) (He 2015, arXiv:1502.01852),
 * as published, not truncated as in Keras. `orthogonal`: normal numbers made orthonormal (Saxe 2014, arXiv:1312.6120).
 */
export function initialValues(initial: Initial, length: number, random: Random): Float32Array {
  const values = new Float32Array(length);
  switch (initial.kind) {
    case 'constant':
      return values.fill(initial.value);
    case 'blocks':
      return values.map((_zero, i) => initial.values[Math.floor((i * initial.values.length) / length)]!);
    case 'uniform':
      return values.map(() => (2 * random.next() - 1) * initial.limit);
    case 'orthogonal':
      return orthogonal(initial.rows, initial.columns, random);
    case 'glorot-uniform': {
      const limit = Math.sqrt(6 / (initial.fanIn + initial.fanOut));
      return values.map(() => (2 * random.next() - 1) * limit);
    }
    case 'he-normal': {
      const deviation = Math.sqrt(2 / initial.fanIn);
      return values.map(() => random.nextNormal() * deviation);
    }
  }
}

/** Gram-Schmidt, each vector projected twice: once leaves too much of nearly parallel ones. */
function orthogonal(rows: number, columns: number, random: Random): Float32Array {
  const [count, width] = rows <= columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  for (let n = 0; n < count; n++) {
    const vector = Float64Array.from({ length: width }, () => random.nextNormal());
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) subtract(vector, other, dot(vector, other));
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map(value => value / norm));
  }
  const isWide = rows <= columns;
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return isWide ? vectors[row]![column]! : vectors[column]![row]!;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function subtract(vector: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! - factor * other[i]!;
}
