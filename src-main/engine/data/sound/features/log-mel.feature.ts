import { toDecibels } from '../decibels.ts';
import { createMelSpectrogram } from '../mel-spectrogram.ts';
import { defineSoundFeature } from '../sound-feature.ts';
import { melParams, rangeParam } from './mel-params.ts';

/** Power in each mel band, in dB. */
export const logMel = defineSoundFeature({
  id: 'log-mel',
  title: 'Log-mel spectrogram',
  help: 'How loud each band of the hearing is, in decibels.',
  source: 'Davis & Mermelstein 1980, doi:10.1109/TASSP.1980.1163420; mel scale of Slaney 1998',
  revision: 1,
  params: { ...melParams, range: rangeParam },
  prepare(config, sampleRate) {
    const mel = createMelSpectrogram(config, sampleRate, 2);
    return samples => {
      const powers = mel.compute(samples);
      return { ...powers, values: toDecibels(powers.values, config.range) };
    };
  },
});
