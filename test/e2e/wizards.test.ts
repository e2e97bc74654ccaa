import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { replaceText, tabTo, takeFirst } from './support/keyboard.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (available) bench = await openWorkbench({});
}, 60_000);

afterAll(async () => {
  if (available) await bench.close();
});

const recipe = (page: Page): Promise<string> => page.locator('pre[aria-label="Recipe"]').innerText();

it.runIf(available)('someone without a mouse trains on the built-in digits; nothing is lost on the way', { timeout: 120_000 }, async () => {
  const { page, lookAt, complaints } = bench;
  const { keyboard } = page;
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await keyboard.press('n');
  await page.getByRole('link', { name: /^Train(?! slimmable)/ }).focus();
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What', exact: true }).waitFor();

  // What is missing is told where it is missing, and the page stays.
  await tabTo(page, 'Next');
  await keyboard.press('Enter');
  await page.getByText('required (data), but it is missing').waitFor();
  await lookAt('wizard-problem');

  await page.locator('#wizard-page').focus();
  await tabTo(page, 'field-steps.net.data');
  await keyboard.press('Enter');
  await takeFirst(page, /MNIST/);
  await tabTo(page, 'field-steps.data.splits.train');
  await replaceText(page, '300');
  await tabTo(page, 'field-steps.data.splits.validation');
  await replaceText(page, '100');
  await tabTo(page, 'field-steps.data.splits.test');
  await replaceText(page, '100');
  await tabTo(page, 'field-steps.net.model.filters.0');
  await replaceText(page, '4');
  await lookAt('wizard-what');
  await tabTo(page, 'Next');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'How' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('wizard-page');

  await tabTo(page, 'field-steps.net.epochs');
  await replaceText(page, '1');
  await tabTo(page, 'field-steps.net.optimizer.learningRate');
  await keyboard.press('ArrowUp');
  await lookAt('wizard-how');
  await tabTo(page, 'Review');
  await keyboard.press('Enter');
  await page.getByText('Ready to run').waitFor();
  const written = await recipe(page);
  for (const part of ['train: 300', 'filters: [ 4, 16 ]', 'epochs: 1', 'learningRate: 0.002']) expect(written).toContain(part);
  await page.getByText('Not known yet: no such step has run in this workspace.').waitFor();

  // Back and forth, and over a reload, everything is as it was.
  await tabTo(page, 'Back');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'How' }).waitFor();
  expect(await page.locator('[id="field-steps.net.optimizer.learningRate"]').inputValue()).toBe('0.002');
  await page.getByText('Draft kept').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'How' }).waitFor();
  await tabTo(page, 'Review');
  await keyboard.press('Enter');
  await page.getByText('Ready to run').waitFor();
  expect(await recipe(page)).toBe(written);
  await lookAt('wizard-review');

  await tabTo(page, 'Run');
  await keyboard.press('Enter');
  await page.waitForURL(/#\/runs\//);
  await page
    .getByText(/accuracy/i)
    .first()
    .waitFor({ timeout: 90_000 });
  await bench.openScreen('new');
  expect(await page.getByText('Continue draft').count()).toBe(0);
  expect(complaints).toEqual([]);
});

it.runIf(available)(
  'a left wizard is continued, its recipe is kept, and a model of the workspace is found',
  { timeout: 60_000 },
  async () => {
    const { page, openScreen, lookAt } = bench;
    await openScreen('new/make~prune');
    await page.getByRole('heading', { name: 'What', exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Share removed' }).fill('0.5');
    await page.getByText('Draft kept').waitFor();
    await openScreen('new');
    await page.getByRole('link', { name: 'Continue draft prune' }).click();
    expect(await page.getByRole('textbox', { name: 'Share removed' }).inputValue()).toBe('0.5');
    await page.getByRole('navigation', { name: 'Steps of this wizard' }).getByRole('button', { name: 'Review' }).click();
    await page.getByText('Ready to run').waitFor();
    expect(await recipe(page)).toMatch(/model: model:[\w-]+/);
    await page
      .getByText(/about \d/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save as recipe' }).click();
    await page.getByLabel('Name of the recipe').fill('halve it');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Saved' }).waitFor();
    await openScreen('new');
    await lookAt('new-start');
    await page.getByRole('link', { name: 'halve it' }).click();
    expect(await page.getByRole('textbox', { name: 'Recipe' }).inputValue()).toContain('sparsity: 0.5');
  },
);

it.runIf(available)('a file of this machine is chosen in the wizard, comes into the workspace, and is named', async () => {
  const { page, lookAt } = bench;
  await page.evaluate(() => void (location.hash = '#/new/make~import-data'));
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  await (await chooser).setFiles([{ name: 'notes.xyz', mimeType: '', buffer: Buffer.from('what is this') }]);
  await page.getByText('No reader knows this kind of file.').waitFor();
  const again = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files…' }).click();
  const table = Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i % 2 === 0 ? 'even' : 'odd'}`);
  await (await again).setFiles([{ name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(['a,b,parity', ...table].join('\n')) }]);
  await expect.poll(() => page.getByLabel('Source', { exact: true }).inputValue()).toMatch(/^uploads\/numbers.*\.csv$/);
  await lookAt('wizard-source');
});

it.runIf(available)('new items are files of one’s own: only an import offers what is built in', { timeout: 60_000 }, async () => {
  const { page, openScreen } = bench;
  const builtin = page.getByRole('button', { name: 'builtin:mnist' });
  await openScreen('new/make~import-data');
  await builtin.waitFor();
  await openScreen('new/make~predict');
  await page.getByRole('button', { name: 'Choose files…' }).waitFor();
  expect(await builtin.count()).toBe(0);
  // What the reader of a data set would be told is nothing that this step has.
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
  await expect.poll(() => page.getByRole('textbox', { name: 'New items' }).inputValue()).toMatch(/new\.csv$/);
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(0);
});

it.runIf(available)('every page of every wizard is accessible, in both themes and languages', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  const violations: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate(scheme => localStorage.setItem('espalier.theme', scheme), theme);
    await page.evaluate(language => localStorage.setItem('espalier.language', language), theme === 'light' ? 'en' : 'zh-CN');
    await page.reload();
    await openScreen('new');
    violations.push(...(await axe(`new ${theme}`)));
    for (const kind of ['import-data', 'train', 'prune', 'evaluate', 'compare', 'export']) {
      await openScreen(`new/make~${kind}`);
      await page.locator('#wizard-page').waitFor();
      const stops = page.getByRole('navigation').last().getByRole('button');
      for (let i = 0; i < (await stops.count()); i++) {
        await stops.nth(i).click();
        violations.push(...(await axe(`${kind} ${i} ${theme}`)));
        await lookAt(`wizard-${kind}-${i}-${theme}`);
      }
    }
  }
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});
