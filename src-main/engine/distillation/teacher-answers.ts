import type { Split } from '../../../src-shared/domain/dataset.ts';
import { createPredictor } from '../evaluation/predictor.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { ClassMap } from './class-map.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { FileTeacher, NetworkTeacher, Teacher } from './teacher.ts';

const BATCH = 256;

interface Asked {
  readonly engine: Engine;
  readonly data: TrainingData;
  readonly split: Split;
  /** Number in the data set of each item of the split. */
  readonly items: Uint32Array;
}

/** A teacher's logits (or values) on a split: as `answersOn`, or as its file has them. Throws `invalid-input` for items a file has not. */
export function answersOf(asked: Asked, teacher: Teacher, turn: () => Promise<void>): Promise<Float32Array> | Float32Array {
  return teacher.kind === 'network' ? answersOn(asked, teacher, turn) : filedAnswers(teacher, asked);
}

/** Whether a teacher can be asked about all of these items. */
export function answersAll(teacher: Teacher, items: Uint32Array): boolean {
  return teacher.kind === 'network' || items.every(item => teacher.rowOf[item] !== -1);
}

function filedAnswers({ name, map, rowOf, answers }: FileTeacher, { items, split }: Pick<Asked, 'items' | 'split'>): Float32Array {
  const width = map.known.length;
  const missing = items.reduce((sum, item) => sum + Number(rowOf[item] === -1), 0);
  if (missing > 0) {
    const first = items.find(item => rowOf[item] === -1);
    throw invalidInput(
      `Soft labels of all ${items.length} items of the ${split} part are required, '${name}' lacks ${missing}, the first of them item ${first}`,
      { path: 'answerFiles' },
    );
  }
  const own = new Float32Array(items.length * width);
  items.forEach((item, place) => own.set(answers.subarray(rowOf[item]! * width, (rowOf[item]! + 1) * width), place * width));
  return own;
}

/** A network's logits (or values) on a split for the classes it knows, in the order of `map.known`: `[items, known]`. */
export async function answersOn(
  { engine, data: asked, split }: Omit<Asked, 'items'>,
  { graph, parameters, map, outputs, rescale, own }: NetworkTeacher,
  turn: () => Promise<void>,
): Promise<Float32Array> {
  const data = own ?? asked;
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
