import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteData, dependentsOfData, restoreData } from '../../src-main/services/data-removal.ts';
import { dataRows } from '../../src-main/services/models.ts';
import { cli, recipeFile, SMALL_STEPS } from '../support/cli.ts';
import { openBench, type Bench } from '../support/run-bench.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { digits, dense } = SMALL_STEPS;
const weak = { ...dense, model: { preset: 'mlp', hidden: [4] }, epochs: 1 };
/** Long enough that something can happen meanwhile. */
const slow = { ...dense, model: { preset: 'mlp', hidden: [16] }, epochs: 12 };
const dataId = ({ app }: Bench): string => dataRows(app.services.context.db)[0]!.id;

/** A step that reads the data once a long training is over. */
const LATER: readonly (readonly [what: string, step: Readonly<Record<string, unknown>>])[] = [
  ['a distillation', { do: 'distill', teachers: ['slow'], data: 'digits', student: { preset: 'mlp', hidden: [4] }, epochs: 1 }],
  ['a continued training', { do: 'train', data: 'digits', model: 'slow', epochs: 1 }],
];

describe('a data set that is deleted while a run is under way', { timeout: 180_000 }, () => {
  it.each(LATER)('is named by %s that needs it; imported again, the run goes on', async (_what, step) => {
    const bench = openBench();
    const { context } = bench.app.services;
    const runId = bench.start({ digits, slow, later: step });
    await bench.working(runId, 'slow');
    const id = dataId(bench);
    expect(dependentsOfData(context.db, id)).toMatchObject({ openRuns: [{ id: runId, name: 'lost' }], older: [] });
    deleteData(context, id);
    const { run, job } = await bench.ended(runId);
    expect([run.state, job('slow').state, job('later').state]).toEqual(['failed', 'succeeded', 'failed']);
    expect(job('later').error).toMatchObject({
      code: 'not-found',
      message: "The data set 'digits' is required, but it was deleted",
      hint: expect.stringContaining(`espalier data restore ${id}`),
    });
    await bench.ended(bench.start({ digits }));
    expect(dataId(bench)).not.toBe(id);
    const again = await bench.resume(runId);
    expect([again.run.state, again.job('later').error]).toEqual(['succeeded', null]);
    expect(again.job('slow').id).toBe(job('slow').id);
  });

  it('is missed by runs of earlier data by its name, too, and taken back', async () => {
    const bench = openBench();
    const { context } = bench.app.services;
    await bench.ended(bench.start({ digits }));
    const folds = { do: 'cross-validate', data: 'data:digits', model: { preset: 'mlp', hidden: [4] }, epochs: 1, folds: { k: 2, seed: 1 } };
    const runId = bench.start({
      slow: { ...slow, data: 'data:digits' },
      folds: { ...folds, batchSize: 50 },
      after: { do: 'evaluate', model: 'slow', split: 'validation' },
      last: { ...weak, data: 'data:digits', model: 'slow' },
    });
    await bench.working(runId, 'slow');
    const id = dataId(bench);
    expect(dependentsOfData(context.db, id).openRuns).toEqual([{ id: runId, name: 'lost' }]);
    deleteData(context, id);
    const { job } = await bench.ended(runId);
    expect(job('last').error?.message).toBe("The data set 'digits' is required, but it was deleted");
    expect(await restoreData(context, id)).toBe(true);
    expect((await bench.resume(runId)).run.state).toBe('succeeded');
    // At the end nothing is open any more.
    expect(dependentsOfData(context.db, id)).toMatchObject({
      openRuns: [],
      models: expect.arrayContaining([expect.objectContaining({ name: 'slow' })]),
    });
  });
});

it('the command line asks for open runs, deletes, names what is missing and takes it back', { timeout: 180_000 }, async () => {
  const folder = temporaryFolder();
  const bench = openBench(folder);
  const workspace = bench.app.services.context.workspaceFolder;
  const runId = bench.start({ digits, slow });
  await bench.working(runId, 'slow');
  await bench.app.close();
  const data = (...args: string[]) => cli('data', ...args, '--workspace', workspace);
  const asked = await data('delete', 'digits');
  expect([asked.code, asked.error]).toEqual([2, expect.stringMatching(/may still read 'digits': lost[^]*--force/)]);
  const deleted = await data('delete', 'digits', '--force');
  expect([deleted.code, deleted.out]).toEqual([0, expect.stringMatching(/^Deleted digits \(/)]);
  const id = /\((.*)\)/.exec(deleted.out)![1]!;
  const resumed = await cli('runs', 'resume', runId, '--workspace', workspace);
  expect([resumed.code, resumed.out]).toEqual([
    1,
    expect.stringMatching(new RegExp(`'digits' is required, but it was deleted[^]*restore ${id}`)),
  ]);
  const train = recipeFile(folder, { net: { ...weak, data: 'data:digits' } }, 'again');
  const named = await cli('run', train, '--workspace', workspace);
  expect([named.code, named.error]).toEqual([
    2,
    expect.stringMatching(/^not-found: The data set 'digits' is required, but it was deleted/),
  ]);
  // A clean-up takes files that are not of today, and the import brings them back.
  ageFiles(join(workspace, 'artifacts'));
  expect((await cli('doctor', '--repair', '--workspace', workspace)).code).toBe(0);
  const lost = await data('restore', id);
  expect([lost.code, lost.error]).toEqual([3, expect.stringMatching(/a clean-up has removed[^]*Run the import again/)]);
  expect(
    (
      await data(
        'import',
        'builtin:mnist',
        '--name',
        'digits',
        '--set',
        'splits.train=2000',
        'splits.validation=500',
        'splits.test=500',
        'splits.seed=7',
      )
    ).code,
  ).toBe(0);
  const end = await cli('runs', 'resume', runId, '--workspace', workspace);
  expect([end.code, end.out]).toEqual([0, expect.stringContaining('✔ slow')]);
});

/** As if all of them had been written long ago. */
function ageFiles(folder: string): void {
  const old = new Date(2020, 1, 1);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), old, old);
}
