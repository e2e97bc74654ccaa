import { describe, expect, it } from 'vitest';
import { decodeSound } from '../../../../../src-main/engine/data/sound/decode-sound.ts';
import { readWav } from '../../../../../src-main/engine/data/sound/read-wav.ts';

interface Form {
  readonly tag: number;
  readonly bits: number;
  readonly channels: number;
  readonly extensible?: boolean;
}

/** A WAV file of given bytes of samples, with a chunk that nobody knows before them. */
function wav({ tag, bits, channels, extensible = false }: Form, samples: Uint8Array): Uint8Array {
  const format = extensible ? 40 : 16;
  const bytes = new Uint8Array(12 + 8 + format + 12 + 8 + samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => bytes.set(new TextEncoder().encode(word), at);
  text(0, 'RIFF');
  text(8, 'WAVEfmt ');
  view.setUint32(16, format, true);
  view.setUint16(20, extensible ? 0xfffe : tag, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, 8000, true);
  view.setUint16(32, (channels * bits) / 8, true);
  view.setUint16(34, bits, true);
  if (extensible) view.setUint16(44, tag, true);
  text(20 + format, 'LIST');
  view.setUint32(24 + format, 4, true);
  text(32 + format, 'data');
  view.setUint32(36 + format, samples.length, true);
  bytes.set(samples, 40 + format);
  return bytes;
}

const noise = Uint8Array.from({ length: 96 }, (_, i) => (i * 151 + 7) % 256);
const floats = new Uint8Array(Float32Array.from({ length: 24 }, (_, i) => Math.sin(i)).buffer);
const doubles = new Uint8Array(Float64Array.from({ length: 12 }, (_, i) => Math.cos(i) / 3).buffer);

describe('a plain WAV file is read as the library reads it, to the bit', () => {
  it.each<[string, Form, Uint8Array]>([
    ['8 bits', { tag: 1, bits: 8, channels: 1 }, noise],
    ['16 bits, two channels', { tag: 1, bits: 16, channels: 2 }, noise],
    ['24 bits', { tag: 1, bits: 24, channels: 1 }, noise],
    ['24 bits, two channels, extensible', { tag: 1, bits: 24, channels: 2, extensible: true }, noise],
    ['32 bits', { tag: 1, bits: 32, channels: 1 }, noise],
    ['floating point', { tag: 3, bits: 32, channels: 1 }, floats],
    ['floating point of 64 bits, three channels', { tag: 3, bits: 64, channels: 3 }, doubles],
  ])('%s', async (_, form, samples) => {
    const bytes = wav(form, samples);
    const found = readWav(bytes, 'a.wav');
    expect(found?.samples.length).toBe((8 * samples.length) / form.bits / form.channels);
    expect(found).toEqual(await decodeSound(bytes, 'a.wav'));
  });

  it('also one that was cut off within its samples', async () => {
    const bytes = wav({ tag: 1, bits: 16, channels: 1 }, noise).subarray(0, -31);
    expect(readWav(bytes, 'a.wav')).toEqual(await decodeSound(bytes, 'a.wav'));
  });
});

describe('what is no plain WAV file', () => {
  it('is left to others: another kind of file, compressed samples', () => {
    expect(readWav(new TextEncoder().encode('fLaC and more that is no sound'), 'a.flac')).toBeNull();
    expect(readWav(wav({ tag: 6, bits: 8, channels: 1 }, noise), 'a.wav')).toBeNull();
    expect(readWav(new Uint8Array(3), 'a.wav')).toBeNull();
  });

  it('is refused where it ends before its samples, or has none', () => {
    expect(() => readWav(wav({ tag: 1, bits: 16, channels: 1 }, noise).subarray(0, 50), 'a.wav')).toThrow('ends before its samples');
    expect(() => readWav(wav({ tag: 1, bits: 16, channels: 1 }, new Uint8Array(0)), 'a.wav')).toThrow('at least one sample');
  });
});
