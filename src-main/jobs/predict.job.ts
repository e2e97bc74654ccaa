import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { predictStep } from '../../src-shared/domain/recipe/steps/predict.step.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { PredictedItem, PredictionsOutput } from '../../src-shared/domain/step-output.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { createPictureDecoder } from '../engine/data/pictures/decode-picture.ts';
import { decodeSound } from '../engine/data/sound/decode-sound.ts';
import type { ThresholdChoice } from '../engine/evaluation/label-thresholds.ts';
import { answerSheet, type SHEETS } from '../engine/prediction/answer-sheet.ts';
import { dataItems } from '../engine/prediction/data-items.ts';
import type { NewItems } from '../engine/prediction/new-item.ts';
import { newItems } from '../engine/prediction/new-items.ts';
import { predictItems } from '../engine/prediction/predict-items.ts';
import { bestOf, dataFor, dataInput, dataOf, modelInputs, type InputModel } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { withLabelLimits } from './label-limits.ts';

/** Of the file that is written: it is held until it is whole. */
const MOST_BYTES = 400_000_000;
const EXAMPLES = 100;
const DECODERS = { picture: createPictureDecoder, sound: decodeSound };

/** Answers for items that are in no data set, or for those of one. */
export const predictJob: Job = {
  id: predictStep.id,
  async run(input, context) {
    const { format, thresholds } = input.values as ParamValues<typeof predictStep.fields>;
    const directory = String(input.facts['directory']);
    context.report({ fraction: 0, stage: 'preparing' });
    const best = bestOf(await modelInputs(input, 'model', context.artifacts));
    const model = await limited(best, thresholds as ThresholdChoice, context);
    const { card } = model;
    const tally = createTally();
    const { items, data } = await itemsOf(input, { ...best, model }, context);
    const sheet = answerSheet(format as (typeof SHEETS)[number], card, data);
    try {
      for await (const answers of predictItems(await context.engine(), model, items)) {
        for (const answer of answers) {
          sheet.add(answer);
          tally.add(answer);
        }
        if (sheet.bytes() > MOST_BYTES) throw tooMany();
        context.report({ fraction: 0, stage: 'evaluating' });
      }
      const found = tally.result();
      if (found.items === 0) throw invalidInput('At least one item to answer is required, but there is none', { path: 'source' });
      const bytes = sheet.finish();
      const written = await context.exports.write(directory, `${input.name}.${sheet.ending}`, bytes);
      const { task, classes, label } = card;
      return { kind: 'predictions', file: { ...written, bytes: bytes.length }, task, classes, label, ...found };
    } finally {
      // What came out of an archive.
      await context.scratch.clear();
    }
  },
};

/** Chosen on the validation part of what the model was trained on, which is read for that only. */
async function limited(best: InputModel, thresholds: ThresholdChoice, context: JobContext): Promise<Model> {
  if (thresholds === 'half') return best.model;
  const data = await dataOf(best, context.artifacts);
  return withLabelLimits({ context, model: best.model, data, split: null }, thresholds);
}

interface AskedItems {
  readonly items: NewItems;
  /** Hash of the data they are of. */
  readonly data: string | null;
}

/** Throws `invalid-input` unless there is one of the two. */
async function itemsOf(input: JobInput, model: InputModel, context: JobContext): Promise<AskedItems> {
  const { card } = model.model;
  const { source } = input.values as ParamValues<typeof predictStep.fields>;
  const ofData = input.inputs['data'] === undefined ? null : dataInput(input, 'data').manifest.hash;
  if ((source === undefined) === (ofData === null)) {
    const came = ofData === null ? 'neither' : 'both';
    throw invalidInput(`Either new items (source) or a data set (data) is required, got ${came}`, { path: 'source' });
  }
  if (ofData !== null) return { items: dataItems(await dataFor(model, ofData, context.artifacts), card), data: ofData };
  return {
    items: newItems({ sources: context.sources, source: source ?? '', card, decoders: DECODERS, turn: () => context.turn() }),
    data: null,
  };
}

function tooMany(): Error {
  return invalidInput(`The file of answers may have at most ${MOST_BYTES} bytes, but there are more`, {
    path: 'source',
    hint: 'Divide the items over several steps.',
  });
}

type Tallied = Pick<PredictionsOutput, 'items' | 'unreadable' | 'counts' | 'examples'>;

function createTally(): { add(answer: PredictedItem): void; result(): Tallied } {
  const counts = new Map<string, number>();
  const examples: PredictedItem[] = [];
  let [items, unreadable] = [0, 0];
  return {
    add(answer) {
      items++;
      if (answer.problem !== null) unreadable++;
      if (typeof answer.answer === 'string') counts.set(answer.answer, (counts.get(answer.answer) ?? 0) + 1);
      if (examples.length < EXAMPLES) examples.push(answer);
    },
    result: () => ({ items, unreadable, counts: Object.fromEntries(counts), examples }),
  };
}
