import { expect, it } from 'vitest';
import { assertUnread, deletionLines } from '../../../../src-main/app/cli/deletion-lines.ts';
import type { Dependents } from '../../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { failureOf } from '../../../support/failure-of.ts';

const NOTHING: Dependents = { models: [], reports: [], files: [], openRuns: [], older: [] };
const gone = { id: 'm1', name: 'weak' } as ModelRow;

it('a deletion says what was made from the model and stays, each name once', () => {
  const models = [
    { id: 'm2', name: 'team', replicate: 0 },
    { id: 'm3', name: 'team', replicate: 1 },
  ];
  const reports = [{ jobId: 'j', runId: 'r', name: 'verdict' }];
  expect(deletionLines([gone], { ...NOTHING, models, reports, files: ['/out/weak.onnx'] })).toEqual([
    'Deleted weak (m1)',
    '  Made from it or showing it, and still there: team, verdict',
    '  Exported from it, and still there: /out/weak.onnx',
  ]);
  const older = [{ name: 'weak', id: 'm0', runName: 'first try' }];
  expect(deletionLines([gone], { ...NOTHING, older })[1]).toBe("  From now on 'weak' means the older one that run 'first try' made (m0)");
  expect(deletionLines([gone], NOTHING)).toEqual(['Deleted weak (m1)']);
});

it('asks where a run that is not at its end may read the model', () => {
  const openRuns = [{ id: 'r', name: 'tour' }];
  expect(failureOf(() => assertUnread('weak', { ...NOTHING, openRuns }))).toMatchObject({
    code: 'invalid-input',
    message: "Runs that are not at their end may still read 'weak': tour",
    hint: expect.stringContaining('--force'),
  });
  expect(() => assertUnread('weak', NOTHING)).not.toThrow();
});
