import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FusionReport } from '../../src-shared/domain/fusion-report.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS, type CliResult } from '../support/cli.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
const folded = (hidden: number, seed = 5) => ({
  ...{ do: 'cross-validate', data: 'digits', model: { preset: 'mlp', hidden: [hidden] }, epochs: 2, batchSize: 50 },
  folds: { k: 3, seed },
});
const made = { digits, dense, foldsA: folded(32), foldsB: folded(16), others: folded(24, 6) };
const stacking = (method: object = {}) => ({ kind: 'stacking', learner: 'ridge', ...method });

const folder = mkdtempSync(join(tmpdir(), 'espalier-test-'));
let done: ReturnType<typeof resultOf>['steps'];

function run(name: string, steps: Readonly<Record<string, unknown>>): Promise<CliResult> {
  return cli(
    'run',
    recipeFile(folder, { ...made, ...steps }, name),
    '--workspace',
    join(folder, 'workspace'),
    '--engine',
    'wasm',
    '--json',
  );
}

beforeAll(async () => {
  done = resultOf(
    await run('stack', {
      stack: { do: 'fuse', crossValidated: ['foldsA', 'foldsB'], method: stacking({ below: ['non-negative', 'net'] }) },
      again: { do: 'fuse', crossValidated: ['foldsA', 'foldsB'], method: stacking({ learner: 'non-negative' }) },
      files: { do: 'export', model: 'stack', formats: ['onnx', 'keras', 'tfjs'] },
    }),
  ).steps;
}, 4 * MINUTES);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reportOf = (step: string): FusionReport => (done[step]!.output.summary as unknown as { fusion: FusionReport }).fusion;

it('a stack is a model: fitted on out-of-fold predictions, stored, judged, exported and read back', () => {
  expect(done['stack']?.state).toBe('succeeded');
  const { fittedOn, judged, members } = reportOf('stack');
  expect(fittedOn).toEqual({ split: 'out-of-fold', items: 2000 });
  expect(members.map(({ name }) => name)).toEqual(['foldsA', 'foldsB']);
  const own = judged!.methods.find(({ isChosen }) => isChosen)!;
  expect(own.id).toBe('stacking');
  expect(judged!.methods.map(({ id }) => id)).toContain('average');
  expect(own.figures['error']!).toBeLessThan(Math.max(...judged!.members.map(figures => figures['error']!)));
  expect(done['files']?.state).toBe('succeeded');
  const weights = reportOf('again').members.map(({ weight }) => weight!);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
});

it.each([
  [
    'other folds',
    { crossValidated: ['foldsA', 'others'], method: stacking() },
    /in the same folds are required, but those of 'foldsA' and 'others' differ/,
  ],
  [
    'no folds at all',
    { members: ['dense', 'foldsB'], method: stacking() },
    /Out-of-fold predictions of every member are required to stack, but 'dense' has none/,
  ],
  ['a single member', { crossValidated: ['foldsA'], method: stacking() }, /At least two members are required/],
  [
    'images for a learner that sees items',
    { crossValidated: ['foldsA', 'foldsB'], method: stacking({ features: true }) },
    /A table is required for a learner/,
  ],
])('members with %s are refused', { timeout: 2 * MINUTES }, async (_what, wish, message) => {
  const { steps } = resultOf(await run('refused', { stack: { do: 'fuse', ...wish } }));
  expect(steps['stack']?.state).toBe('failed');
  expect(JSON.stringify(steps['stack'])).toMatch(message);
});
