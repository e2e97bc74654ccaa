import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { plainJpegHeader } from '../../../../src-main/engine/data/pictures/jpeg-header.ts';

const plain = new Uint8Array(
  await sharp(
    Uint8Array.from({ length: 20 * 12 * 3 }, (_, i) => (i * 37) % 251),
    { raw: { width: 20, height: 12, channels: 3 } },
  )
    .jpeg({ chromaSubsampling: '4:2:0' })
    .toBuffer(),
);

/** A segment of six bytes behind the beginning. */
function withSegment(marker: number): Uint8Array {
  return Uint8Array.from([...plain.subarray(0, 2), 0xff, marker, 0, 8, 1, 2, 3, 4, 5, 6, ...plain.subarray(2)]);
}

/** The sampling of the first component, in the frame. */
function withSampling(sampling: number): Uint8Array {
  const frame = plain.findIndex((byte, i) => byte === 0xff && plain[i + 1] === 0xc0);
  return plain.with(frame + 11, sampling);
}

describe('the header of a plain JPEG', () => {
  it('tells height, width and channels', () => {
    expect(plainJpegHeader(plain)).toEqual({ width: 20, height: 12, channels: 3 });
  });

  it.each([
    ['a comment', 0xfe],
    ['a restart interval', 0xdd],
    ['a marker of JFIF', 0xe0],
  ])('has %s', (_title, marker) => {
    expect(plainJpegHeader(withSegment(marker))).not.toBeNull();
  });

  it.each([
    ['Exif, which may turn it', 0xe1],
    ['a profile of colours', 0xe2],
    ['a note of Adobe, which may name other colours', 0xee],
    ['a progressive frame', 0xc2],
    ['arithmetic coding', 0xcc],
  ])('has not %s', (_title, marker) => {
    expect(plainJpegHeader(withSegment(marker))).toBeNull();
  });

  it.each([
    [0x11, true],
    [0x21, true],
    [0x22, true],
    [0x12, false],
    [0x41, false],
    [0x44, false],
  ])('has a usual sampling: %s', (sampling, isUsual) => {
    expect(plainJpegHeader(withSampling(sampling)) !== null).toBe(isUsual);
  });

  it('has a beginning and an end', () => {
    expect(plainJpegHeader(plain.subarray(0, -2))).toBeNull();
    expect(plainJpegHeader(plain.subarray(2))).toBeNull();
    expect(plainJpegHeader(plain.subarray(0, 40))).toBeNull();
  });
});
