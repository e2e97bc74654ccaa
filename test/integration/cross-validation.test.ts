import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recipeFile, resultOf, SMALL_STEPS, startCli, type RunningCli } from '../support/cli.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
const folds = {
  do: 'cross-validate',
  data: 'digits',
  model: { preset: 'mlp', hidden: [48], dropout: 0.2 },
  folds: { k: 3, seed: 9 },
  epochs: 3,
  batchSize: 20,
};
const plain = { ...dense, model: folds.model, epochs: folds.epochs, batchSize: folds.batchSize };

interface CrossValidated {
  readonly file: { readonly hash: string };
  readonly crossValidation: {
    readonly folds: { readonly file: { readonly hash: string } };
    readonly outOfFold: { readonly hash: string };
    readonly members: readonly { readonly metrics: unknown }[];
  };
}

it('a cross-validation is killed within its folds, goes on, and ends as if it never had been', { timeout: 6 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const recipe = recipeFile(folder, { digits, folds, plain });
  const begin = (workspace: string): RunningCli =>
    startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '100' });
  for (const share of [0.2, 0.5]) {
    const run = begin('killed');
    await run.line(training('folds/fold', share));
    for (const pid of childrenOf(run.child.pid)) process.kill(pid, 'SIGKILL');
    process.kill(run.child.pid!, 'SIGKILL');
    await run.ended;
  }
  const again = resultOf(await begin('killed').ended).steps;
  const undisturbed = resultOf(await begin('undisturbed').ended).steps;
  const [one, other] = [again, undisturbed].map(steps => steps['folds']?.output as unknown as CrossValidated);
  expect(one!.file.hash).toBe(other!.file.hash);
  expect(one!.crossValidation.outOfFold.hash).toBe(other!.crossValidation.outOfFold.hash);
  expect(one!.crossValidation.folds.file.hash).toBe(other!.crossValidation.folds.file.hash);
  expect(one!.crossValidation.members.map(({ metrics }) => metrics)).toEqual(other!.crossValidation.members.map(({ metrics }) => metrics));
  expect(logsOf(join(folder, 'killed'))).toContain('Going on from the last checkpoint');
  // What is trained on all items is what a plain training of them makes.
  expect((undisturbed['plain']?.output as unknown as CrossValidated).file.hash).toBe(other!.file.hash);
});

it('a nested one says what each fold chose, and shows it beside what it came to', { timeout: 4 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const alternatives = [{ model: { preset: 'mlp', hidden: [4] } }, { optimizer: { kind: 'sgd', learningRate: 0.001 } }];
  const recipe = recipeFile(folder, { digits, nested: { ...folds, epochs: 2, alternatives, inner: { folds: { k: 2 } } } });
  const ended = await startCli(['run', recipe, '--workspace', join(folder, 'ws'), '--json']).ended;
  const { crossValidation, file, summary } = resultOf(ended).steps['nested']!.output;
  expect(crossValidation.nested.names).toEqual([
    'mlp hidden 48 activation relu dropout 0.2',
    'mlp hidden 4 activation relu',
    'sgd learningRate 0.001 momentum 0.9',
  ]);
  for (const { choice } of crossValidation.members) expect(choice).toMatchObject({ chosen: 0, candidates: [{}, {}, {}] });
  expect(crossValidation.nested.whole.chosen).toBe(0);
  expect(summary.size.parameters).toBe(784 * 48 + 48 + 480 + 10);
  expect(file.hash).toMatch(/^[0-9a-f]{64}$/);
});

it('tells what is wrong with a setting once, and which folds it stopped', { timeout: 2 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const recipe = recipeFile(folder, { digits, folds: { ...folds, batchSize: 60_000 } });
  const { out } = await startCli(['run', recipe, '--workspace', join(folder, 'ws')]).ended;
  expect(out.match(/At least one batch of training items is required/g)).toHaveLength(1);
  expect(out).toMatch(/✘ folds\/fold #\d, .*: failed alike, as folds\/fold #\d did\./);
});
