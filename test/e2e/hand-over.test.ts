import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { recipeFile, resultOf, startCli } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;

const STEPS = {
  digits: { do: 'import-data', source: 'builtin:mnist', splits: { train: 1500, validation: 300, test: 300, seed: 7 } },
  net: { do: 'train', data: 'digits', model: { preset: 'small-cnn', filters: [6] }, epochs: 1 },
  small: { do: 'quantise', model: 'net', calibration: { items: 64 } },
  judged: { do: 'evaluate', model: 'net', split: 'test' },
  files: { do: 'export', model: 'net', formats: ['onnx', { format: 'onnx', precision: 'int8' }, 'tfjs'], budget: { bytes: 40_000 } },
};

const recipes = mkdtempSync(join(tmpdir(), 'espalier-hand-over-'));
let bench: Workbench;
let made: Readonly<Record<string, { readonly id: string }>> = {};

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async folder => {
    const ended = await startCli(['run', recipeFile(recipes, STEPS, 'hand-over'), '--workspace', folder, '--json']).ended;
    made = resultOf(ended).steps as unknown as typeof made;
  });
}, 3 * MINUTES);

afterAll(async () => {
  rmSync(recipes, { recursive: true });
  if (available) await bench.close();
});

it.runIf(available)('every format stands in a matrix, with what it would write and what there is', { timeout: 2 * MINUTES }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  await openScreen(`models/${made['net']!.id}@files`);
  const matrix = page.getByRole('group', { name: 'Formats' });
  const row = (name: string) => matrix.getByRole('row', { name: new RegExp(`^${name}`) });
  await row('SavedModel').getByRole('button', { name: 'Export SavedModel' }).and(page.locator(':enabled')).waitFor();
  expect(await row('SavedModel').innerText()).toMatch(/not yet/);
  expect(await row('ONNX').innerText()).toMatch(/\d.*KB[\s\S]*\d.*KB/);
  await row('ONNX').getByRole('combobox', { name: 'Precision of ONNX' }).click();
  await page.getByRole('option', { name: 'int8', exact: true }).click();
  await expect.poll(() => row('ONNX').innerText(), { timeout: 30_000 }).toMatch(/about/);
  const quantised = page.getByRole('group', { name: 'Quantised files' });
  await quantised.getByText('onnx · int8').waitFor();
  await lookAt('format-matrix');
  expect(await axe('formats')).toEqual([]);
  const keras = row('Keras').first();
  await keras.getByRole('button', { name: /^Export Keras/ }).click();
  await keras.getByRole('link', { name: 'See the run' }).waitFor();
  await keras.getByRole('link', { name: 'See the run' }).click();
  await page.getByText('done', { exact: true }).first().waitFor();
  await page.goBack();
  await expect.poll(() => row('Keras').first().innerText(), { timeout: 30_000 }).not.toMatch(/not yet/);
  expect(complaints).toEqual([]);
});

it.runIf(available)('files are timed beside each other from the model’s page', { timeout: 3 * MINUTES }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  await openScreen(`models/${made['net']!.id}@latency`);
  await page.getByText('Nothing of this model was timed yet', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Time its files' }).press('Enter');
  await page.getByRole('group', { name: 'Times of the files' }).waitFor();
  await page.goBack();
  const table = page.getByRole('group', { name: 'Times of the files' });
  await table.waitFor();
  expect(await table.getByRole('row').count()).toBeGreaterThanOrEqual(5);
  await table.getByRole('row', { name: /^onnx · int8/ }).waitFor();
  await page.getByRole('combobox', { name: 'Compared with' }).click();
  await page.getByRole('option', { name: 'tfjs' }).click();
  await page.getByText('64 items at once').click();
  expect(await table.getByRole('row', { name: /^tfjs/ }).innerText()).not.toMatch(/×/);
  expect(await table.getByRole('row', { name: /^onnx · int8/ }).innerText()).toMatch(/×[\s\S]*(faster|slower|no difference seen)/);
  await lookAt('latency-lab');
  expect(await axe('latency lab')).toEqual([]);
  await openScreen(`models/${made['net']!.id}@files`);
  await page
    .getByRole('row', { name: /^TensorFlow\.js/ })
    .first()
    .getByText(/ms/)
    .waitFor();
  expect(complaints).toEqual([]);
});

it.runIf(available)(
  'the wizard of exports says before writing whether a budget is kept, and what lies in a capsule',
  { timeout: 2 * MINUTES },
  async () => {
    const { page, openScreen, lookAt, axe, complaints } = bench;
    await openScreen(`new/make~export~model:${made['net']!.id}`);
    const preview = page.locator('section', { hasText: 'What it would write' }).last();
    await preview.getByText('onnx').waitFor();
    await page.getByRole('group', { name: 'Budget' }).getByRole('switch').focus();
    await page.keyboard.press('Space');
    await page.getByRole('textbox', { name: 'Greatest size' }).fill('1000');
    await preview.getByText(/Size .* is over/).waitFor();
    await page.getByRole('textbox', { name: 'Greatest size' }).fill('90000000');
    await preview.getByText(/Size .* keeps/).waitFor();
    await page.getByRole('textbox', { name: /^Time for one item/ }).fill('0.00001');
    await preview.getByText(/Time for one item .* is over/).waitFor();
    await page.getByRole('checkbox', { name: 'Capsule' }).check();
    await preview.getByText('What lies in it').click();
    await preview.getByRole('row', { name: /^model\.onnx/ }).waitFor();
    await preview.getByText('The model card').click();
    await preview.getByText(/of 300 answers are wrong on the test split/).waitFor();
    await lookAt('export-wizard');
    expect(await axe('export wizard')).toEqual([]);
    await page.evaluate(() => localStorage.setItem('espalier.theme', 'dark'));
    await page.evaluate(() => localStorage.setItem('espalier.language', 'zh-CN'));
    await page.reload();
    await page.getByText('将写出的内容').first().waitFor();
    await page
      .getByText(/大小 .*符合上限/)
      .first()
      .waitFor();
    await lookAt('export-wizard-zh');
    expect(await axe('export wizard, dark')).toEqual([]);
    await openScreen(`models/${made['net']!.id}@files`);
    await page.getByRole('button', { name: '导出 SavedModel' }).and(page.locator(':enabled')).waitFor();
    await lookAt('format-matrix-zh');
    expect(await axe('formats, dark')).toEqual([]);
    await openScreen(`models/${made['net']!.id}@latency`);
    await page.getByRole('group', { name: '各文件的时间' }).waitFor();
    await lookAt('latency-lab-zh');
    expect(await axe('latency lab, dark')).toEqual([]);
    await page.evaluate(() => localStorage.setItem('espalier.theme', 'light'));
    await page.evaluate(() => localStorage.setItem('espalier.language', 'en'));
    await page.reload();
    expect(complaints).toEqual([]);
  },
);

it.runIf(available)('a quantised model says on its page what became of each layer', { timeout: MINUTES }, async () => {
  const { page, openScreen, lookAt, axe } = bench;
  await openScreen(`models/${made['small']!.id}@files`);
  await page.getByRole('table', { name: 'Layer by layer' }).waitFor();
  await lookAt('quantise-panel');
  expect(await axe('quantise panel')).toEqual([]);
});
