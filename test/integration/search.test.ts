import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src-main/stores/database.ts';
import { listStudies, trialsOf } from '../../src-main/stores/study-store.ts';
import type { Trial } from '../../src-shared/domain/study.ts';
import type { StudyReport } from '../../src-shared/domain/study-report.ts';
import { recipeFile, resultOf, SMALL_STEPS, startCli, type RunningCli } from '../support/cli.ts';
import { childrenOf, logsOf } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits } = SMALL_STEPS;
const best = {
  do: 'search',
  data: 'digits',
  space: {
    model: { preset: 'mlp', depth: { from: 1, to: 2 }, width: { from: 8, to: 64, scale: 'log' }, dropout: 0.1 },
    optimizer: { kind: 'adam', learningRate: { from: 0.0003, to: 0.03, scale: 'log' } },
    batchSize: 50,
  },
  scheduler: { kind: 'asha', reduction: 2 },
  budget: { trials: 6, epochs: 4, parameters: 40_000 },
  confirm: { top: 1, seeds: 1 },
  processes: 1,
};

interface Found {
  readonly file: { readonly hash: string };
  readonly study: StudyReport;
}

function begin(folder: string, workspace: string, step: object): RunningCli {
  const recipe = recipeFile(folder, { digits, best: step });
  return startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '100' });
}

/** Of the newest study, without what a clock says. */
function storedTrials(workspace: string): readonly object[] {
  const db = openDatabase(join(workspace, 'espalier.db'));
  try {
    const [study] = listStudies(db, 1);
    return trialsOf(db, study?.id ?? '').map(withoutTimes);
  } finally {
    db.close();
  }
}

function withoutTimes({ trainingMs: _trainingMs, energy: _energy, reports, model, ...trial }: Trial): object {
  const told = reports.map(({ epoch, values, spent }) => ({ epoch, values, spent }));
  return { ...trial, reports: told, model: model?.file ?? null };
}

async function kill(run: RunningCli): Promise<void> {
  for (const pid of childrenOf(run.child.pid)) process.kill(pid, 'SIGKILL');
  process.kill(run.child.pid!, 'SIGKILL');
  await run.ended;
}

it('a search is killed again and again, goes on within the rung, and ends as if it never had been', { timeout: 6 * MINUTES }, async () => {
  const folder = temporaryFolder();
  for (const [trial, epochs] of [
    [1, 1],
    [4, 1],
    [8, 2],
  ]) {
    const run = begin(folder, 'killed', best);
    await run.line(line => line['type'] === 'trial' && Number(line['number']) >= trial! && Number(line['epochs']) >= epochs!);
    // Into the epoch after it, or the writing of what it made.
    await new Promise(resolve => setTimeout(resolve, 150));
    await kill(run);
  }
  const one = resultOf(await begin(folder, 'killed', best).ended).steps['best']!.output as unknown as Found;
  const other = resultOf(await begin(folder, 'undisturbed', best).ended).steps['best']!.output as unknown as Found;
  const [killed, undisturbed] = [storedTrials(join(folder, 'killed')), storedTrials(join(folder, 'undisturbed'))];
  expect(killed).toEqual(undisturbed);
  expect(one.file.hash).toBe(other.file.hash);
  const { study: _one, elapsedMs: _before, energy, ...report } = one.study;
  expect(report).toEqual((({ study: _study, elapsedMs: _elapsed, energy: _energy, ...same }) => same)(other.study));
  expect(energy?.joules).toBeGreaterThan(0);
  expect(report.control).toMatchObject({ epochs: expect.any(Number) as number });
  expect(new Set(report.confirmed.map(({ role }) => role))).toEqual(new Set(['search', 'control']));
  // They count by accuracy, so a trial never loses some by training on.
  expect(report.winnerFields).toMatchObject({ keep: 'most-accurate' });
  expect(logsOf(join(folder, 'killed'))).toContain('Going on from the last checkpoint');
});

