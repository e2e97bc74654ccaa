import { parseJson } from '../../formats/card.ts';
import { readHdf5 } from '../../formats/lib/hdf5.ts';
import { flattenKeras } from '../keras/flatten-config.ts';
import { readKerasModel } from '../keras/read-model.ts';
import { h5Weights } from '../keras/weights.ts';
import { defineModelReader } from '../model-reader.ts';

export const kerasH5Reader = defineModelReader({
  id: 'keras-h5',
  title: 'Keras HDF5',
  help: 'The older file of Keras (.h5), with the configuration in it.',
  source: 'Keras 2 and 3, HDF5 saving format',
  revision: 1,
  params: {},
  matches: ['.h5', '.hdf5'],
  async read({ bytes }, wish) {
    const { model } = await readHdf5(bytes, file => {
      const root = parseJson(file.text('', 'model_config'), 'model_config');
      return readKerasModel(root, h5Weights(file, flattenKeras(root).calls), wish);
    });
    return { ...model, card: null, reference: null };
  },
});
