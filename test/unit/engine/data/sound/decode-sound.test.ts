import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeSound } from '../../../../../src-main/engine/data/sound/decode-sound.ts';
import { createResampler } from '../../../../../src-main/engine/data/sound/resample.ts';
import { rejectionOf } from '../../../../support/rejection-of.ts';

const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`../../../../golden/sound/${name}`, import.meta.url));

/** Amplitude of 440 Hz by correlation with both phases, in the middle of the sound. */
function amplitude(samples: Float32Array, rate: number): number {
  const [from, to] = [Math.floor(samples.length * 0.25), Math.floor(samples.length * 0.75)];
  let [sines, cosines] = [0, 0];
  for (let i = from; i < to; i++) {
    sines += samples[i]! * Math.sin((2 * Math.PI * 440 * i) / rate);
    cosines += samples[i]! * Math.cos((2 * Math.PI * 440 * i) / rate);
  }
  return (2 * Math.hypot(sines, cosines)) / (to - from);
}

describe('a tone of half the full scale', () => {
  it.each([
    ['tone-16.wav', 0.5, 0.001],
    ['tone-24.wav', 0.5, 0.001],
    ['tone-float.wav', 0.5, 0.001],
    ['tone.flac', 0.375, 0.001],
    ['tone.ogg', 0.5, 0.02],
    ['tone.opus', 0.5, 0.02],
    ['tone.mp3', 0.5, 0.02],
  ] as const)('is read from %s', async (name, expected, within) => {
    const { samples, sampleRate } = await decodeSound(bytesOf(name), name);
    expect(samples.length / sampleRate).toBeGreaterThanOrEqual(0.25);
    expect(samples.length / sampleRate).toBeLessThan(0.45);
    expect(Math.abs(amplitude(createResampler(sampleRate, 16_000).resample(samples), 16_000) - expected)).toBeLessThan(within);
  });
});

describe('what is no whole recording is refused with its name', () => {
  it.each([
    ['another file', () => new TextEncoder().encode('%PDF-1.7'), 'the first bytes are of none'],
    ['an empty file', () => new Uint8Array(0), 'the first bytes are of none'],
    ['a header without samples', () => bytesOf('tone-16.wav').slice(0, 44), 'at least one sample'],
    ['a codec nobody knows', () => withCodec(bytesOf('tone-16.wav').slice(), 0x55aa), "can't be decoded"],
    ['a rate nobody has', () => withRate(bytesOf('tone-16.wav').slice(), 7), 'sample rate'],
    [
      'a FLAC file of noise',
      () => Uint8Array.from({ length: 5000 }, (_, i) => (i < 4 ? 'fLaC'.charCodeAt(i) : (i * 7919) % 251)),
      'recording',
    ],
  ])('%s', async (_, make, reason) => {
    const { code, message, path } = await rejectionOf(decodeSound(make(), 'bad.wav'));
    expect({ code, path }).toEqual({ code: 'invalid-input', path: 'bad.wav' });
    expect(message).toContain(reason);
  });
});

it('stops before a recording of hours is in memory', async () => {
  const hours = new Uint8Array(44 + 11 * 60 * 8000 * 2);
  hours.set(withRate(bytesOf('tone-16.wav').slice(0, 44), 8000));
  new DataView(hours.buffer).setUint32(40, hours.length - 44, true);
  expect((await rejectionOf(decodeSound(hours, 'long.wav'))).message).toContain('may last 600 seconds');
});

function withCodec(wav: Uint8Array, codec: number): Uint8Array {
  new DataView(wav.buffer, wav.byteOffset).setUint16(20, codec, true);
  return wav;
}

function withRate(wav: Uint8Array, rate: number): Uint8Array {
  new DataView(wav.buffer, wav.byteOffset).setUint32(24, rate, true);
  return wav;
}
