import { renameSync, rmSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { PartOutput } from '../../src-shared/domain/step-output.ts';
import { deleteModels, dependentsOf, restoreModels } from '../../src-main/services/model-removal.ts';
import { modelRows } from '../../src-main/services/models.ts';
import { getJob } from '../../src-main/stores/job-store.ts';
import { SMALL_STEPS } from '../support/cli.ts';
import { openBench, type Bench } from '../support/run-bench.ts';

const { digits, dense } = SMALL_STEPS;
const weak = { ...dense, model: { preset: 'mlp', hidden: [4] }, epochs: 1 };
/** Long enough that something can happen meanwhile. */
const slow = { ...dense, model: { preset: 'mlp', hidden: [16] }, epochs: 12 };
const folded = { ...weak, do: 'cross-validate', folds: { k: 2, seed: 1 } };
const fused = (members: readonly string[], method: object = { kind: 'average' }) => ({ do: 'fuse', members, method });
const stacked = { do: 'fuse', crossValidated: ['model:one', 'other'], method: { kind: 'stacking', learner: 'ridge' } };

const MEMBERS = { digits, weak, one: folded };

/** A workspace with a member `weak` and a cross-validated `one`, trained in an earlier run. */
async function withMembers(): Promise<Bench> {
  const bench = openBench();
  const { run } = await bench.ended(bench.start(MEMBERS));
  expect(run.state).toBe('succeeded');
  return bench;
}

/** Another run that needs them is under way. */
async function underWay(bench: Bench, steps: object, before: object = {}): Promise<string> {
  const runId = bench.start({ digits, ...before, slow, other: { ...folded, model: { preset: 'mlp', hidden: [6] } }, ...steps });
  await bench.working(runId, 'slow');
  return runId;
}

const namesOf = ({ app }: Bench): readonly string[] => modelRows(app.services.context.db).map(row => row.name);

describe('a member that is deleted while a run is under way', { timeout: 180_000 }, () => {
  it('is told before, then named by the step that needs it; once it is taken back, the run goes on to its end', async () => {
    const bench = await withMembers();
    const { context } = bench.app.services;
    const id = bench.modelId('weak');
    const runId = await underWay(bench, {
      team: fused(['slow', `model:${id}`]),
      verdict: { do: 'evaluate', model: 'team', split: 'validation' },
    });
    expect(dependentsOf(context.db, [id]).openRuns).toEqual([{ id: runId, name: 'lost' }]);
    deleteModels(context, [id]);
    const { run, job } = await bench.ended(runId);
    expect(run.state).toBe('failed');
    expect(job('team').error).toMatchObject({
      code: 'not-found',
      message: `The model '${id}' is required, but it was deleted`,
      hint: expect.stringContaining(`espalier models restore ${id}`),
    });
    expect([job('slow').state, job('team').state, job('verdict').state]).toEqual(['succeeded', 'failed', 'cancelled']);
    // Nothing of the fusion is left, and what was trained meanwhile stays.
    expect(namesOf(bench)).toEqual(expect.arrayContaining(['slow', 'other', 'one']));
    expect(namesOf(bench)).not.toContain('team');
    await restoreModels(context, [id]);
    const again = await bench.resume(runId);
    expect([again.run.state, again.job('team').state, again.job('verdict').state]).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(again.job('slow').id).toBe(job('slow').id);
    expect(namesOf(bench).filter(name => name === 'team')).toHaveLength(1);
  });

  it('is named where the very run made it, too', async () => {
    const bench = await withMembers();
    const { context } = bench.app.services;
    // It has the first core, and a long training the second.
    const small = { ...weak, model: { preset: 'mlp', hidden: [5] } };
    const runId = await underWay(bench, { team: fused(['small', 'slow']) }, { small });
    await vi.waitFor(() => expect(namesOf(bench)).toContain('small'), { timeout: 60_000, interval: 20 });
    const id = bench.modelId('small');
    deleteModels(context, [id]);
    const { job } = await bench.ended(runId);
    expect(job('team').error?.message).toBe("The model 'small' is required, but it was deleted");
    await restoreModels(context, [id]);
    expect((await bench.resume(runId)).run.state).toBe('succeeded');
  });

  it.each([
    ['a file of its weights', (bench: Bench) => bench.fileOf('weak'), "The file of the model 'weak' is missing or damaged"],
    ['what it answered out of fold', outOfFoldOf, "What 'one' answered out of fold is missing or damaged"],
  ])('by hand, %s, is named and not its hash; put back, the run goes on', async (_what, fileOf, message) => {
    const bench = await withMembers();
    const file = fileOf(bench);
    const step = message.includes('out of fold') ? stacked : fused(['slow', 'model:weak']);
    const runId = await underWay(bench, { team: step });
    renameSync(file, `${file}.away`);
    const { run, job } = await bench.ended(runId);
    expect(run.state).toBe('failed');
    expect(job('team').error).toMatchObject({ code: 'store-damaged', message, hint: expect.stringContaining('Put the file back') });
    expect(namesOf(bench)).not.toContain('team');
    renameSync(`${file}.away`, file);
    expect((await bench.resume(runId)).run.state).toBe('succeeded');
  });
});

function outOfFoldOf({ app, pathOf }: Bench): string {
  const { output } = modelRows(app.services.context.db).find(row => row.name === 'one')!;
  return pathOf(output.crossValidation!.outOfFold.hash);
}

it(
  'a fold whose answers are lost while others are trained is named, and made anew when the recipe is started again',
  { timeout: 180_000 },
  async () => {
    const bench = openBench();
    const steps = { digits, folds: { ...slow, do: 'cross-validate', folds: { k: 2, seed: 1 } } };
    const runId = bench.start(steps);
    const { runs, context } = bench.app.services;
    const first = () => runs.get(runId).jobs.find(({ step, state }) => step === 'folds/fold' && state === 'succeeded');
    await vi.waitFor(() => expect(first()).toBeDefined(), { timeout: 100_000, interval: 5 });
    const made = getJob(context.db, first()!.id)!.output as PartOutput;
    rmSync(bench.pathOf(made.members[0]!.predictions.hash));
    const { job } = await bench.ended(runId);
    const { fold } = made.members[0]!.figures;
    expect(job('folds').error).toMatchObject({
      code: 'store-damaged',
      message: `The answers of fold ${fold + 1} in round 1 are missing or damaged`,
    });
    expect(namesOf(bench)).toEqual([]);
    const again = await bench.ended(bench.start(steps));
    expect(again.run.state).toBe('succeeded');
    const parts = runs.get(again.run.id).jobs.filter(({ step }) => step === 'folds/fold');
    expect(parts.map(({ reused }) => reused).filter(reused => !reused)).toHaveLength(1);
  },
);
