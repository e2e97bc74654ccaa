import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS, type RunResult } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;
const MODEL = { preset: 'mlp', hidden: [16] };
const STEPS = {
  ...SMALL_STEPS,
  seeds: { do: 'train', data: 'digits', model: MODEL, epochs: 1, batchSize: 50, repeat: 2 },
  team: { do: 'fuse', members: ['dense', 'seeds'], method: { kind: 'average' } },
  best: {
    ...{
      do: 'search',
      data: 'digits',
      space: { model: MODEL, batchSize: 50, optimizer: { kind: 'adam', learningRate: { from: 0.001, to: 0.01 } } },
    },
    ...{ sampler: { kind: 'random' }, objective: { maximise: 'validation.accuracy' }, budget: { trials: 2, epochs: 1 } },
  },
};

let bench: Workbench;
let done: RunResult;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const options = ['--workspace', workspace, '--engine', 'wasm', '--json'];
    const table = join(dirname(workspace), 'ages.csv');
    writeFileSync(table, 'age,left\n1,yes\n2,no\n');
    const impossible = { people: { do: 'import-data', source: table, label: 'gone' } };
    await cli('run', recipeFile(dirname(workspace), impossible, 'impossible'), ...options);
    done = resultOf(await cli('run', recipeFile(dirname(workspace), STEPS, 'steps'), ...options));
  });
  await bench.page.setViewportSize({ width: 1280, height: 800 });
}, 4 * MINUTES);

afterAll(async () => {
  if (available) await bench.close();
});

it.runIf(available)('the table of models stands in a window of 1,280 pixels', { timeout: MINUTES }, async () => {
  const { page, openScreen } = bench;
  await openScreen('models');
  const table = page.getByRole('group', { name: 'Models' });
  await table.getByRole('row', { name: /lean/ }).waitFor();
  expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
});

it.runIf(available)('what a step made leads on to what comes next', { timeout: 2 * MINUTES }, async () => {
  const { page, openScreen, lookAt, complaints } = bench;
  const { lean, best } = done.steps;
  await openScreen(`models/${lean!.id}`);
  await page.getByRole('button', { name: 'Use in' }).click();
  await page.getByRole('menuitem', { name: 'Prune' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Search sub-networks' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Compare with dense' }).click();
  await page.waitForURL(/#\/compare\?models=/);
  expect(page.url()).toContain(lean!.id!);
  await openScreen(`runs/${done.runId}@team`);
  await page.getByRole('tab', { name: 'Outputs', selected: true }).waitFor();
  // The replicates of a step are told together, with the interval over them.
  await page.getByRole('row', { name: /^seeds .* \(−?[\d.]+–[\d.]+, mean of 2 seeds\)/ }).waitFor();
  await page.getByRole('row', { name: /^dense .*validation [\d.]+\s% \([\d.]+–[\d.]+\)/ }).waitFor();
  await lookAt('run-of-a-fusion');
  await openScreen('studies');
  await page.getByRole('link', { name: 'Open the model' }).click();
  await page.waitForURL(new RegExp(`#/models/${best!.id}`));
  expect(complaints).toEqual([]);
});

it.runIf(available)('what can’t be done as it was given is to be changed, not tried again', { timeout: MINUTES }, async () => {
  const { page, openScreen } = bench;
  await openScreen('runs');
  await page.getByRole('link', { name: /^impossible/ }).click();
  const colourOf = (name: string): Promise<string> =>
    page.getByRole('button', { name, exact: true }).evaluate(button => getComputedStyle(button).backgroundColor);
  const plain = await page.getByRole('link', { name: 'Show the log' }).evaluate(link => getComputedStyle(link).backgroundColor);
  expect(await colourOf('Try again')).toBe(plain);
  expect(await colourOf('Edit as new')).not.toBe(plain);
});
