import type { Split } from '../../src-shared/domain/dataset.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { evaluateOutcomes } from '../engine/evaluation/evaluate.ts';
import { outcomesOf } from '../engine/evaluation/outcomes.ts';
import { outputsFromAnswers } from '../engine/formats/answers.ts';
import type { CheckItems, HandOver, Origin } from '../engine/formats/hand-over.ts';
import type { InputModel } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';

/** Where a file is written, and the items it is judged on. */
interface Place {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly data: LoadedDataset;
  readonly split: Split;
}

/** Of the split, spread evenly. */
const CHECK_ITEMS = 256;

/** What the job knows of its model beyond the model itself. `answers` are the model's on the whole split, as a file gives them. */
export async function handOver({ input, context, data, split }: Place, source: InputModel, answers: Float32Array): Promise<HandOver> {
  const { summary, card, file } = source.output;
  const { targets } = data.gatherItems(data.itemsOf(split));
  const width = answers.length / data.count(split);
  const outcomes = outcomesOf({
    task: data.task,
    outputs: outputsFromAnswers(data.task, answers),
    targets,
    width,
    thresholds: source.model.card.thresholds,
  });
  return {
    checks: checkItems(data, split, answers),
    quality: await evaluateOutcomes(outcomes, { split, seed: input.seed, classes: source.model.card.classes, turn: () => context.turn() }),
    size: summary.size,
    shrunk: card ?? null,
    controls: summary.controls ?? [],
    origin: { ...toldOrigin(input), model: file.hash, data: source.output.data.hash },
    programs: await context.capsulePrograms(),
    createSha256: context.createSha256,
  };
}

function checkItems(data: LoadedDataset, split: Split, answers: Float32Array): CheckItems {
  const count = data.count(split);
  const items = Math.min(CHECK_ITEMS, count);
  const places = Uint32Array.from({ length: items }, (_, i) => Math.floor((i * count) / items));
  const width = answers.length / count;
  const chosen = new Float32Array(items * width);
  places.forEach((place, i) => chosen.set(answers.subarray(place * width, (place + 1) * width), i * width));
  return { split, items, ...data.gather(split, places), answers: chosen, width };
}

/** What main told of the run; see `handOverFacts`. */
function toldOrigin({ facts }: JobInput): Pick<Origin, 'recipe' | 'steps'> {
  const { recipe, steps } = facts;
  return {
    recipe: typeof recipe === 'string' ? recipe : null,
    steps: typeof steps === 'string' ? (JSON.parse(steps) as Origin['steps']) : [],
  };
}
