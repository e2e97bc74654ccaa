import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import type { KerasCall, KerasForm } from './keras-form.ts';

/** The layers that fusions in a row are made of. */
export const KERAS_SERIAL_LAYERS: LayerTable<KerasCall, KerasForm> = {
  repeat: ({ config: { times } }) => ({ className: 'RepeatVector', config: { n: times } }),

  specialists() {
    throw new UnsupportedConfig('it takes each item’s answer by a comparison, which no layer of the format does');
  },

  cascade() {
    throw new UnsupportedConfig('it takes each item’s answer by a comparison, which no layer of the format does');
  },
};