it('a changed space is a study of its own, linked to the one before, and needs no second control', { timeout: 4 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const small = { ...best, budget: { trials: 2, epochs: 1 }, processes: 2 };
  const first = resultOf(await begin(folder, 'ws', small).ended).steps['best']!.output as unknown as Found;
  const changed = { ...small, space: { ...small.space, batchSize: { choose: [25, 50] } } };
  const second = resultOf(await begin(folder, 'ws', changed).ended).steps['best']!.output as unknown as Found;
  const db = openDatabase(join(folder, 'ws', 'espalier.db'));
  const [newest, oldest] = listStudies(db, 2);
  db.close();
  expect(newest).toMatchObject({ id: second.study.study, previous: first.study.study, control: false });
  expect(oldest).toMatchObject({ id: first.study.study, previous: null, control: true });
  expect(first.study.control).not.toBeNull();
  expect(second.study.control).toBeNull();
  // The same once more is not trained again.
  const again = resultOf(await begin(folder, 'ws', changed).ended).steps['best']!;
  expect(again.reused).toBe(true);
});

it('a process that dies leaves its trial to the others, and the run goes on where it was', { timeout: 4 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const two = { ...best, budget: { trials: 6, epochs: 4 }, scheduler: { kind: 'none' }, control: 'never', processes: 2 };
  const run = begin(folder, 'ws', two);
  await run.line(line => line['type'] === 'trial' && Number(line['number']) >= 2 && Number(line['epochs']) >= 1);
  process.kill(childrenOf(run.child.pid)[0]!, 'SIGKILL');
  const ended = await run.ended;
  expect(resultOf(ended).state).toBe('interrupted');
  const states = ended.lines.filter(line => line['type'] === 'trial' && line['role'] === 'search' && line['state'] === 'finished');
  expect(new Set(states.map(({ number }) => number)).size).toBe(6);
  const again = resultOf(await begin(folder, 'ws', two).ended);
  expect(again.state).toBe('succeeded');
  const found = again.steps['best']!.output as unknown as Found;
  expect(found.study.trials).toMatchObject({ finished: 7, failed: 0, running: 0 });
});

it('says in words what excludes every network, and trains none', { timeout: 2 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const ended = await begin(folder, 'ws', { ...best, budget: { trials: 2, epochs: 1, parameters: 100 } }).ended;
  expect(ended.code).toBe(1);
  const result = resultOf(ended) as unknown as { readonly error: { readonly message: string; readonly hint: string } };
  expect(result.error.message).toMatch(
    /all 300 that were drawn are over it \(parameters 300\). The nearest: At most 100 parameters are allowed/,
  );
  expect(result.error.hint).toContain('"preset":"mlp"');
});

it('says that every trial diverged, and what to change', { timeout: 2 * MINUTES }, async () => {
  const folder = temporaryFolder();
  // Every step turns the weights round and makes them greater: 1 - rate · decay is below -49.
  const wild = { ...best.space, optimizer: { kind: 'sgd', learningRate: { from: 5, to: 10 } }, weightDecay: 10 };
  const ended = await begin(folder, 'ws', { ...best, space: wild, budget: { trials: 3, epochs: 2 } }).ended;
  expect(ended.code).toBe(1);
  const result = resultOf(ended) as unknown as {
    readonly error: { readonly code: string; readonly message: string; readonly hint: string };
  };
  expect(result.error).toMatchObject({ code: 'diverged', hint: 'Lower the learning rates of the space, or clip the gradient.' });
  expect(result.error.message).toMatch(/none of 3 was/);
  expect(storedTrials(join(folder, 'ws'))).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ state: 'diverged' })));
});

