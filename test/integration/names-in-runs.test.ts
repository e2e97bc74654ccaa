import { describe, expect, it } from 'vitest';
import { deleteModels, dependentsOf, restoreModels } from '../../src-main/services/model-removal.ts';
import { SMALL_STEPS } from '../support/cli.ts';
import { openBench, type Bench } from '../support/run-bench.ts';

const { digits, dense } = SMALL_STEPS;
const weak = { ...dense, model: { preset: 'mlp', hidden: [4] }, epochs: 1 };
const newer = { ...weak, model: { preset: 'mlp', hidden: [5] } };
/** Long enough that something can happen meanwhile. */
const slow = { ...dense, model: { preset: 'mlp', hidden: [16] }, epochs: 12 };
const team = { do: 'fuse', members: ['slow', 'model:weak'], method: { kind: 'average' } };

/** Two models of the same name, made by runs one after the other; returns their ids, the older one's first. */
async function withTwo(
  between: (bench: Bench) => Promise<void> = () => Promise.resolve(),
): Promise<{ bench: Bench; older: string; newest: string }> {
  const bench = openBench();
  expect((await bench.ended(bench.start({ digits, weak }))).run.state).toBe('succeeded');
  const older = bench.modelId('weak');
  await between(bench);
  expect((await bench.ended(bench.start({ digits, weak: newer }))).run.state).toBe('succeeded');
  return { bench, older, newest: bench.modelId('weak') };
}

describe('a model that a run names', { timeout: 180_000 }, () => {
  it('is the one the name stood for at the start, though the newest is deleted while the program is closed', async () => {
    const { bench, older, newest } = await withTwo();
    const runId = bench.start({ digits, slow, team });
    await bench.working(runId, 'slow');
    expect(dependentsOf(bench.app.services.context.db, [newest])).toMatchObject({
      openRuns: [{ id: runId, name: 'lost' }],
      older: [{ name: 'weak', id: older, runName: 'lost' }],
    });
    expect(dependentsOf(bench.app.services.context.db, [older]).openRuns).toEqual([]);
    await bench.app.close();
    const later = openBench(bench.folder);
    const { context, runs } = later.app.services;
    deleteModels(context, [newest]);
    // The very command again: its name means the older one now, and that is said instead of done.
    const recipe = runs.get(runId).recipe;
    expect(runs.startOrResume({ recipe, fresh: false, folder: null, engine: 'wasm' })).toBe(runId);
    const { run, job } = await later.ended(runId);
    expect([run.state, job('slow').state, job('team').state]).toEqual(['failed', 'succeeded', 'failed']);
    expect(job('team').error).toMatchObject({
      code: 'not-found',
      message: "The model 'weak' is required, but it was deleted",
      hint: expect.stringMatching(new RegExp(`restore ${newest}.*older one that run 'lost' made, name it: 'model:${older}'`)),
    });
    await restoreModels(context, [newest]);
    expect((await later.resume(runId)).run.state).toBe('succeeded');
    expect(jobInput(later, runId, 'team')).toContain(newest);
  });

  it('is not a newer one that was made or given the name since', async () => {
    const bench = openBench();
    await bench.ended(bench.start({ digits, weak }));
    const meant = bench.modelId('weak');
    const runId = bench.start({ digits, slow, team });
    await bench.working(runId, 'slow');
    await bench.ended(bench.start({ digits, weak: newer }));
    expect(bench.modelId('weak')).not.toBe(meant);
    expect((await bench.ended(runId)).run.state).toBe('succeeded');
    expect(jobInput(bench, runId, 'team')).toEqual([expect.any(String), meant]);
  });

  it('may be made again to the last bit in place of a deleted one', async () => {
    const bench = openBench();
    await bench.ended(bench.start({ digits, weak }));
    const { context } = bench.app.services;
    const id = bench.modelId('weak');
    const runId = bench.start({ digits, slow, team });
    await bench.working(runId, 'slow');
    deleteModels(context, [id]);
    await bench.ended(bench.start({ digits, weak }));
    const again = bench.modelId('weak');
    expect(again).not.toBe(id);
    expect((await bench.ended(runId)).run.state).toBe('succeeded');
    expect(jobInput(bench, runId, 'team')).toContain(again);
  });

  it('is told to be an older one where the newest was deleted before the start, and a run of its own', async () => {
    const verdict = { do: 'evaluate', model: 'model:weak', split: 'validation' };
    const early: string[] = [];
    const { bench, older, newest } = await withTwo(async between => {
      early.push(between.start({ verdict }));
      await between.ended(early[0]!);
    });
    const { context, runs } = bench.app.services;
    const before = bench.start({ verdict });
    await bench.ended(before);
    deleteModels(context, [newest]);
    expect([early[0]!, before].map(id => runs.get(id).notes)).toEqual([[], []]);
    const runId = bench.start({ verdict });
    expect(runs.get(runId).notes).toEqual([
      `The newest model 'weak' was deleted: the name means the older one that run 'lost' made (${older})`,
    ]);
    await bench.ended(runId);
    expect(jobInput(bench, runId, 'verdict')).toEqual([older]);
  });
});

/** Ids of what a step read. */
function jobInput({ app }: Bench, runId: string, step: string): readonly string[] {
  const { context } = app.services;
  const row = context.db.prepare<[string, string], { input: string }>('SELECT input_json AS input FROM jobs WHERE run_id = ? AND step = ?');
  const { inputs } = JSON.parse(row.get(runId, step)!.input) as { inputs: Record<string, readonly { readonly id: string }[]> };
  return Object.values(inputs).flatMap(outputs => outputs.map(({ id }) => id));
}
