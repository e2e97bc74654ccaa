import { describe, expect, it } from 'vitest';
import { decodeTensorFile, encodeTensorFile } from '../../../src-shared/lib/tensor-file.ts';

const file = {
  metadata: { card: '{"a":1}' },
  tensors: {
    'fc1/kernel': { shape: [2, 3], values: Float32Array.of(1, -2, 3, NaN, Infinity, 0) },
    order: { shape: [2], values: Uint32Array.of(7, 4_000_000_000) },
    mask: { shape: [3], values: Uint8Array.of(1, 0, 1) },
  },
};

describe('a tensor file', () => {
  it('gives back what was put in, to the bit', () => {
    expect(decodeTensorFile(encodeTensorFile(file))).toEqual(file);
  });

  it('gives the same from a Buffer, whose own slice copies nothing', () => {
    const bytes = encodeTensorFile(file);
    const pooled = Buffer.concat([Buffer.alloc(24), bytes]).subarray(24);
    expect(decodeTensorFile(pooled)).toEqual(file);
  });

  it('has the same bytes for the same content, whatever the order of the names', () => {
    const turned = { metadata: file.metadata, tensors: Object.fromEntries(Object.entries(file.tensors).reverse()) };
    expect(encodeTensorFile(turned)).toEqual(encodeTensorFile(file));
  });

  it('begins its arrays at a multiple of eight bytes', () => {
    expect(new DataView(encodeTensorFile(file).buffer).getBigUint64(0, true) % 8n).toBe(0n);
  });

  it.each([0, 4, 8, 40, 150])('cut to %i bytes is refused', length => {
    expect(() => decodeTensorFile(encodeTensorFile(file).slice(0, length))).toThrow();
  });

  it('refuses a header that claims more than is there before allocating it', () => {
    const bytes = new Uint8Array(64);
    new DataView(bytes.buffer).setBigUint64(0, 2n ** 62n, true);
    expect(() => decodeTensorFile(bytes)).toThrow(/claims/);
  });

  it('refuses a shape that does not fit its bytes', () => {
    const text = '{"w":{"dtype":"F32","shape":[2147483648,2147483648],"data_offsets":[0,8]}}';
    const bytes = new Uint8Array(8 + text.length + 8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(new TextEncoder().encode(text), 8);
    expect(() => decodeTensorFile(bytes)).toThrow(/does not fit/);
  });
});
