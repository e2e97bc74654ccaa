import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { makeLargeWorkspace } from '../support/large-workspace.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (available)
    bench = await openWorkbench({}, async folder => void (await makeLargeWorkspace(folder, { runs: 60, metrics: 2, points: 10 })));
}, 60_000);

afterAll(async () => {
  if (available) await bench.close();
});

it.runIf(available)('models are found, grouped, marked and compared by keyboard', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt } = bench;
  await openScreen('models');
  await page.getByText('60 models').waitFor();
  // Only what is in view is drawn.
  expect(await page.locator('tbody tr[data-link]').count()).toBeLessThan(55);
  await page.keyboard.press('/');
  await page.keyboard.type('net-16');
  await page.getByText('15 of 60 models').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Validation' }).click();
  await page.getByRole('columnheader', { name: 'Validation' }).and(page.locator('[aria-sort="descending"]')).waitFor();
  const first = page.locator('tbody tr').first();
  const values = (await page.locator('tbody tr td:nth-child(6)').allInnerTexts()).map(text => Number.parseFloat(text));
  expect(values).toEqual([...values].sort((a, b) => b - a));
  for (const key of ['j', ' ', 'j', ' ']) await page.keyboard.press(key);
  await page.getByRole('toolbar', { name: '2 models selected' }).waitFor();
  await lookAt('models-selected');
  await page.keyboard.press('k');
  const name = await first.getByRole('link').innerText();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.goBack();
  await page.getByRole('combobox', { name: 'Group by' }).click();
  await page.getByRole('option', { name: 'By kind' }).click();
  await page.getByText(/± /).first().waitFor();
  await lookAt('models-grouped');
  await page.reload();
  await page.getByText('15 of 60 models').waitFor();
  await page.getByText(/± /).first().waitFor();
  await page.getByRole('checkbox', { name: 'Select Train' }).click();
  await page.getByRole('toolbar', { name: '15 models selected' }).waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page
    .getByRole('checkbox', { name: /^Select net/ })
    .nth(0)
    .click();
  await page
    .getByRole('checkbox', { name: /^Select net/ })
    .nth(1)
    .click();
  await page.keyboard.press('c');
  await page.waitForURL(/#\/compare\?models=model-\d+,model-\d+$/);
});

it.runIf(available)('a view is kept under a name, and taken up again', { timeout: 60_000 }, async () => {
  const { page, openScreen } = bench;
  await openScreen('models');
  await page.getByText('15 of 60 models').waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Narrow nets');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'As at first' }).click();
  await page.getByText('60 models', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Narrow nets', exact: true }).click();
  await page.getByText('15 of 60 models').waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'As at first' }).click();
});

it.runIf(available)('a model is named, noted, deleted, and taken back', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt } = bench;
  await openScreen('models/model-0007');
  await page.getByRole('button', { name: 'Rename' }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('net-16-0');
  await page.keyboard.press('Enter');
  await page.getByText(/must have one meaning/).waitFor();
  await name.fill('the board’s choice');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'the board’s choice' }).waitFor();
  await page.getByRole('textbox', { name: 'Note' }).fill('shown in May');
  await page.getByRole('button', { name: 'Save note' }).click();
  await page.getByRole('combobox', { name: 'Tags' }).fill('board');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Star of the board’s choice' }).click();
  await page.getByRole('button', { name: 'Star of the board’s choice', pressed: true }).waitFor();
  await lookAt('model-page');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page
    .getByRole('dialog', { name: /^Delete/ })
    .getByText('Nothing depends on it.')
    .waitFor();
  await lookAt('model-delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('59 models', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('60 models', { exact: true }).waitFor();
  const listed = JSON.parse((await cli('models', 'list', '--workspace', join(bench.folder, 'digits'), '--json')).out) as { id: string }[];
  expect(listed.find(model => model.id === 'model-0007')).toMatchObject({
    ...{ name: 'the board’s choice', step: 'net-128-1', note: 'shown in May', tags: ['board'], starred: true },
  });
});

it.runIf(available)('the lineage is a graph, and the same as a list; a branch runs again', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt } = bench;
  await openScreen('models/lineage');
  await page.locator('.react-flow__node').first().waitFor();
  await lookAt('lineage');
  await page.getByRole('textbox', { name: 'Filter by name or run' }).fill('the board');
  await page.getByText('the board’s choice').waitFor();
  expect(await page.locator('.react-flow__node').count()).toBe(2);
  await page.getByText('List').click();
  const row = page.getByRole('row', { name: /the board’s choice/ });
  expect(await row.innerText()).toMatch(/digits[\s\S]*8 epochs[\s\S]*% accuracy/);
  await row.getByRole('button', { name: /^Run again from/ }).click();
  await page.getByRole('dialog').getByText('This step runs again').waitFor();
  await lookAt('lineage-rerun');
  await page.getByRole('button', { name: 'Edit first' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForURL(/#\/new/);
  expect(await page.evaluate(() => localStorage.getItem('espalier.recipe-draft'))).toMatch(/data:digits/);
});

it.runIf(available)('every face of the models is accessible, in both languages and both themes', { timeout: 120_000 }, async () => {
  const { page, complaints, openScreen, lookAt, axe } = bench;
  const model = 'models/model-0007';
  /** Each with something that shows only once it is drawn. */
  const faces: readonly (readonly [path: string, ready: string])[] = [
    ['models', 'tbody tr[data-link]'],
    ['models/lineage', '.react-flow__node'],
    [model, 'main textarea'],
    [`${model}@structure`, '.react-flow__node'],
    [`${model}@weights`, 'main canvas'],
    [`${model}@activations`, 'main'],
    [`${model}@evaluations`, 'main [role="tabpanel"] svg'],
    [`${model}@files`, 'main [role="tabpanel"] svg'],
    [`${model}@recipe`, 'main pre'],
  ];
  const violations: string[] = [];
  await page.evaluate(() => {
    for (const key of ['espalier.lineage', 'espalier.structure']) localStorage.setItem(key, '"graph"');
  });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.evaluate(language => localStorage.setItem('espalier.language', language), theme === 'light' ? 'en' : 'zh-CN');
    await page.reload();
    for (const [face, ready] of faces) {
      await openScreen(face);
      await page.locator(ready).first().waitFor();
      violations.push(...(await axe(`${face} ${theme}`)));
      await lookAt(`${face.replaceAll(/[/@]/g, '-')}-${theme}`);
    }
  }
  await page.getByText('model:the board’s choice').waitFor({ state: 'hidden' });
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});
