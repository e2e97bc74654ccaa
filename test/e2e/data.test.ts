import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

const RECIPE = `espalier: 1
name: two-data-sets
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist" }
  churn: { do: import-data, source: churn.csv, label: churned }
`;

/** Sixty customers, the first twenty of them twice; every tenth has no income. */
function table(): string {
  const rows = Array.from({ length: 60 }, (_, i) => `${20 + (i % 37)},${i % 10 === 0 ? '' : 1000 + 17 * i},${i % 3 === 0 ? 'yes' : 'no'}`);
  return ['age,income,churned', ...rows, ...rows.slice(0, 20)].join('\n');
}

const recipes = mkdtempSync(join(tmpdir(), 'espalier-recipes-'));
let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  writeFileSync(join(recipes, 'mnist-tour.yaml'), RECIPE);
  bench = await openWorkbench({ ESPALIER_RECIPES: recipes });
  writeFileSync(join(bench.folder, 'digits', 'churn.csv'), table());
  await bench.page.getByRole('button', { name: 'Take the tour' }).click();
  await bench.page.getByText('done', { exact: true }).nth(2).waitFor();
}, 90_000);

afterAll(async () => {
  rmSync(recipes, { recursive: true });
  if (available) await bench.close();
});

it.runIf(available)('a data set is looked at: pictures by class, balance, equal items', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  await openScreen('data');
  await page.getByRole('link', { name: /^digits/ }).click();
  const pictures = page.locator('canvas[role=img][aria-label*="item"]');
  // Sixty as they are, and the first two dozen as the model sees them.
  await expect.poll(() => pictures.count()).toBe(84);
  await page.getByRole('combobox', { name: 'Class' }).click();
  await page.getByRole('option', { name: '7', exact: true }).click();
  await expect.poll(() => pictures.first().getAttribute('aria-label')).toMatch(/^7, item \d+$/);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText(/^61–120 of [\d,]+$/).waitFor();
  await page.getByRole('button', { name: 'Look for duplicates' }).click();
  await page.getByText('All 70,000 items differ.').waitFor();
  await page.getByText('None of 70,000 items is nearly equal to one of another split.').waitFor();
  await page.getByRole('button', { name: 'Look for wrong labels' }).click();
  await page.getByText('Cross-validate a network on this data set first').waitFor();
  await page.getByRole('combobox', { name: 'Changes in training' }).click();
  await page.getByRole('option', { name: 'Rotate' }).click();
  await page.getByRole('option', { name: 'CutMix' }).click();
  await page.keyboard.press('Escape');
  await page
    .getByText(/^\d [1-9]\d?.%$/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Draw again' }).click();
  const violations = [...(await axe('images'))];
  await lookAt('data-images');
  const first = await page.getByRole('navigation', { name: 'Data' }).getByRole('link').first().innerText();
  await page.locator('body').press(first.startsWith('digits') ? 'j' : 'k');
  await page.getByRole('heading', { level: 1, name: 'churn' }).waitFor();
  const income = page.getByRole('row', { name: /^income number/ });
  expect(await income.innerText()).toMatch(/\b8\b.*10\.0/s);
  await page.getByRole('button', { name: 'Look for duplicates' }).click();
  await page.getByText('40 of 80 items are equal to another one, in 20 groups.').waitFor();
  await page.getByText('Items a model is judged on were seen in training').waitFor();
  violations.push(...(await axe('table')));
  await lookAt('data-table');
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});

it.runIf(available)('an import is tried out in its wizard: splits, classes, items that come twice', { timeout: 90_000 }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  await openScreen('new/make~import-data');
  await page.getByRole('textbox', { name: 'Source' }).fill('churn.csv');
  await page.getByRole('combobox', { name: 'What churned is for' }).selectOption({ label: 'Label' });
  await page.getByRole('button', { name: 'Next' }).click();
  const panel = page.locator('section', { hasText: 'What the import will make of it' }).last();
  await panel.getByText('40 of 80 items are equal to another one, in 20 groups.').waitFor();
  await panel.getByText('Items a model is judged on were seen in training').waitFor();
  await panel.getByText(/^75\.0.%$/).waitFor();
  const violations = [...(await axe('import tried out'))];
  await lookAt('import-tried-out');
  await page.locator('footer').getByRole('button', { name: 'Review' }).click();
  await panel.getByText('40 of 80 items are equal to another one, in 20 groups.').waitFor();
  await lookAt('import-tried-out-review');
  // What is built in is larger than what is tried out unasked.
  await openScreen('new/make~import-data');
  await page.getByRole('textbox', { name: 'Source' }).fill('builtin:mnist');
  await page.getByRole('button', { name: 'Next' }).click();
  await panel.getByRole('button', { name: 'Try it out' }).click();
  await panel.getByText('All 70,000 items differ.').waitFor();
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});

it.runIf(available)('a data set is deleted and brought back', { timeout: 60_000 }, async () => {
  const { page, openScreen } = bench;
  await openScreen('data');
  const links = page.getByRole('navigation', { name: 'Data' }).getByRole('link');
  await expect.poll(() => links.count()).toBe(2);
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: /^Delete/ });
  await dialog.getByText('Nothing depends on it.').waitFor();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => links.count()).toBe(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => links.count()).toBe(2);
});

it.runIf(available)('settings are kept, the workspace is checked, and the machine is shown', { timeout: 90_000 }, async () => {
  const { page, openScreen, lookAt, axe } = bench;
  await openScreen('settings');
  await page.getByRole('switch').click();
  await expect.poll(() => page.getByRole('switch').isChecked()).toBe(false);
  await page.reload();
  await expect.poll(() => page.getByRole('switch').isChecked()).toBe(false);
  await page.getByRole('button', { name: 'Check the workspace' }).click();
  await page.getByText('Everything is in order.').waitFor();
  await page.getByRole('button', { name: 'Licences of the packages' }).click();
  await page
    .getByText(/^react 19/)
    .first()
    .waitFor();
  await page
    .getByText(/^fastify 5/)
    .first()
    .waitFor();
  const violations = [...(await axe('settings'))];
  await lookAt('settings');
  await openScreen('compute');
  await page.getByText(/ free of /).waitFor();
  violations.push(...(await axe('compute')));
  expect(violations).toEqual([]);
});
