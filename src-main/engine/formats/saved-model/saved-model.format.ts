import { defineFormat } from '../format.ts';
import { openSavedModel } from './session.ts';
import { writeSavedModel } from './write.ts';

/** A SavedModel is a folder, and its file has one name only. */
const namesOf = (name: string): readonly [string] => [`${name}/saved_model.pb`];

export const savedModel = defineFormat({
  id: 'saved-model',
  title: 'SavedModel',
  help: 'The folder that TensorFlow and its servers load: a graph of plain operations; answers with probabilities.',
  source: 'TensorFlow, SavedModel format',
  revision: 1,
  params: {},
  extension: '/saved_model.pb',
  tolerance: 1e-5,
  runsIn: 'tensorflow',
  fileNames: namesOf,
  write: async (model, { name }) => [{ name: namesOf(name)[0], bytes: writeSavedModel(model) }],
  open: async (files, engine) => openSavedModel(await files.read(files.names[0]!), await engine()),
});
