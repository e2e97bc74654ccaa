import { createMelSpectrogram } from '../mel-spectrogram.ts';
import { defineSoundFeature } from '../sound-feature.ts';
import { melParams } from './mel-params.ts';

/** Samples as 32-bit integers would hold them: what the bias is meant for. */
const FULL_SCALE = 2 ** 31;
const EPSILON = 1e-6;

/**
 * Each band over its own running mean, then compressed: a steady background goes, and the distance of the microphone with it. The
 * mean begins at 1, as in librosa's `pcen`.
 */
export const pcen = defineSoundFeature({
  id: 'pcen',
  title: 'Per-channel energy normalisation',
  help: 'Each band against its own recent past: steady noise and loudness drop out.',
  source: 'Wang et al. 2017, arXiv:1607.05666',
  revision: 1,
  params: {
    ...melParams,
    gain: { kind: 'number', label: 'Gain', help: 'How much of the running mean is divided out.', default: 0.98, min: 0, max: 1 },
    bias: { kind: 'number', label: 'Bias', default: 2, min: 0, max: 1000, aboveMin: true },
    power: {
      kind: 'number',
      label: 'Compression',
      help: 'Exponent; smaller evens out more.',
      default: 0.5,
      min: 0,
      max: 1,
      aboveMin: true,
    },
    timeConstantMs: { kind: 'number', label: 'Time constant', help: 'Of the running mean.', unit: 'ms', default: 400, min: 1, max: 60_000 },
  },
  prepare(config, sampleRate) {
    const { gain, bias, power } = config;
    const mel = createMelSpectrogram(config, sampleRate, 1);
    const smoothing = smoothingOf(((config.timeConstantMs / 1000) * sampleRate) / mel.hop);
    return samples => {
      const { frames, bands, values } = mel.compute(samples);
      for (let band = 0; band < bands; band++) {
        let mean = 1;
        for (let at = band; at < frames * bands; at += bands) {
          const energy = values[at]! * FULL_SCALE;
          mean = smoothing * energy + (1 - smoothing) * mean;
          const level = Math.exp(-gain * (Math.log(EPSILON) + Math.log1p(mean / EPSILON)));
          values[at] = bias ** power * Math.expm1(power * Math.log1p((energy * level) / bias));
        }
      }
      return { frames, bands, values };
    };
  },
});

/** Weight of the newest frame, so that the filter's response falls to half over this many frames. */
function smoothingOf(frames: number): number {
  return (Math.sqrt(1 + 4 * frames * frames) - 1) / (2 * frames * frames);
}
