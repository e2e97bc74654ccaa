import { defineFormat } from '../format.ts';
import { openGraph } from '../lib/graph-session.ts';
import { readKeras } from './read.ts';
import { writeKeras } from './write.ts';

export const keras = defineFormat({
  id: 'keras',
  title: 'Keras',
  help: 'The archive of Keras 3 (.keras); answers with probabilities.',
  source: 'Keras 3, saving format v3',
  revision: 1,
  params: {},
  extension: '.keras',
  tolerance: 1e-5,
  fileNames: name => [`${name}.keras`],
  write: async (model, { name }) => [{ name: `${name}.keras`, bytes: await writeKeras(model) }],
  open: async (files, engine) => openGraph('Keras archive reader', await readKeras(await files.read(files.names[0]!)), await engine()),
});
