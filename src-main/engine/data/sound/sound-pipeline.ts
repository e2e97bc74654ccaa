import type { PreprocessingStep } from '../../../../src-shared/domain/dataset.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import type { Sound } from './sound.ts';
import { fixedLength } from './fixed-length.ts';
import { soundFeatures } from './features/index.ts';
import { createResampler, type Resampler } from './resample.ts';

/** How a recording becomes a model's input, before anything that is fitted: part of a data set and of every model. */
export type SoundStep = Extract<PreprocessingStep, { readonly kind: 'sound' }>;

export interface HeardSound {
  /** At the step's sample rate, of its length. */
  readonly samples: Float32Array;
  /** Row-major `[frames, bands, 1]`. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, 1];
}

/** Tables are made once a pipeline. Throws `invalid-input` where the settings don't fit each other. */
export function createSoundPipeline({ sampleRate, seconds, place, features, loudness, evenOut }: SoundStep): (sound: Sound) => HeardSound {
  const { id, params } = splitAlgorithm(features, 'kind');
  const compute = soundFeatures.require(id).prepare(params, sampleRate);
  const resamplers = new Map<number, Resampler>();
  const length = Math.round(seconds * sampleRate);
  return sound => {
    const resampler = resamplers.get(sound.sampleRate) ?? createResampler(sound.sampleRate, sampleRate);
    resamplers.set(sound.sampleRate, resampler);
    const fixed = fixedLength(resampler.resample(sound.samples), length, place);
    const samples = loudness ? asLoud(fixed) : fixed;
    const { frames, bands, values } = compute(samples);
    return { samples, values: evenOut ? evenedOut(values, bands) : values, shape: [frames, bands, 1] };
  };
}

/** The loudest sample is 1; silence stays. */
function asLoud(samples: Float32Array): Float32Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak === 0 ? samples : samples.map(sample => sample / peak);
}

/** Each band with mean 0 and deviation 1 over the recording; a band that never changes becomes 0. */
function evenedOut(values: Float32Array, bands: number): Float32Array {
  const frames = values.length / bands;
  for (let band = 0; band < bands; band++) {
    let [sum, squares] = [0, 0];
    for (let at = band; at < values.length; at += bands) sum += values[at]!;
    const mean = sum / frames;
    for (let at = band; at < values.length; at += bands) squares += (values[at]! - mean) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares / frames) : 0;
    for (let at = band; at < values.length; at += bands) values[at] = (values[at]! - mean) * scale;
  }
  return values;
}
