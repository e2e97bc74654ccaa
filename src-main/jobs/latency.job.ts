import type { Split } from '../../src-shared/domain/dataset.ts';
import type { BatchLatency, RefusedFile } from '../../src-shared/domain/latency.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { latencyStep } from '../../src-shared/domain/recipe/steps/latency.step.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { latencyItems } from '../engine/evaluation/latency.ts';
import { timeBatch } from '../engine/evaluation/latency-lab.ts';
import { dataOf, modelInputs, type InputModel } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { openFile, openModelHere, type OpenSubject } from './timed-files.ts';
import { timingEngines } from './timing-engines.ts';

type LatencyValues = ParamValues<typeof latencyStep.fields>;

const MOST_SUBJECTS = 24;

/** Times files in turns, a batch size after the other; one that is done is not timed again after a stop. */
export const latencyJob: Job = {
  id: latencyStep.id,
  async run(input, context) {
    const values = input.values as LatencyValues;
    context.report({ fraction: 0, stage: 'preparing' });
    const sources = await modelInputs(input, 'models', context.artifacts);
    const { subjects, refused, split } = await openSubjects(sources, input, context);
    try {
      requireSubjects(subjects, refused);
      const batches = await timeAll(subjects, input, context);
      return { kind: 'latency', report: { split, subjects: subjects.map(({ about }) => about), batches, refused } };
    } finally {
      for (const subject of subjects) await subject.close();
    }

    async function timeAll(open: readonly OpenSubject[], { seed }: JobInput, world: JobContext): Promise<readonly BatchLatency[]> {
      const done = [...batchesIn(world)];
      for (const [i, batchSize] of values.batchSizes.entries()) {
        if (i < done.length) continue;
        world.report({ fraction: i / values.batchSizes.length, stage: 'measuring' });
        const random = createRandom(seed).split(`batch-${i}`);
        const { nowMs, turn } = world;
        done.push(await timeBatch({ subjects: open, batchSize, random, budgetMs: 1000 * values.seconds, nowMs, turn }));
        await world.checkpoint({ metadata: { kind: latencyStep.id, batches: JSON.stringify(done) }, tensors: {} });
      }
      return done;
    }
  },
};

/** What was timed before a stop. */
function batchesIn({ resumeFrom }: JobContext): readonly BatchLatency[] {
  const stored = resumeFrom?.metadata['batches'];
  return stored === undefined ? [] : (JSON.parse(stored) as readonly BatchLatency[]);
}

interface Opened {
  readonly subjects: readonly OpenSubject[];
  readonly refused: readonly RefusedFile[];
  readonly split: Split;
}

async function openSubjects(sources: readonly InputModel[], input: JobInput, context: JobContext): Promise<Opened> {
  const { formats, threads, here, batchSizes } = input.values as LatencyValues;
  const [first] = sources;
  if (first === undefined) throw invalidInput('At least one model is required', { path: 'models' });
  const loaded = await Promise.all(sources.map(source => dataOf(source, context.artifacts)));
  const engine = await context.engine({ graph: first.model.graph, data: loaded[0]!, training: null });
  const engines = timingEngines(engine, context);
  const split = loaded.every(data => data.count('validation') > 0) ? 'validation' : 'train';
  const subjects: OpenSubject[] = [];
  const refused: RefusedFile[] = [];
  try {
    for (const [i, source] of sources.entries()) {
      const data = loaded[i]!;
      const items = latencyItems(data, split, Math.max(...batchSizes));
      const place = { input, context, engines, source, data, items, threads: [...new Set(threads)] };
      if (here) subjects.push(await openModelHere(place));
      for (const value of formats) {
        await context.turn();
        const found = await openFile(place, value);
        if ('reason' in found) refused.push(found);
        else subjects.push(...found);
      }
      requireFew(subjects);
    }
    return { subjects, refused, split };
  } catch (thrown) {
    for (const subject of subjects) await subject.close();
    throw thrown;
  }
}

function requireFew(subjects: readonly OpenSubject[]): void {
  if (subjects.length <= MOST_SUBJECTS) return;
  throw invalidInput(`At most ${MOST_SUBJECTS} files beside each other are required, got ${subjects.length} or more`, {
    path: 'formats',
    hint: 'Choose fewer models, formats or numbers of threads.',
  });
}

/** Files are what was asked for: the model in this program alone would be no answer. */
function requireSubjects(subjects: readonly OpenSubject[], [refused]: readonly RefusedFile[]): void {
  if (subjects.some(({ about }) => about.format !== null) || refused === undefined) return;
  throw invalidInput(`At least one file that can be timed is required, but none can: ${refused.reason}`, { path: 'formats' });
}
