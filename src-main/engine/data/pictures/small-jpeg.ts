import type { Picture, PictureWish } from './decode-picture.ts';
import { plainJpegHeader, type JpegHeader } from './jpeg-header.ts';

/** A plain JPEG of the wanted size and colours; null for all that has to be turned, changed or judged. */
export type SmallJpegDecoder = (bytes: Uint8Array) => Picture | null;

/** From here on sharp's threads, and the instructions of the processor that it uses, save more than it takes to set it to work. */
const MOST_PIXELS = 128 * 128;
const MOST_BYTES = 1 << 18;
/** Each leaves a little of the library's stack behind; it stands five thousand. */
const MOST_FAILURES = 1000;

/**
 * Bit for bit what sharp makes of them, whose setting to work takes several times as long as a small picture. At once, without a
 * thread.
 */
export async function createSmallJpegDecoder(wish: PictureWish): Promise<SmallJpegDecoder> {
  const { default: createLibrary } = await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs');
  const turbo = new (await createLibrary()).JPEGDecoder();
  let failures = 0;
  return bytes => {
    if (bytes.length > MOST_BYTES || failures >= MOST_FAILURES) return null;
    const header = plainJpegHeader(bytes);
    if (header === null || !isWished(header, wish)) return null;
    try {
      turbo.getEncodedBuffer(bytes.length).set(bytes);
      turbo.decode();
      return pictureOf(new Uint8Array(turbo.getDecodedBuffer().buffer), header, wish);
    } catch {
      failures++;
      return null;
    }
  };
}

function isWished({ width, height, channels }: JpegHeader, wish: PictureWish): boolean {
  const [wishedHeight, wishedWidth] = wish.size ?? [height, width];
  return width * height <= MOST_PIXELS && height === wishedHeight && width === wishedWidth && channels <= wish.channels;
}

/** Grey among colours is three times the same. */
function pictureOf(values: Uint8Array, { width, height, channels }: JpegHeader, wish: PictureWish): Picture {
  const pixels = channels === wish.channels ? values : new Uint8Array(values.length * 3);
  if (pixels !== values) for (let i = 0; i < pixels.length; i++) pixels[i] = values[Math.floor(i / 3)]!;
  if (pixels.length !== width * height * wish.channels) throw new Error(`Pixels of ${height} × ${width} × ${wish.channels} are required`);
  return { pixels, width, height };
}
