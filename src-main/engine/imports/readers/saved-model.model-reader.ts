import { defineModelReader } from '../model-reader.ts';
import { readForeign } from '../read-foreign.ts';
import { frozen, openFrozen } from '../saved-model/frozen.ts';
import { readServed } from '../saved-model/read.ts';

export const savedModelReader = defineModelReader({
  id: 'saved-model',
  title: 'SavedModel',
  help: 'The folder that Keras and TensorFlow export to be served: saved_model.pb with its variables beside it.',
  source: 'TensorFlow, SavedModel format',
  revision: 1,
  params: {},
  matches: ['saved_model.pb'],
  async read({ bytes, beside }, wish) {
    const served = await readServed(bytes, beside);
    const { imported, ...model } = readForeign(served.foreign, wish);
    const nodes = frozen(served);
    const ends = {
      inputs: imported.input.parts.map(({ seen }) => served.inputs.get(seen.foreign.name) ?? ''),
      outputs: imported.outputs.map(name => served.outputs.get(name) ?? ''),
      seen: imported.input,
    };
    return { ...model, reference: nodes === null ? null : async engine => openFrozen(nodes, ends, await engine()) };
  },
});
