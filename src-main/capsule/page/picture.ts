import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { PictureDecoder, PictureWish } from '../../engine/data/pictures/decode-picture.ts';
import { resize, type Pixels } from './resize.ts';

const MOST_PIXELS = 150e6;
const CHANNELS = 3;

/**
 * Pictures as the browser opens them, turned as the camera was held and transparent places white, brought to the model's size as the
 * workbench does. Its library may round a pixel of a picture that changes its size the other way.
 */
export function createCanvasDecoder({ size, fit, channels }: PictureWish): Promise<PictureDecoder> {
  return Promise.resolve(async (bytes: Uint8Array, file: string) => {
    const whole = await pixelsOf(bytes, file);
    const [height, width] = size ?? [whole.height, whole.width];
    const { values } = fitted(whole, { height, width }, fit);
    return { pixels: channels === 1 ? greyOf(values) : new Uint8Array(values), width, height };
  });
}

async function pixelsOf(bytes: Uint8Array, file: string): Promise<Pixels> {
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]), { imageOrientation: 'from-image' }).catch(() => {
    throw invalidInput('A picture that this browser can open is required', { path: file });
  });
  const { width, height } = bitmap;
  if (width * height > MOST_PIXELS)
    throw invalidInput(`A picture of at most ${MOST_PIXELS / 1e6} million pixels is required, but this one has more`, { path: file });
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('This browser has no canvas');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8ClampedArray(width * height * CHANNELS);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < CHANNELS; c++) values[i * CHANNELS + c] = data[4 * i + c]!;
  return { values, width, height };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Cut off, filled with black, or stretched. */
function fitted(picture: Pixels, to: Size, fit: PictureWish['fit']): Pixels {
  if (fit === 'stretch') return resize(picture, to);
  const ratios = [to.width / picture.width, to.height / picture.height];
  const ratio = fit === 'crop' ? Math.max(...ratios) : Math.min(...ratios);
  const scaled = resize(picture, {
    width: Math.max(1, Math.round(picture.width * ratio)),
    height: Math.max(1, Math.round(picture.height * ratio)),
  });
  return placed(scaled, to);
}

/** In the middle of black, or the middle of it. */
function placed(picture: Pixels, { width, height }: Size): Pixels {
  const values = new Uint8ClampedArray(width * height * CHANNELS);
  const left = Math.floor((width - picture.width) / 2);
  const top = Math.floor((height - picture.height) / 2);
  for (let y = Math.max(0, top); y < Math.min(height, top + picture.height); y++) {
    for (let x = Math.max(0, left); x < Math.min(width, left + picture.width); x++) {
      const from = ((y - top) * picture.width + x - left) * CHANNELS;
      values.set(picture.values.subarray(from, from + CHANNELS), (y * width + x) * CHANNELS);
    }
  }
  return { values, width, height };
}

/** Luminance (ITU-R BT.709) of linear light, as sRGB holds it (IEC 61966-2-1); between 256 places it is linear, as in libvips. */
function greyOf(values: Uint8ClampedArray): Uint8Array {
  const linear = Float64Array.from({ length: 256 }, (_, byte) => linearOf(byte / 255));
  const table = Array.from({ length: 257 }, (_, place) => Math.round(255 * encodedOf(Math.min(1, place / 255))));
  return Uint8Array.from({ length: values.length / CHANNELS }, (_, i) => {
    const [red, green, blue] = [values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!];
    if (red === green && green === blue) return red;
    const light = 255 * (0.2126 * linear[red]! + 0.7152 * linear[green]! + 0.0722 * linear[blue]!);
    const place = Math.floor(light);
    return Math.round(table[place]! + (table[place + 1]! - table[place]!) * (light - place));
  });
}

function linearOf(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function encodedOf(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}
