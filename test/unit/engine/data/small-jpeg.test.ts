import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPictureDecoder, type PictureWish } from '../../../../src-main/engine/data/pictures/decode-picture.ts';
import { createSmallJpegDecoder } from '../../../../src-main/engine/data/pictures/small-jpeg.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';

/** 21 × 9, halved across (4:2:2), of Pillow 13.0.0, which sharp can't write. */
const HALVED_ACROSS =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAJABUDASEAAhEBAxEB/8QAGAAAAgMAAAAAAAAAAAAAAAAAAAUDBgf/xAAkEAAABgEBCQAAAAAAAAAAAAAAAQIDBAURExIhIzI0NUFxcv/EABcBAAMBAAAAAAAAAAAAAAAAAAMEBQL/xAAhEQABAwMEAwAAAAAAAAAAAAABAAIDBBEyBRMhcRIiM//aAAwDAQACEQMRAD8AataFee20rJhLYW8Z2cSjVxc7iAYZxWQne4clY3QVMm00+o5TRi2tyaLSZSafABHdK0Gyya/xNgopfIYo8vvSPoO0f0PSmaLkelo0DpG/QBHfkUJ+RX//2Q==';

const COLOUR: PictureWish = { size: null, fit: 'crop', channels: 3 };
const GREY: PictureWish = { ...COLOUR, channels: 1 };

const noise = (width: number, height: number, seed = 1): Sharp => {
  const random = createRandom(seed);
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => random.nextUint32() & 255);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
};
const jpegOf = async (picture: Sharp, options: JpegOptions = {}): Promise<Uint8Array> =>
  new Uint8Array(await picture.jpeg({ chromaSubsampling: '4:2:0', ...options }).toBuffer());

async function expectSame(jpeg: Uint8Array, wish: PictureWish): Promise<void> {
  const [decode, decodeSmall] = await Promise.all([createPictureDecoder(wish), createSmallJpegDecoder(wish)]);
  const { pixels, ...size } = await decode(jpeg, 'x.jpg');
  expect(decodeSmall(jpeg)).toEqual({ ...size, pixels: new Uint8Array(pixels) });
}

describe('a small plain JPEG', () => {
  it.each([
    ['halved both ways', {}],
    ['at full size', { chromaSubsampling: '4:4:4' }],
    ['of the best quality', { quality: 100 }],
    ['of a bad one, with tables of its own', { quality: 10, optimiseCoding: true }],
  ] as const)('%s becomes the pixels that sharp makes of it, bit for bit', async (_, options) => {
    for (const [width, height] of [
      [64, 64],
      [33, 17],
      [1, 1],
      [127, 3],
    ] as const)
      await expectSame(await jpegOf(noise(width, height, width), options), COLOUR);
  });

  it('halved across only, of another writer, too', () => expectSame(new Uint8Array(Buffer.from(HALVED_ACROSS, 'base64')), COLOUR));

  it('of greys stays one, and becomes colours where colours are wanted', async () => {
    const jpeg = await jpegOf(noise(20, 12).toColourspace('b-w'));
    await expectSame(jpeg, GREY);
    await expectSame(jpeg, COLOUR);
  });

  it('of the wanted size is not changed, however it would be brought there', async () => {
    for (const fit of ['crop', 'pad', 'stretch'] as const)
      await expectSame(await jpegOf(noise(20, 12)), { size: [12, 20], fit, channels: 3 });
  });

  it('is left to sharp where it has to be turned, resized, or given other colours', async () => {
    const plain = noise(20, 12);
    const decodeSmall = await createSmallJpegDecoder(COLOUR);
    expect(decodeSmall(await jpegOf(plain.clone()))).not.toBeNull();
    for (const jpeg of [
      await jpegOf(plain.clone().withMetadata({ orientation: 6 })),
      await jpegOf(plain.clone().withIccProfile('p3')),
      await jpegOf(plain.clone().toColourspace('cmyk')),
      await jpegOf(plain.clone(), { progressive: true }),
      await jpegOf(noise(200, 200)),
    ])
      expect(decodeSmall(jpeg)).toBeNull();
    expect((await createSmallJpegDecoder({ ...COLOUR, size: [20, 12] }))(await jpegOf(plain.clone()))).toBeNull();
    expect((await createSmallJpegDecoder(GREY))(await jpegOf(plain.clone()))).toBeNull();
  });

  it('is left to sharp where it is damaged, and thousands of those harm nothing', async () => {
    const jpeg = await jpegOf(noise(64, 64));
    const decodeSmall = await createSmallJpegDecoder(COLOUR);
    const whole = decodeSmall(jpeg);
    expect(whole).not.toBeNull();
    const short = jpeg.subarray(0, jpeg.length - 700);
    expect(decodeSmall(short)).toBeNull();
    const closed = Uint8Array.from([...short, 0xff, 0xd9]);
    for (let i = 0; i < 900; i++) expect(decodeSmall(closed)).toBeNull();
    expect(decodeSmall(jpeg)).toEqual(whole);
    // From so many failures on the library is left alone, before its stack is used up.
    for (let i = 0; i < 200; i++) expect(decodeSmall(closed)).toBeNull();
    expect(decodeSmall(jpeg)).toBeNull();
    expect((await createSmallJpegDecoder(COLOUR))(jpeg)).toEqual(whole);
    for (let i = 0; i < 9000; i++) expect(decodeSmall(closed)).toBeNull();
    expect(decodeSmall(new Uint8Array())).toBeNull();
  });
});
