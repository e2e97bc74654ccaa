import { describe, expect, it } from 'vitest';
import { createResampler } from '../../../../../src-main/engine/data/sound/resample.ts';
import { soundFeatures } from '../../../../../src-main/engine/data/sound/features/index.ts';
import { parseParams } from '../../../../../src-shared/domain/params/parse-params.ts';
import { golden } from '../../../../golden/sound/golden.ts';

/** As in make-golden.py: gliding harmonics over a weak hum, with a pause. */
function sound(rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: Math.floor(rate * seconds) }, (_, i) => {
    const t = i / rate;
    const pitch = 2 * Math.PI * (110 * t + 40 * t * t);
    let voice = 0;
    for (let k = 1; k < 12; k++) voice += Math.sin(k * pitch) / k;
    const envelope = t > 0.15 * seconds && t < 0.7 * seconds ? Math.sin((Math.PI * t) / seconds) ** 2 : 0;
    return 0.2 * envelope * voice + 0.001 * Math.sin(2 * Math.PI * 50 * t);
  });
}

function compute(
  id: string,
  values: Readonly<Record<string, unknown>>,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
) {
  const feature = soundFeatures.require(id);
  const config = parseParams(feature.params, values);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return feature.prepare(config.value, rate)(sound(rate, seconds));
}

const greatestGap = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  Math.max(...theirs.map((value, i) => Math.abs(value - (ours[i] ?? Number.NaN)) / Math.max(1, Math.abs(value))));

describe.each(golden.features)('sounds of $rate Hz as librosa has them', ({ config, frames, logMel, mfcc, pcen, ...made }) => {
  it.each([
    ['log-mel', {}, logMel],
    ['mfcc', { coefficients: 8 }, mfcc],
    ['pcen', {}, pcen],
  ] as const)('%s', (id, more, expected) => {
    const ours = compute(id, { ...config, ...more }, made);
    expect(ours.frames).toBe(frames);
    expected.forEach((row, i) => {
      const start = 3 * i * ours.bands;
      expect(greatestGap(ours.values.subarray(start, start + ours.bands), row)).toBeLessThan(1e-3);
    });
  });
});

describe.each(golden.resampled)('$from Hz to $to Hz', ({ from, to, seconds, length, samples }) => {
  it('is what soxr makes of it', () => {
    const ours = createResampler(from, to).resample(sound(from, seconds));
    expect(Math.abs(ours.length - length)).toBeLessThanOrEqual(1);
    expect(
      greatestGap(
        ours.filter((_, i) => i % 7 === 0),
        samples,
      ),
    ).toBeLessThan(1e-3);
  });
});

it('keeps out what the lower rate cannot hold', () => {
  const high = Float32Array.from({ length: 16_000 }, (_, i) => Math.sin((2 * Math.PI * 6000 * i) / 16_000));
  const middle = createResampler(16_000, 8000).resample(high).subarray(500, 7500);
  expect(Math.max(...middle.map(Math.abs))).toBeLessThan(1e-3);
});
