import { defineFormat } from '../format.ts';
import { openGraph } from '../lib/graph-session.ts';
import { readKerasH5 } from './read.ts';
import { writeKerasH5 } from './write.ts';

export const kerasH5 = defineFormat({
  id: 'keras-h5',
  title: 'Keras HDF5',
  help: 'The older single file (.h5) that Keras 2 and 3 read; answers with probabilities.',
  source: 'Keras 2, HDF5 saving format',
  revision: 1,
  params: {},
  extension: '.h5',
  tolerance: 1e-5,
  fileNames: name => [`${name}.h5`],
  write: async (model, { name }) => [{ name: `${name}.h5`, bytes: await writeKerasH5(model) }],
  open: async (files, engine) => openGraph('Keras HDF5 reader', await readKerasH5(await files.read(files.names[0]!)), await engine()),
});
