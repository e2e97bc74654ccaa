import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { predictStep } from '../../src-shared/domain/recipe/steps/predict.step.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { PredictedItem, PredictionsOutput } from '../../src-shared/domain/step-output.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { createPictureDecoder } from '../engine/data/pictures/decode-picture.ts';
import { decodeSound } from '../engine/data/sound/decode-sound.ts';
import type { ThresholdChoice } from '../engine/evaluation/label-thresholds.ts';
import { answerFormats } from '../engine/prediction/answer-rows.ts';
import { newItems } from '../engine/prediction/new-items.ts';
import { predictItems } from '../engine/prediction/predict-items.ts';
import { bestOf, dataOf, modelInputs, type InputModel } from './job-inputs.ts';
import type { Job, JobContext } from './job.ts';
import { withLabelLimits } from './label-limits.ts';

/** Of the file that is written: it is held until it is whole. */
const MOST_CHARACTERS = 400_000_000;
const EXAMPLES = 100;
const DECODERS = { picture: createPictureDecoder, sound: decodeSound };

/** Answers for items that are in no data set. */
export const predictJob: Job = {
  id: predictStep.id,
  async run(input, context) {
    const { source, format: chosen, thresholds } = input.values as ParamValues<typeof predictStep.fields>;
    const directory = String(input.facts['directory']);
    context.report({ fraction: 0, stage: 'preparing' });
    const best = bestOf(await modelInputs(input, 'model', context.artifacts));
    const model = await limited(best, thresholds as ThresholdChoice, context);
    const { card } = model;
    const format = answerFormats[chosen as keyof typeof answerFormats];
    const tally = createTally();
    const lines = [format.header(card)];
    const items = newItems({ sources: context.sources, source, card, decoders: DECODERS, turn: () => context.turn() });
    let characters = 0;
    try {
      for await (const answers of predictItems(await context.engine(), model, items)) {
        for (const answer of answers) {
          const line = format.line(card, answer);
          characters += line.length;
          lines.push(line);
          tally.add(answer);
        }
        if (characters > MOST_CHARACTERS) throw tooMany();
        context.report({ fraction: 0, stage: 'evaluating' });
      }
      const found = tally.result();
      if (found.items === 0) throw invalidInput('At least one item to answer is required, but there is none', { path: 'source' });
      const bytes = new TextEncoder().encode(lines.join(''));
      const written = await context.exports.write(directory, `${input.name}.${format.ending}`, bytes);
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

function tooMany(): Error {
  return invalidInput(`The file of answers may have at most ${MOST_CHARACTERS} characters, but there are more`, {
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