it('two searches at once share the cores, find what each finds alone, and keep their trials apart', { timeout: 4 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const small = { ...best, budget: { trials: 4, epochs: 2 }, control: 'never', confirm: { top: 0 } };
  const steps = { one: small, other: { ...small, sampler: { kind: 'sobol' } } };
  const foundIn = async (workspace: string, chosen: object): Promise<Readonly<Record<string, Found>>> => {
    const recipe = recipeFile(folder, { digits, ...chosen }, workspace);
    const ended = await startCli(['run', recipe, '--workspace', join(folder, workspace), '--json']).ended;
    return Object.fromEntries(Object.entries(resultOf(ended).steps).map(([name, step]) => [name, step.output as Found]));
  };
  const together = await foundIn('together', steps);
  for (const [name, step] of Object.entries(steps)) {
    const alone = (await foundIn(name, { [name]: step }))[name]!;
    expect(together[name]!.file.hash, name).toBe(alone.file.hash);
    expect(together[name]!.study).toEqual({
      ...alone.study,
      ...{ study: expect.any(String) as string, elapsedMs: expect.any(Number) as number, energy: expect.anything() as object },
    });
  }
  expect(together['one']!.study.study).not.toBe(together['other']!.study.study);
  expect(together['one']!.study.winnerFields).not.toEqual(together['other']!.study.winnerFields);
});

it('a search by cross-validation is killed among its folds, and ends as if it never had been', { timeout: 6 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const crossValidation = { folds: { k: 3, seed: 9 } };
  const small = { ...best, crossValidation, control: 'never', budget: { trials: 4, epochs: 4, totalEpochs: 40 } };
  const checked = { do: 'cross-validate', data: 'digits', model: { preset: 'mlp', hidden: [8] }, folds: crossValidation.folds, epochs: 1 };
  for (const [trial, epochs] of [
    [1, 2],
    [3, 1],
  ]) {
    const run = begin(folder, 'killed', small);
    await run.line(line => line['type'] === 'trial' && Number(line['number']) >= trial! && Number(line['epochs']) >= epochs!);
    await new Promise(resolve => setTimeout(resolve, 150));
    await kill(run);
  }
  const one = resultOf(await begin(folder, 'killed', small).ended).steps['best']!.output as unknown as Found;
  const recipe = recipeFile(folder, { digits, best: small, checked }, 'undisturbed');
  const { steps } = resultOf(await startCli(['run', recipe, '--workspace', join(folder, 'undisturbed'), '--json']).ended);
  const other = steps['best']!.output as unknown as Found;
  expect(storedTrials(join(folder, 'killed'))).toEqual(storedTrials(join(folder, 'undisturbed')));
  expect(one.file.hash).toBe(other.file.hash);
  // Three networks a trial, ASHA with rungs of 1, 2 and 4 epochs: each epoch is three.
  expect(other.study.epochs.search % 3).toBe(0);
  expect(other.study.epochs.search).toBeLessThanOrEqual(40);
  expect(other.study.folds?.file.hash).toBe(steps['checked']!.output.crossValidation.folds.file.hash);
  const trials = storedTrials(join(folder, 'undisturbed')) as readonly Trial[];
  const [whole, ...others] = [...trials].reverse();
  expect(whole).toMatchObject({ onAll: true, repeats: other.study.winner, state: 'finished' });
  expect(others.every(({ folds, model }) => folds === 3 && model === null)).toBe(true);
  // What wins is what a `train` step makes of its configuration and seed, on all items.
  const winner = trials.find(({ number }) => number === other.study.winner)!;
  const plain = { do: 'train', data: 'digits', ...winner.fields, epochs: 4, keep: 'last' };
  const anew = join(folder, 'anew.json');
  writeFileSync(anew, JSON.stringify({ espalier: 1, name: 'anew', seed: winner.seed, steps: { digits, plain } }));
  const trained = resultOf(await startCli(['run', anew, '--workspace', join(folder, 'anew'), '--json']).ended).steps['plain']!;
  expect((trained.output as unknown as Found).file.hash).toBe(other.file.hash);
});
