import { parseJson } from '../../formats/card.ts';
import { KERAS_PARTS } from '../../formats/keras/write.ts';
import { readHdf5 } from '../../formats/lib/hdf5.ts';
import { readZip } from '../../formats/lib/zip.ts';
import { readKerasModel } from '../keras/read-model.ts';
import { archiveWeights } from '../keras/weights.ts';
import { defineModelReader, MAX_FILE_BYTES } from '../model-reader.ts';

export const kerasReader = defineModelReader({
  id: 'keras',
  title: 'Keras',
  help: 'The archive of Keras 3 (.keras).',
  source: 'Keras 3, saving format v3',
  revision: 1,
  params: {},
  matches: ['.keras'],
  async read({ bytes }, wish) {
    const { config, weights } = KERAS_PARTS;
    const parts = readZip(bytes, [config, weights], MAX_FILE_BYTES);
    const root = parseJson(new TextDecoder().decode(parts[config]), config);
    const { model } = await readHdf5(parts[weights]!, file => readKerasModel(root, archiveWeights(file), wish));
    return { ...model, card: null, reference: null };
  },
});
