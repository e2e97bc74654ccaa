import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

const RECIPE = `espalier: 1
name: flowers
seed: 1
steps:
  iris: { do: import-data, source: "builtin:iris" }
  net: { do: train, data: iris, model: { preset: mlp, hidden: [8] }, epochs: 40, batchSize: 16, optimizer: { kind: adam, learningRate: 0.02 } }
`;

const folder = mkdtempSync(join(tmpdir(), 'espalier-recipes-'));
let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  writeFileSync(join(folder, 'mnist-tour.yaml'), RECIPE);
  bench = await openWorkbench({ ESPALIER_RECIPES: folder });
  await bench.page.getByRole('button', { name: 'Take the tour' }).click();
  await bench.page.getByText('done', { exact: true }).nth(2).waitFor();
}, 90_000);

afterAll(async () => {
  rmSync(folder, { recursive: true });
  if (available) await bench.close();
});

it.runIf(available)('a model answers for a file of one’s own, on its page', { timeout: 90_000 }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  const file = join(folder, 'new flowers.csv');
  const header = 'sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)';
  writeFileSync(file, `${header}\n5.1,3.5,1.4,0.2\n6.3,3.3,6,2.5\n`);
  await openScreen('models');
  await page.getByRole('link', { name: /^net/ }).first().click();
  await page.getByRole('tab', { name: 'Try it' }).click();
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByText('2 items answered.').waitFor();
  await page.getByRole('row', { name: /new flowers\.csv:1 setosa/ }).waitFor();
  await page.getByRole('row', { name: /new flowers\.csv:2 virginica/ }).waitFor();
  const violations = await axe('try');
  await lookAt('model-try');
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});
