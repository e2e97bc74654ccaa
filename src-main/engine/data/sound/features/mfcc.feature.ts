import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { toDecibels } from '../decibels.ts';
import { createMelSpectrogram } from '../mel-spectrogram.ts';
import { defineSoundFeature } from '../sound-feature.ts';
import { melParams, rangeParam } from './mel-params.ts';

/** Log-mel bands, made uncorrelated by a cosine transform (type 2, orthonormal), of which the first are kept. */
export const mfcc = defineSoundFeature({
  id: 'mfcc',
  title: 'Mel-frequency cepstral coefficients',
  help: 'The shape of the spectrum in few numbers; little is left of the pitch of a voice.',
  source: 'Davis & Mermelstein 1980, doi:10.1109/TASSP.1980.1163420',
  revision: 1,
  params: {
    ...melParams,
    coefficients: { kind: 'number', label: 'Coefficients', default: 13, min: 2, max: 256, integer: true },
    range: rangeParam,
  },
  prepare(config, sampleRate) {
    const { bands, coefficients, range } = config;
    if (coefficients > bands)
      throw invalidInput(`At most as many coefficients as mel bands (${bands}) are required, got ${coefficients}`, {
        path: 'features.coefficients',
      });
    const mel = createMelSpectrogram(config, sampleRate, 2);
    const cosines = cosineTransform(coefficients, bands);
    return samples => {
      const powers = mel.compute(samples);
      const decibels = toDecibels(powers.values, range);
      const values = new Float32Array(powers.frames * coefficients);
      for (let t = 0; t < powers.frames; t++) {
        for (let k = 0; k < coefficients; k++) {
          let sum = 0;
          for (let band = 0; band < bands; band++) sum += cosines[k * bands + band]! * decibels[t * bands + band]!;
          values[t * coefficients + k] = sum;
        }
      }
      return { frames: powers.frames, bands: coefficients, values };
    };
  },
});

/** `[coefficients, bands]`. */
function cosineTransform(coefficients: number, bands: number): Float64Array {
  const table = new Float64Array(coefficients * bands);
  for (let k = 0; k < coefficients; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / bands);
    for (let band = 0; band < bands; band++) table[k * bands + band] = scale * Math.cos((Math.PI * k * (2 * band + 1)) / (2 * bands));
  }
  return table;
}
