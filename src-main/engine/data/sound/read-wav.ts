import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { createMixer, type Sound } from './sound.ts';

/** Of the sample formats that plain WAV files have; compressed ones are read by the library of `decodeSound`. */
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Lengths that a program writes which does not know yet. */
const UNKNOWN_LENGTHS: ReadonlySet<number> = new Set([0, 0xffffffff]);

interface Layout {
  readonly tag: number;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Bytes of one sample of every channel. */
  readonly block: number;
  readonly bits: number;
}

type ReadSample = (view: DataView, at: number) => number;

/** As the workbench's decoder scales them: the least whole number is −1, the greatest 1. */
const scaled = (value: number, bits: number): number => (value < 0 ? value / 2 ** (bits - 1) : value / (2 ** (bits - 1) - 1));

const READERS: Readonly<Record<string, ReadSample>> = {
  [`${PCM} 8`]: (view, at) => scaled(view.getUint8(at) - 128, 8),
  [`${PCM} 16`]: (view, at) => scaled(view.getInt16(at, true), 16),
  [`${PCM} 24`]: (view, at) => scaled((view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) >> 0, 24),
  [`${PCM} 32`]: (view, at) => scaled(view.getInt32(at, true), 32),
  [`${FLOAT} 32`]: (view, at) => view.getFloat32(at, true),
  [`${FLOAT} 64`]: (view, at) => view.getFloat64(at, true),
};

/**
 * A WAV file of plain samples without any library, to the bits of `decodeSound`: 8 to 32 bits, or floating point, one channel or many.
 * Null where the file is no such WAV. Throws `invalid-input` for one that is cut off before its samples.
 */
export function readWav(bytes: Uint8Array, file: string): Sound | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || textAt(bytes, 0) !== 'RIFF' || textAt(bytes, 8) !== 'WAVE') return null;
  let layout: Layout | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const chunk = textAt(bytes, at);
    if (chunk === 'fmt ' && at + 24 <= bytes.length) layout = layoutAt(view, at + 8);
    if (chunk === 'data' && layout !== null) return samplesAt(view, at + 8, { layout, length, file });
    at += 8 + length;
  }
  throw invalidInput('A whole sound file is required, but this one ends before its samples', { path: file });
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function layoutAt(view: DataView, at: number): Layout {
  const tag = view.getUint16(at, true);
  const isExtended = tag === EXTENSIBLE && at + 26 <= view.byteLength;
  return {
    tag: isExtended ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    block: view.getUint16(at + 12, true),
    bits: view.getUint16(at + 14, true),
  };
}

interface Samples {
  readonly layout: Layout;
  /** Bytes that the header tells. */
  readonly length: number;
  readonly file: string;
}

function samplesAt(view: DataView, start: number, { layout, length, file }: Samples): Sound | null {
  const { tag, bits, channels, block, sampleRate } = layout;
  const read = READERS[`${tag} ${bits}`];
  if (read === undefined || channels === 0 || block !== (channels * bits) / 8) return null;
  const there = view.byteLength - start;
  const frames = Math.floor((UNKNOWN_LENGTHS.has(length) ? there : Math.min(there, length)) / block);
  const channelData = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_sample, i) => read(view, start + i * block + (channel * bits) / 8)),
  );
  const mono = createMixer(file);
  if (frames > 0) mono.add({ channelData, sampleRate });
  return mono.finish();
}
