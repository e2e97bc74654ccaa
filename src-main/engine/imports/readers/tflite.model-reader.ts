import type { RuntimeSession } from '../../formats/format.ts';
import { rowsTogether } from '../../formats/lib/rows-together.ts';
import { openLite } from '../../formats/tflite/session.ts';
import { defineModelReader } from '../model-reader.ts';
import { readForeign } from '../read-foreign.ts';
import { readLite } from '../tf-lite/read.ts';
import { valuesForFile } from '../trace/seen-inputs.ts';

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
      const { sizes } = imported.input.parts[0]!.seen;
      const sessions: RuntimeSession[] = [];
      for (const name of imported.outputs) sessions.push(await openLite(bytes, { output: places.get(name) ?? 0, shape: sizes }));
      return {
        ...sessions[0]!,
        async predict(inputs, items) {
          const [given] = valuesForFile(imported.input, inputs) as [Float32Array];
          const answers: Float32Array[] = [];
          for (const session of sessions) answers.push(await session.predict(given, items));
          return rowsTogether(answers, items);
        },
        async close() {
          for (const session of sessions) await session.close();
        },
      };
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
