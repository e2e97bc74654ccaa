import FFT from 'fft.js';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { melFilters } from './mel-filters.ts';

export interface MelConfig {
  readonly windowMs: number;
  readonly hopMs: number;
  readonly bands: number;
  /** Hz. */
  readonly low: number;
  /** Hz; left out: half the sample rate. */
  readonly high?: number | undefined;
}

/** Row-major `[frames, bands]`. */
export interface Frames {
  readonly frames: number;
  readonly bands: number;
  readonly values: Float32Array;
}

export interface MelSpectrogram {
  /** From the middle of one window to the middle of the next, in samples. */
  readonly hop: number;
  /** Sums of `|X|^power` under each triangle; a frame is centred on every hop-th sample, silence is outside. */
  compute(samples: Float32Array): Frames;
}

/**
 * Short-time Fourier transform under a periodic Hann window, then mel filters: as librosa's `melspectrogram` with `center` and zeros
 * outside. The transform's size is the next power of two. Throws `invalid-input` where the bands don't fit below half the rate.
 */
export function createMelSpectrogram(config: MelConfig, sampleRate: number, power: 1 | 2): MelSpectrogram {
  const { bands, low } = config;
  const high = config.high ?? sampleRate / 2;
  const window = Math.round((config.windowMs * sampleRate) / 1000);
  const hop = Math.round((config.hopMs * sampleRate) / 1000);
  checkRange({ window, hop, low, high }, sampleRate);
  const size = Math.max(4, 2 ** Math.ceil(Math.log2(window)));
  const weights = hann(window, size);
  const filters = melFilters({ bands, low, high }, sampleRate, size);
  const fft = new FFT(size);
  const spectrum = fft.createComplexArray();
  const frame = new Array<number>(size).fill(0);
  return {
    hop,
    compute(samples) {
      const frames = 1 + Math.floor(samples.length / hop);
      const values = new Float32Array(frames * bands);
      for (let t = 0; t < frames; t++) {
        const start = t * hop - size / 2;
        for (let i = 0; i < size; i++) frame[i] = weights[i]! * (samples[start + i] ?? 0);
        fft.realTransform(spectrum, frame);
        filters.forEach(({ first, weights: triangle }, band) => {
          let sum = 0;
          for (let i = 0; i < triangle.length; i++) sum += triangle[i]! * magnitude(spectrum, first + i, power);
          values[t * bands + band] = sum;
        });
      }
      return { frames, bands, values };
    },
  };
}

function magnitude(spectrum: readonly number[], bin: number, power: 1 | 2): number {
  const squared = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
  return power === 2 ? squared : Math.sqrt(squared);
}

/** In the middle of the transform's frame. */
function hann(window: number, size: number): Float64Array {
  const weights = new Float64Array(size);
  const before = Math.floor((size - window) / 2);
  for (let i = 0; i < window; i++) weights[before + i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / window);
  return weights;
}

interface Range {
  readonly window: number;
  readonly hop: number;
  readonly low: number;
  readonly high: number;
}

function checkRange({ window, hop, low, high }: Range, sampleRate: number): void {
  if (high <= low || high > sampleRate / 2)
    throw invalidInput(
      `The highest frequency must lie above ${low} Hz and at most at half the sample rate, ${sampleRate / 2} Hz, got ${high}`,
      {
        path: 'features.high',
      },
    );
  if (window < 2 || hop < 1)
    throw invalidInput(`A window must have at least 2 samples and a hop 1, but at ${sampleRate} Hz they have ${window} and ${hop}`, {
      path: 'features',
      hint: 'Take longer windows and hops.',
    });
}
