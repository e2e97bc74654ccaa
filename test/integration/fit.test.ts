import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src-main/stores/database.ts';
import { listStudies, trialsOf } from '../../src-main/stores/study-store.ts';
import { planFrom, planSteps } from '../../src-shared/domain/fit/plan-steps.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { Trial } from '../../src-shared/domain/study.ts';
import { recipeFile, resultOf, SMALL_STEPS, startCli, type RunningCli } from '../support/cli.ts';
import { childrenOf } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
/** The model has 25,450 parameters in 103 kB. */
const small = {
  do: 'fit',
  model: 'dense',
  limits: { bytes: 30_000 },
  scheduler: { kind: 'asha', reduction: 2 },
  budget: { trials: 6, epochs: 4 },
  confirm: { top: 1, seeds: 1 },
  processes: 1,
};

function begin(folder: string, workspace: string, steps: Readonly<Record<string, unknown>>): RunningCli {
  const recipe = recipeFile(folder, { digits, dense, ...steps });
  return startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '100' });
}

function storedTrials(workspace: string): readonly Trial[] {
  const db = openDatabase(join(workspace, 'espalier.db'));
  try {
    return trialsOf(db, listStudies(db, 1)[0]?.id ?? '');
  } finally {
    db.close();
  }
}

/** Without what a clock says. */
function outcomeOf({ trainingMs: _trainingMs, energy: _energy, reports, model, ...trial }: Trial): object {
  return { ...trial, reports: reports.map(({ epoch, values, spent }) => ({ epoch, values, spent })), model: model?.file ?? null };
}

function modelOf(result: ReturnType<typeof resultOf>, step: string): ModelOutput {
  const { state, error, output } = result.steps[step]!;
  expect([state, error ?? null]).toEqual(['succeeded', null]);
  return output as unknown as ModelOutput;
}

it(
  'is killed in the middle of a plan, and ends as if it never had been; its answer is a recipe that runs again',
  { timeout: 8 * MINUTES },
  async () => {
    const folder = temporaryFolder();
    const run = begin(folder, 'killed', { small });
    await run.line(line => line['type'] === 'trial' && Number(line['epochs']) >= 2);
    await new Promise(resolve => setTimeout(resolve, 300));
    for (const pid of childrenOf(run.child.pid)) process.kill(pid, 'SIGKILL');
    process.kill(run.child.pid!, 'SIGKILL');
    await run.ended;
    const found = modelOf(resultOf(await begin(folder, 'killed', { small }).ended), 'small');
    const undisturbed = modelOf(resultOf(await begin(folder, 'undisturbed', { small }).ended), 'small');
    expect(found.file.hash).toBe(undisturbed.file.hash);
    const trials = storedTrials(join(folder, 'killed'));
    expect(trials.map(outcomeOf)).toEqual(storedTrials(join(folder, 'undisturbed')).map(outcomeOf));
    // The answer is within the limit, and no plan of the search that was carried through as far is better.
    const finished = trials.filter(({ role, state }) => role === 'search' && state === 'finished');
    expect(finished.length).toBeGreaterThan(0);
    expect(finished.every(({ costs }) => costs!.bytes <= 30_000)).toBe(true);
    expect(found.summary.size.parameters).toBeLessThanOrEqual(25_450);
    // Its steps by themselves leave what the trial left: as many parameters, as many zeros.
    const steps = planSteps(planFrom(found.study!.winnerFields), { model: 'dense', epochs: small.budget.epochs });
    if (!steps.ok) throw new Error(steps.error);
    const again = modelOf(resultOf(await begin(folder, 'killed', steps.value).ended), Object.keys(steps.value).at(-1)!);
    const { parameters, nonZeros } = found.summary.size;
    expect(again.summary.size).toMatchObject({ parameters });
    expect(Math.abs(again.summary.size.nonZeros - nonZeros)).toBeLessThan(0.02 * parameters);
  },
);

it('says how near it came where no plan has the quality that is required', { timeout: 4 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const step = { ...small, limits: {}, quality: { accuracy: 0.9999 }, budget: { trials: 2, epochs: 1 }, confirm: { top: 0 } };
  const ended = await begin(folder, 'ws', { small: step }).ended;
  expect(ended.code).toBe(1);
  const { error } = resultOf(ended) as unknown as { readonly error: { readonly message: string; readonly hint: string } };
  expect(error.message).toMatch(/at least 0.9999 within the limits is required; the nearest plan, trial \d, has 0\.\d+/);
});

it('asks for a limit or a quality before anything is trained for it', { timeout: 2 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const ended = await begin(folder, 'ws', { small: { ...small, limits: {} } }).ended;
  expect(ended.code).toBe(1);
  expect(JSON.stringify(ended.lines.at(-1))).toContain('A limit or a quality is required, got neither');
  expect(storedTrials(join(folder, 'ws'))).toEqual([]);
});

it(
  'searches widths and makes cascades too: each costs what it is found to, and is a recipe that runs again',
  { timeout: 4 * MINUTES },
  async () => {
    const folder = temporaryFolder();
    const step = {
      ...{ do: 'fit', model: 'dense', limits: { multiplyAdds: 24_000, latencyMs: 1000 }, sampler: { kind: 'grid' }, processes: 1 },
      space: { method: { choose: ['search', 'cascade'] }, keep: 0.3, accuracyLoss: 0.05 },
      ...{ scheduler: { kind: 'none' }, budget: { trials: 2, epochs: 3 }, confirm: { top: 0 } },
    };
    const found = modelOf(resultOf(await begin(folder, 'ws', { small: step }).ended), 'small');
    const trials = storedTrials(join(folder, 'ws'));
    expect(trials.map(({ state, reason }) => [state, reason])).toEqual(trials.map(() => ['finished', null]));
    const [search, cascade] = ['search', 'cascade'].map(method => trials.find(({ fields }) => fields['method'] === method)!);
    expect(search!.costs!.parameters).toBeLessThanOrEqual(0.3 * 25_450);
    // Both networks are kept, and the model is asked about some items only.
    expect(cascade!.costs!.parameters).toBeGreaterThan(25_450);
    expect(cascade!.costs!.multiplyAdds).toBeLessThan(24_000);
    expect(cascade!.costs!.multiplyAdds).toBeGreaterThan(search!.costs!.multiplyAdds);
    expect(trials.every(({ costs }) => costs!.latencyMs! > 0 && costs!.latencyMs! < 1000)).toBe(true);
    expect([search!.number, cascade!.number]).toContain(found.study!.winner);
    for (const { fields, model, costs } of [search!, cascade!]) {
      const steps = planSteps(planFrom(fields), { model: 'dense', epochs: 3 });
      if (!steps.ok) throw new Error(steps.error);
      const again = modelOf(resultOf(await begin(folder, 'ws', steps.value).ended), Object.keys(steps.value).at(-1)!);
      expect(again.summary.size.parameters).toBe(model!.summary.size.parameters);
      const { serial } = again.summary.fusion ?? {};
      // With another seed the student is another one; its cascade costs about as much.
      if (serial?.kind === 'cascade') expect(serial.expectedMultiplyAdds / costs!.multiplyAdds).toBeCloseTo(1, 0);
    }
  },
);
