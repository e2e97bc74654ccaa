import { expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from '../../../../src-main/engine/formats/lib/npy.ts';

it('writes the header NumPy writes, padded so that values begin at a multiple of 64 bytes', () => {
  const bytes = encodeNpy(Float32Array.of(1.5, -2), [2]);
  const text = new TextDecoder('latin1').decode(bytes);
  expect(text.slice(1, 6)).toBe('NUMPY');
  expect(text.slice(10, 69)).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }  ");
  expect(bytes.length - 8).toBe(128);
  expect(decodeNpy(bytes, 'a.npy')).toEqual({ values: Float32Array.of(1.5, -2), shape: [2] });
});

it('reads back numbers of both kinds in every shape', () => {
  for (const shape of [[0], [6], [2, 3], [1, 2, 3, 1]]) {
    const values = new Int32Array(shape.reduce((product, size) => product * size, 1)).map((_, i) => i - 3);
    expect(decodeNpy(encodeNpy(values, shape), 'a.npy')).toEqual({ values, shape });
  }
});

it('refuses what is none, or has other values than its shape says', () => {
  const bytes = encodeNpy(Float32Array.of(1, 2, 3), [3]);
  expect(() => decodeNpy(bytes.slice(0, 9), 'a.npy')).toThrow('NumPy file');
  expect(() => decodeNpy(bytes.slice(0, -1), 'a.npy')).toThrow('has 12 bytes, the file has 11');
  expect(() => decodeNpy(new TextEncoder().encode('no array at all, but long enough'), 'a.npy')).toThrow('NumPy file');
});
