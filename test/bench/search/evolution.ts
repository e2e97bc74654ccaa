import type { StudyReport } from '../../../src-shared/domain/study-report.ts';
import { epochsTo, inFolder, mnist, runSearch, spread, type BenchOptions } from './run-search.ts';

const PERCENT = 100;
/** Of the network that both begin with: those who inherit its weights pay for them. */
const BASE_EPOCHS = 1;

interface Plan {
  readonly trials: number;
  readonly epochs: number;
}

/** As many epochs each. A child that begins with what its parent knows is judged after half as many as one that begins anew. */
const PLANS = { inherited: { trials: 80, epochs: 1 }, scratch: { trials: 40, epochs: 2 } } as const;
const QUICK_PLANS = { inherited: { trials: 8, epochs: 1 }, scratch: { trials: 4, epochs: 2 } } as const;

interface Pair {
  readonly inherited: StudyReport;
  readonly scratch: StudyReport;
}

/**
 * Evolution of a small convolutional network, with inherited weights and from scratch, the same population, seeds and epochs in all:
 * epochs, summed over the seeds, until an error that evolution from scratch has come to on every seed, and until what it ended with
 * on each.
 */
export async function benchEvolution(options: BenchOptions): Promise<void> {
  const seeds = options.seeds ?? (options.isQuick ? 1 : 3);
  const plans = options.isQuick ? QUICK_PLANS : PLANS;
  await inFolder(options, async folder => {
    const { trials, epochs } = plans.scratch;
    console.log(`\nEvolution under 20,000 parameters, ${trials * epochs} epochs, ${seeds} seeds: validation error in %`);
    const pairs: Pair[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const inherited = await arm(folder, { seed, isQuick: options.isQuick, plan: plans.inherited, inherit: true });
      const scratch = await arm(folder, { seed, isQuick: options.isQuick, plan: plans.scratch, inherit: false });
      pairs.push({ inherited, scratch });
      for (const name of ['inherited', 'scratch'] as const) console.log(`seed ${seed}, ${name}: ${courseText(pairs.at(-1)![name])}`);
    }
    summary(pairs);
  });
}

function summary(pairs: readonly Pair[]): void {
  const ends = pairs.map(({ scratch }) => bestOf(scratch));
  const common = Math.min(...ends);
  sayEpochs(
    pairs,
    ends.map(() => common),
    `${errorText(common)} %, which evolution from scratch came to on every seed`,
  );
  sayEpochs(pairs, ends, `${ends.map(errorText).join(', ')} %, what it ended with on each`);
  const errors = (name: keyof Pair): string =>
    spread(
      pairs.map(pair => PERCENT * (1 - bestOf(pair[name]))),
      2,
    );
  console.log(`at the end: ${errors('inherited')} inherited, ${errors('scratch')} from scratch`);
}

/** Epochs until a target, one a seed. */
function sayEpochs(pairs: readonly Pair[], targets: readonly number[], what: string): void {
  const inherited = pairs.map((pair, i) => BASE_EPOCHS + (epochsTo(pair.inherited, targets[i]!) ?? Infinity));
  const scratch = pairs.map((pair, i) => epochsTo(pair.scratch, targets[i]!) ?? NaN);
  const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
  console.log(`${what}: after ${inherited.join(', ')} epochs with inherited weights, ${scratch.join(', ')} from scratch:`);
  console.log(`  ${((PERCENT * sum(inherited)) / sum(scratch)).toFixed(0)} % of them (allowed 60 %)`);
}

function bestOf({ course }: StudyReport): number {
  return course.at(-1)?.value ?? NaN;
}

function errorText(accuracy: number): string {
  return (PERCENT * (1 - accuracy)).toFixed(2);
}

/** The best error so far, after so many epochs. */
function courseText({ course }: StudyReport): string {
  return course.map(({ epochs, value }) => `${errorText(value)} after ${epochs}`).join(', ');
}

interface Arm {
  readonly seed: number;
  readonly plan: Plan;
  readonly isQuick: boolean;
  readonly inherit: boolean;
}

async function arm(folder: string, { seed, plan, isQuick, inherit }: Arm): Promise<StudyReport> {
  const base = { do: 'train', data: 'digits', model: { preset: 'small-cnn', filters: [4, 8] }, epochs: BASE_EPOCHS };
  const best = {
    ...{ do: 'search', data: 'digits', budget: { ...plan, parameters: 20_000 }, control: 'never', confirm: { top: 0 }, processes: 2 },
    space: {
      ...{ optimizer: { kind: 'adam', learningRate: { from: 0.0005, to: 0.01, scale: 'log' } }, batchSize: 64 },
      schedule: { kind: 'cosine' },
    },
    structure: { vary: 'base', changes: 12, inherit },
    sampler: { kind: 'evolution', population: 4, tournament: 2 },
    scheduler: { kind: 'none' },
  };
  return (await runSearch(folder, seed, { digits: mnist(isQuick), base, best })).study;
}
