import type { Picture } from './decode-picture.ts';

export interface JpegHeader extends Pick<Picture, 'width' | 'height'> {
  /** 1: grey; 3: colour. */
  readonly channels: number;
}

/** Tables, restarts, comments, and the marker of JFIF: nothing that changes what the pixels mean. */
const HARMLESS = new Set([0xdb, 0xc4, 0xdd, 0xfe, 0xe0]);
const [BASELINE, EXTENDED] = [0xc0, 0xc1];
const START_OF_SCAN = 0xda;
/** Colour at full size, halved across, and halved both ways: 4:4:4, 4:2:2, 4:2:0. */
const SAMPLINGS = ['11 11 11', '21 11 11', '22 11 11'];

/**
 * Of a plain JPEG: whole, sequential, of 8 bits, grey or colour of a usual sampling, and without anything that would turn it or change its colours (Exif,
 * a profile, a note of Adobe's). Null for all others, damaged ones among them. Source: ITU T.81 (1992), annex B.
 */
export function plainJpegHeader(bytes: Uint8Array): JpegHeader | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes.at(-2) !== 0xff || bytes.at(-1) !== 0xd9) return null;
  let frame: JpegHeader | null = null;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === START_OF_SCAN) return frame;
    if (marker === BASELINE || marker === EXTENDED) {
      frame = plainFrame(bytes.subarray(at + 4));
      if (frame === null) return null;
    } else if (!HARMLESS.has(marker)) return null;
    at += 2 + word(bytes, at + 2);
  }
  return null;
}

/** Precision, height, width, number of components; then number, sampling and table of each. */
function plainFrame(frame: Uint8Array): JpegHeader | null {
  const [height, width, channels = 0] = [word(frame, 1), word(frame, 3), frame[5]];
  if (frame[0] !== 8 || !(height > 0 && width > 0)) return null;
  const sampling = [7, 10, 13].map(at => frame[at]?.toString(16)).join(' ');
  return channels === 1 || (channels === 3 && SAMPLINGS.includes(sampling)) ? { width, height, channels } : null;
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 256 + bytes[at + 1]!;
}
