import type { RuntimeSession } from '../../formats/format.ts';
import { openLite } from '../../formats/tflite/session.ts';
import { defineModelReader } from '../model-reader.ts';
import { readForeign } from '../read-foreign.ts';
import { readLite } from '../tf-lite/read.ts';
import { itemsForFile } from '../trace/input-layout.ts';

export const tfliteReader = defineModelReader({
  id: 'tflite',
  title: 'TensorFlow Lite',
  help: 'One file for telephones and small devices (.tflite), with numbers of 32, 16 or 8 bits.',
  source: 'TensorFlow, schema.fbs version 3',
  revision: 1,
  params: {},
  matches: ['.tflite'],
  async read({ bytes }, wish) {
    const { foreign, places, notes, rounds, hasStates } = readLite(bytes);
    const { imported, ...model } = readForeign(foreign, wish);
    const reference = async (): Promise<RuntimeSession> => {
      const session = await openLite(bytes, { output: places.get(imported.output) ?? 0, shape: imported.input.sizes });
      return { ...session, predict: (inputs, items) => session.predict(itemsForFile(imported.input, inputs), items) };
    };
    return {
      ...model,
      notes: [...notes, ...model.notes],
      rounding: rounds ? STEPS_APART : undefined,
      reference: hasStates ? null : reference,
    };
  },
});

/** Of an answer up to 1: a runtime of whole steps rounds its sums in ways of its own. */
const STEPS_APART = 0.05;
