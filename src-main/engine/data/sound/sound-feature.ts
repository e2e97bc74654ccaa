import type { ParamSpecs, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../../algorithm.ts';
import type { Frames } from './mel-spectrogram.ts';

/** What a network hears of a recording: a row of numbers for every few milliseconds. */
export interface SoundFeature<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Tables are made once; throws `invalid-input` where the settings don't fit the sample rate (Hz). */
  prepare(config: ParamValues<S>, sampleRate: number): (samples: Float32Array) => Frames;
}

/** One whose parameters' types are forgotten, as the registry holds it; `config` must have been parsed by its `params`. */
export interface RegisteredFeature extends Algorithm {
  prepare(config: Readonly<Record<string, unknown>>, sampleRate: number): (samples: Float32Array) => Frames;
}

export function defineSoundFeature<const S extends ParamSpecs>(feature: SoundFeature<S>): SoundFeature<S> {
  return feature;
}
