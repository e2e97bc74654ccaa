import type { BudgetVerdict, ExportBudget } from '../../src-shared/domain/export-budget.ts';
import type { Split } from '../../src-shared/domain/dataset.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { itemsInTurn, latencyItems } from '../engine/evaluation/latency.ts';
import { timeBatch } from '../engine/evaluation/latency-lab.ts';
import type { ExportFormat, FileSource } from '../engine/formats/format.ts';
import type { JobContext, JobInput } from './job.ts';
import { requireRuntime } from './timed-files.ts';
import { timingEngines } from './timing-engines.ts';

interface Place {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly data: LoadedDataset;
  readonly split: Split;
}

interface WrittenFormat {
  readonly format: ExportFormat;
  /** Of all its files. */
  readonly bytes: number;
  /** As they are on the disk. */
  readonly files: FileSource;
}

const TIMED_MS = 1500;

/** Whether the files of a format keep the step's budget; null where there is none. A time is measured from the files on the disk. */
export async function budgetVerdicts(place: Place, written: WrittenFormat): Promise<readonly BudgetVerdict[] | null> {
  const { bytes, latencyMs } = (place.input.values['budget'] ?? {}) as ExportBudget;
  const verdicts: BudgetVerdict[] = [];
  if (bytes !== undefined) verdicts.push({ measure: 'bytes', bound: bytes, found: written.bytes });
  if (latencyMs !== undefined) verdicts.push({ measure: 'latencyMs', bound: latencyMs, ...(await timed(place, written)) });
  return verdicts.length === 0 ? null : verdicts;
}

async function timed(place: Place, { format, files }: WrittenFormat): Promise<Pick<BudgetVerdict, 'found' | 'interval' | 'reason'>> {
  const { input, context, data, split } = place;
  const engines = timingEngines(await context.engine(), context);
  try {
    requireRuntime(format, engines);
    const engine = format.runsIn === 'wasm' ? await engines.wasm() : engines.step;
    const session = await format.open(files, () => Promise.resolve(engine), { threads: 1 });
    const next = itemsInTurn(latencyItems(data, split));
    try {
      const random = createRandom(input.seed).split('budget');
      const subject = { run: async (items: number) => void (await session.predict(next(items), items)) };
      const { nowMs, turn } = context;
      const { figures } = await timeBatch({ subjects: [subject], batchSize: 1, random, budgetMs: TIMED_MS, nowMs, turn });
      const [{ p50Ms, low, high } = { p50Ms: NaN, low: NaN, high: NaN }] = figures;
      return { found: p50Ms, interval: [low, high] };
    } finally {
      await session.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    return { found: null, reason: thrown.error.message };
  } finally {
    await engines.use('step');
  }
}
