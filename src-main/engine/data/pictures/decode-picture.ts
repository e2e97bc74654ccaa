import type { Sharp, SharpConstructor } from 'sharp';
import type { PicturePreprocessing } from '../../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { bmpPixels } from './bmp-pixels.ts';
import { pictureFormat } from './picture-format.ts';

/** A picture as bytes `[height, width, channels]`. */
export interface Picture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export type PictureDecoder = (bytes: Uint8Array, file: string) => Promise<Picture>;

/** How a picture becomes an item; its own size where `size` is null. */
export interface PictureWish extends Pick<PicturePreprocessing, 'fit' | 'channels'> {
  /** [height, width]. */
  readonly size: readonly [number, number] | null;
}

/** Up to here several pictures are unpacked at once. */
const SMALL_PIXELS = 16e6;
/** Larger ones are, one after the other; what is larger still is refused before anything is unpacked. */
const MOST_PIXELS = 150e6;
const FITS = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const;
const WHITE = '#ffffff';

/**
 * PNG, JPEG, WebP, TIFF, GIF (its first picture) and BMP, by what the first bytes say: turned as the camera was held, transparent
 * places white, 8 bits a channel, sRGB or its grey. Throws `invalid-input` for everything else, for damaged files, and for pictures of
 * more than 150 million pixels.
 */
export async function createPictureDecoder(wish: PictureWish): Promise<PictureDecoder> {
  const { default: sharp } = await import('sharp');
  // Many small pictures: one thread for each, and nothing to remember between them.
  sharp.concurrency(1);
  sharp.cache(false);
  let large: Promise<unknown> = Promise.resolve();
  return async (bytes, file) => {
    const format = pictureFormat(bytes);
    if (format === null)
      throw invalidInput('A PNG, JPEG, WebP, TIFF, GIF or BMP picture is required, but the first bytes are of none', { path: file });
    if (format === 'bmp') return rendered(await bmpInput(sharp, bytes, file), wish, file);
    const open = (limitInputPixels: number): Sharp => sharp(bytes, { limitInputPixels, failOn: 'truncated' }).autoOrient();
    try {
      return await render(open(SMALL_PIXELS), wish);
    } catch (thrown) {
      if (!/pixel limit/.test(reasonOf(thrown))) throw damaged(thrown, file);
    }
    const turn = large.then(() => rendered(open(MOST_PIXELS), wish, file));
    large = turn.catch(() => null);
    return turn;
  };
}

async function bmpInput(sharp: SharpConstructor, bytes: Uint8Array, file: string): Promise<Sharp> {
  const { pixels, width, height } = await bmpPixels(bytes, file, SMALL_PIXELS);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function rendered(input: Sharp, wish: PictureWish, file: string): Promise<Picture> {
  try {
    return await render(input, wish);
  } catch (thrown) {
    throw damaged(thrown, file);
  }
}

async function render(input: Sharp, { size, fit, channels }: PictureWish): Promise<Picture> {
  const opaque = input.flatten({ background: WHITE });
  const sized =
    size === null ? opaque : opaque.resize({ height: size[0], width: size[1], fit: FITS[fit], background: '#000000', kernel: 'lanczos3' });
  const { data, info } = await sized
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new Error(`${channels} channels are required, got ${info.channels}`);
  return { pixels: data, width: info.width, height: info.height };
}

function damaged(thrown: unknown, path: string): Error {
  const reason = reasonOf(thrown);
  if (/pixel limit/.test(reason))
    return invalidInput(`A picture of at most ${MOST_PIXELS / 1e6} million pixels is required, but this one has more`, { path });
  return invalidInput(`A whole picture is required, but it can't be decoded: ${reason}`, { path });
}

function reasonOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '';
}
