import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const LONG = { timeout: 150_000 };
/** A file at a time, on a machine that also computes. */
const UPLOAD = { timeout: 60_000 };
const WORDS = { praise: 'fine lovely bright', blame: 'dull broken sad' } as const;

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (available) bench = await openWorkbench({});
}, 60_000);

afterAll(async () => {
  if (available) await bench.close();
});

/** A folder with two dozen texts, a folder a class. */
function writeTexts(folder: string): void {
  for (const [name, words] of Object.entries(WORDS)) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let i = 0; i < 12; i++) writeFileSync(join(folder, name, `${i}.txt`), `the film was ${words} as number ${i} is`);
  }
}

async function review(): Promise<string> {
  const { page } = bench;
  await page
    .getByRole('navigation', { name: 'Steps of this wizard' })
    .getByRole('button', { name: /Review/ })
    .click();
  return page.locator('pre[aria-label="Recipe"]').innerText();
}

async function run(): Promise<void> {
  const { page } = bench;
  await page.getByText('Ready to run').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/#\/runs\//);
}

it.runIf(available)('someone with texts of their own gets from an empty workspace to a network that reads words', LONG, async () => {
  const { page, folder, openScreen, lookAt, axe, complaints } = bench;
  const texts = join(folder, 'Film reviews');
  writeTexts(texts);
  await openScreen('data');
  await lookAt('newcomer-no-data');
  const violations = [...(await axe('no data'))];
  await page.getByRole('link', { name: 'Import data' }).click();
  await page.locator('input[webkitdirectory]').setInputFiles(texts);
  await expect.poll(() => page.getByRole('textbox', { name: 'Source' }).inputValue(), UPLOAD).toBe('uploads/Film reviews');
  await page.getByText('24 files').waitFor();
  await page.getByRole('list', { name: 'Some of the files' }).getByText('the film was dull').first().waitFor();
  await lookAt('newcomer-texts-before');
  violations.push(...(await axe('a folder before it is imported')));
  // Two data sets that are both called 'data' are told apart by nothing.
  const recipe = await review();
  expect(recipe).toContain('name: import-Film-reviews');
  expect(recipe).toContain('Film-reviews: { do: import-data, source: uploads/Film reviews, kind: text }');
  await run();
  await page.getByText('24 items').first().waitFor();
  await openScreen('data');
  await page.getByRole('heading', { level: 1, name: 'Film-reviews' }).waitFor();
  await page.getByText('24 files').waitFor();
  violations.push(...(await axe('own data')));
  await lookAt('newcomer-own-data');
  await page.getByRole('link', { name: 'Train on it' }).click();
  await page.getByText('Film-reviews ·').or(page.locator('input[value^="Film-reviews ·"]')).first().waitFor();
  await expect.poll(review).toContain('model: { preset: bag-of-embeddings }');
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});

it.runIf(available)('columns are chosen from what lies in the source, and one that is not there is told at once', LONG, async () => {
  const { page, folder, openScreen, lookAt, axe } = bench;
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i},${20 + ((i * 7) % 50)},${i % 7},"likes tea, no ${i}",${i % 2 === 0 ? 'yes' : 'no'}`,
  );
  const file = join(folder, 'customers.csv');
  writeFileSync(file, ['id,age,visits,note,left', ...rows].join('\n'));
  await openScreen('new/make~import-data');
  await page.locator('#main input[type=file][multiple]').setInputFiles(file);
  await page.getByText('5 columns').waitFor();
  const useOf = (column: string) => page.getByRole('combobox', { name: `What ${column} is for` });
  expect(await useOf('id').inputValue()).toBe('');
  await page.getByText("Column 'id' numbers the rows and is ignored.").waitFor();
  await useOf('left').selectOption('Label');
  await useOf('visits').selectOption('Categories');
  await useOf('age').selectOption('Quantiles');
  await lookAt('newcomer-columns');
  const violations = await axe('columns of a source');
  const label = page.getByRole('combobox', { name: 'Label column' });
  expect(await label.inputValue()).toBe('left');
  await label.fill('lift');
  await page.getByText("A column called 'lift' is required; there are: id, age, visits, note, left").waitFor();
  await label.fill('le');
  await page.getByRole('listbox').getByRole('option', { name: 'left' }).click();
  expect(await useOf('left').inputValue()).not.toBe('');
  const recipe = await review();
  expect(recipe).toMatch(/label: left/);
  expect(recipe).toMatch(/categories: \[ ?visits ?\]/);
  expect(recipe).toMatch(/columns:\s.*age:.*kind: quantile/s);
  await run();
  await page.getByText('60 items').first().waitFor();
  expect(violations).toEqual([]);
});

it.runIf(available)('a failed import is mended in the form it came from', LONG, async () => {
  const { page, folder, openScreen, lookAt } = bench;
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 7},${i % 2 === 0 ? 'yes' : 'no'}`);
  const file = join(folder, 'churn.csv');
  writeFileSync(file, ['age,visits,left', ...rows].join('\n'));
  await openScreen('new/make~import-data');
  await page.getByRole('button', { name: 'Choose files…' }).waitFor();
  await page.locator('#main input[type=file][multiple]').setInputFiles(file);
  await page.getByRole('combobox', { name: 'What left is for' }).selectOption('Label');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('textbox', { name: 'Test items' }).fill('600');
  await review();
  await run();
  await page.getByRole('button', { name: 'Edit as new' }).first().click();
  await page.getByRole('combobox', { name: 'Label column' }).waitFor();
  expect(await page.getByRole('combobox', { name: 'Label column' }).inputValue()).toBe('left');
  await page.getByRole('button', { name: 'Next' }).click();
  const test = page.getByRole('textbox', { name: 'Test items' });
  await test.waitFor();
  expect(await test.inputValue()).toBe('600');
  await lookAt('newcomer-edit-as-new');
  await test.fill('6');
  await review();
  await run();
  await page.getByText('60 items').first().waitFor();
});

it.runIf(available)('a model goes on into every kind of step that takes one', LONG, async () => {
  const { page, openScreen, lookAt } = bench;
  await openScreen('data');
  await page
    .getByRole('link', { name: /^churn/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Train on it' }).click();
  await expect.poll(review).toMatch(/model: { preset: mlp }\s+epochs: 10\s+batchSize: 8/);
  await run();
  await page
    .getByRole('link', { name: 'Open the model' })
    .or(page.getByRole('tab', { name: 'Outputs' }))
    .first()
    .waitFor();
  await page.getByText('done', { exact: true }).nth(1).waitFor();
  await openScreen('models');
  await page.getByRole('link', { name: 'net' }).first().click();
  // Six items say little, and the page says so.
  await page.getByText(/^\d+(\.\d+)?–\d+(\.\d+)? · 6 items$/).waitFor();
  await page.getByRole('button', { name: 'Use in' }).click();
  await lookAt('newcomer-use-in');
  await page.getByRole('menuitem', { name: 'Export' }).click();
  await expect.poll(review).toMatch(/do: export\s+model: model:/);
});
