import { defineFormat } from '../format.ts';
import { openTfjs } from './session.ts';
import { writeTfjs } from './write.ts';

const namesOf = (name: string): readonly [json: string, weights: string] => [`${name}.model.json`, `${name}.weights.bin`];

export const tfjs = defineFormat({
  id: 'tfjs',
  title: 'TensorFlow.js',
  help: 'A layers model for the browser: a JSON file and its weights beside it; answers with probabilities.',
  source: 'TensorFlow.js, layers model format',
  revision: 1,
  params: {},
  extension: '.model.json',
  tolerance: 1e-5,
  runsIn: 'wasm',
  fileNames: namesOf,
  write: async (model, { name }) => writeTfjs(model, namesOf(name)),
  async open(files, engine) {
    const [json, weights] = await Promise.all([files.read(files.names[0]!), files.read(files.names[1]!)]);
    return openTfjs(json, weights, await engine());
  },
});
