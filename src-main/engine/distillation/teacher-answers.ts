import type { Split } from '../../../src-shared/domain/dataset.ts';
import { createPredictor } from '../evaluation/predictor.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { ClassMap } from './class-map.ts';
import type { Teacher } from './teacher.ts';

const BATCH = 256;

/** A teacher's logits (or values) on a split for the classes it knows, in the order of `map.known`: `[items, known]`. */
export async function answersOn(
  { engine, data, split }: { readonly engine: Engine; readonly data: TrainingData; readonly split: Split },
  { graph, parameters, map, outputs, rescale }: Teacher,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const items = data.count(split);
  const width = map.known.length;
  const answers = new Float32Array(items * width);
  const predictor = createPredictor({ engine, graph, parameters, inputShape: data.inputShape });
  try {
    for (let start = 0; start < items; start += BATCH) {
      await turn();
      const count = Math.min(BATCH, items - start);
      const { inputs } = data.gather(
        split,
        Uint32Array.from({ length: count }, (_, i) => start + i),
      );
      const seen = rescale === null ? inputs : inputs.map(value => value * rescale.factor + rescale.offset);
      answers.set(knownAnswers(await predictor.answer(seen, count), { map, outputs, count }), start * width);
    }
  } finally {
    predictor.dispose();
  }
  return answers;
}

function knownAnswers(
  all: Float32Array,
  { map, outputs, count }: { readonly map: ClassMap; readonly outputs: number; readonly count: number },
): Float32Array {
  if (map.isSame) return all;
  const width = map.outputs.length;
  const known = new Float32Array(count * width);
  for (let i = 0; i < count; i++) for (let k = 0; k < width; k++) known[i * width + k] = map.sign * all[i * outputs + map.outputs[k]!]!;
  return known;
}
