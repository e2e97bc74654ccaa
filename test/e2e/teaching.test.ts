import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runWell } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

/** A tiny teacher, and a student of it with two seeds, temperature and alpha chosen. */
const RECIPE = `espalier: 1
name: taught
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 1200, validation: 300, test: 100, seed: 7 } }
  master: { do: train, data: digits, model: { preset: mlp, hidden: [48] }, epochs: 4 }
  pupil:
    do: distill
    teachers: [master]
    student: { preset: mlp, hidden: [8] }
    sweep: { temperatures: [1, 4], alphas: [0.5, 0.9] }
    epochs: 3
    repeat: 2
`;

let bench: Workbench;

async function taught(workspace: string): Promise<void> {
  const recipe = `${workspace}.yaml`;
  writeFileSync(recipe, RECIPE);
  await runWell(recipe, workspace);
}

beforeAll(async () => {
  if (available) bench = await openWorkbench({}, taught);
}, 240_000);

afterEach(context => tellOfFailure(bench, context));

afterAll(async () => {
  if (available) await bench.close();
});

/** Of the item in full: its label, and the teacher's share of it in percent. */
async function label(): Promise<{ readonly name: string; readonly share: number }> {
  const row = bench.page.getByRole('region', { name: /^Item \d+, label/ }).locator('tr[data-label]');
  const name = (await row.getByRole('rowheader').innerText()).replace(/\(.*\)/s, '').trim();
  return { name, share: Number.parseFloat(await row.getByRole('cell').first().innerText()) };
}

it.runIf(available)('what teaching bought is told on its run, with its interval over seeds', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt } = bench;
  await openScreen('runs');
  await page
    .getByRole('button', { name: /^pupil/ })
    .or(page.getByRole('row', { name: /pupil/ }))
    .first()
    .click();
  await page.getByRole('heading', { name: 'Parts of the loss' }).waitFor();
  await page.getByRole('button', { name: 'Soft targets · mean of 2 seeds' }).waitFor();
  await page.getByRole('tab', { name: 'Outputs' }).click();
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'What teaching bought' }) }).last();
  await panel.getByRole('row', { name: /^Student, taught \d+ \/ 300/ }).waitFor();
  await panel.getByText('mean of 2 seeds, 95 % interval over them').waitFor();
  await panel.getByText('Gap closed').waitFor();
  const map = panel.getByRole('application', { name: 'Temperature and α, tried on validation' });
  await map.focus();
  for (const key of ['ArrowUp', 'ArrowLeft']) await page.keyboard.press(key);
  await panel.getByText('T 1, α 0.5: Score').waitFor();
  await page.keyboard.press('ArrowDown');
  await panel.getByText('T 4, α 0.5:').waitFor();
  await lookAt('teaching-run');
  await panel.getByRole('button', { name: 'Show as table' }).click();
  await panel.getByRole('columnheader', { name: 'α 0.9' }).waitFor();
  await panel.getByRole('link', { name: 'Look at the soft labels' }).click();
  await page.waitForURL(/#\/models\/[^@]+@teaching$/);
});

it.runIf(available)('soft labels are looked into at any temperature, by class and confusion', { timeout: 120_000 }, async () => {
  const { page, lookAt, complaints } = bench;
  await page.getByRole('table', { name: /^The teacher’s probabilities/ }).waitFor();
  const before = await label();
  await page.evaluate(() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      document.body.dataset['sent'] = String(Number(document.body.dataset['sent'] ?? 0) + 1);
      send.call(this, data);
    };
  });
  const slider = page.getByRole('slider', { name: 'Temperature' });
  await slider.focus();
  await slider.press('End');
  await page.getByText('T = 20', { exact: true }).waitFor();
  const softened = await label();
  expect(softened.name).toBe(before.name);
  expect(Math.abs(softened.share - 10)).toBeLessThan(Math.abs(before.share - 10));
  // All that a move needs is there: main is not asked.
  expect(await page.evaluate(() => document.body.dataset['sent'])).toBeUndefined();
  await page.getByRole('button', { name: /^as taught/ }).click();
  expect(await label()).toEqual(before);

  const chip = page.getByRole('button', { name: /^\d as \d/ }).first();
  const [, own, other] = /^(\d) as (\d)/.exec(await chip.innerText()) ?? [];
  await chip.click();
  await page.getByText(`What the teacher sees in ${own ?? ''}, on average`).waitFor();
  await expect.poll(async () => (await label()).name).toBe(own);
  expect(await page.getByRole('combobox', { name: 'Nearest' }).inputValue()).toBe(other);
  const heads = page.getByRole('button', { name: new RegExp(`^Show item \\d+, label ${own ?? ''}$`) });
  const second = /\d+/.exec((await heads.nth(1).getAttribute('aria-label')) ?? '')?.[0];
  await heads.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('region', { name: `Item ${second ?? ''}, label ${own ?? ''}` }).waitFor();
  await lookAt('teaching-strip');
  // The count does count.
  expect(await page.evaluate(() => Number(document.body.dataset['sent']))).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

it.runIf(available)('items whose label the teacher contradicts are shown, and taken along', { timeout: 120_000 }, async () => {
  const { page } = bench;
  const gallery = page.locator('section', { has: page.getByRole('heading', { name: 'Where teacher and label differ' }) }).last();
  const told = await gallery.getByText(/of 1,200 training items/).innerText();
  const count = Number(/^(\d+) of/.exec(told)?.[1]);
  await expect.poll(() => gallery.getByRole('listitem').count()).toBe(Math.min(24, count));
  const saved = page.waitForEvent('download');
  await gallery.getByRole('button', { name: 'Save as CSV' }).click();
  const lines = (await readFile(await (await saved).path(), 'utf8')).split('\r\n');
  expect(lines[0]).toBe('item,label,teacher,confidence,student');
  expect(lines).toHaveLength(count + 1);
  for (const [, own, answer] of lines.slice(1).map(line => line.split(','))) expect(own).not.toBe(answer);
});

it.runIf(available)('the screen is accessible in both themes and languages', { timeout: 120_000 }, async () => {
  const { page, axe, lookAt } = bench;
  const violations: string[] = [];
  const address = page.url();
  for (const [scheme, language] of [
    ['light', 'en'],
    ['dark', 'en'],
    ['dark', 'zh-CN'],
    ['light', 'zh-CN'],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    if (language === 'zh-CN' && scheme === 'dark') {
      await page.getByRole('button', { name: /^Language/ }).click();
      await page.getByRole('menuitem', { name: '简体中文' }).click();
      await page.getByRole('heading', { name: '教学的收获' }).waitFor();
    }
    await lookAt(`teaching-${scheme}-${language}`);
    violations.push(...(await axe(`teaching ${scheme} ${language}`)));
    await page.goto(address.replace('@teaching', ''));
    await page.getByRole('heading', { level: 1 }).waitFor();
    violations.push(...(await axe(`overview ${scheme} ${language}`)));
    await page.goto(address);
    await page.locator('table caption').first().waitFor({ state: 'attached' });
  }
  expect(violations).toEqual([]);
});
