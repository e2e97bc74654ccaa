import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { command, pressOn, replaceText, tabTo, takeFirst } from './support/keyboard.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

/** The journeys of a person without a mouse, one after the other: nothing here clicks, fills or goes to an address. */
const RECIPES = fileURLToPath(new URL('../fixtures/recipes', import.meta.url));
const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const LONG = { timeout: 240_000 };

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (available) bench = await openWorkbench({ ESPALIER_RECIPES: RECIPES });
}, 60_000);

afterAll(async () => {
  if (available) await bench.close();
});

async function reviewAndRun(): Promise<void> {
  const { page } = bench;
  await pressOn(page, 'Review');
  await page.getByText('Ready to run').waitFor();
  await pressOn(page, 'Run');
  await page.waitForURL(/#\/runs\//);
}

it.runIf(available)('the first five minutes: the tour, to its comparison', LONG, async () => {
  const { page, complaints } = bench;
  await pressOn(page, 'Take the tour');
  await page.getByRole('heading', { level: 1, name: 'mnist-tour' }).waitFor();
  await page
    .getByRole('link', { name: 'Open the comparison' })
    .or(page.getByText(/models compared/))
    .first()
    .waitFor({ timeout: 180_000 });
  await page.getByText(/files/).first().waitFor();
  // By its letter, as the list of keys says.
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.getByRole('row', { name: /^lean/ }).first().waitFor();
  expect(complaints).toEqual([]);
});

it.runIf(available)('bring my data: a table of one’s own, imported, looked at, and trained on', LONG, async () => {
  const { page, folder, lookAt } = bench;
  const rows = Array.from({ length: 200 }, (_, i) => `${i % 9},${(i * 7) % 5},${i % 9 > 4 ? 'high' : 'low'}`);
  writeFileSync(join(folder, 'digits', 'levels.csv'), ['a,b,level', ...rows].join('\n'));
  await command(page, 'Import data');
  await page.getByRole('heading', { name: 'What', exact: true }).waitFor();
  await tabTo(page, 'field-steps.data.source');
  await page.keyboard.type('levels.csv');
  await tabTo(page, 'field-steps.data.label');
  await page.keyboard.type('level');
  await pressOn(page, 'Next');
  await page.getByRole('heading', { name: 'How' }).waitFor();
  await reviewAndRun();
  await page
    .getByText(/200 items/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.getByRole('heading', { name: 'Class balance' }).waitFor();
  await lookAt('keyboard-data');
});

it.runIf(available)('make it fit: a budget, a preview, a run and its card', LONG, async () => {
  const { page } = bench;
  await command(page, 'Prune');
  await page.getByRole('heading', { name: 'What', exact: true }).waitFor();
  await tabTo(page, 'field-steps.lean.model');
  await page.keyboard.press('Enter');
  await takeFirst(page, /^dense/);
  await page.getByText('What it would leave').waitFor();
  await pressOn(page, 'Next');
  await page.getByRole('heading', { name: 'How' }).waitFor();
  await tabTo(page, 'field-steps.lean.fineTune.epochs');
  await replaceText(page, '1');
  await reviewAndRun();
  await page
    .getByText(/validation .*%/)
    .first()
    .waitFor({ timeout: 120_000 });
  // From one tab to the next go the arrows.
  await tabTo(page, 'Curves');
  await page.keyboard.press('ArrowRight');
  await page.getByText('Proof of shrink').first().waitFor({ timeout: 60_000 });
});

it.runIf(available)('compare: two models chosen in the table, measured, their table copied', LONG, async () => {
  const { page } = bench;
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.getByRole('row', { name: /dense/ }).first().waitFor();
  // Down the rows: space takes a model, c compares what was taken.
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await page.keyboard.press('c');
  await page.waitForURL(/#\/compare\?models=/);
  await pressOn(page, 'Measure side by side');
  await page.getByRole('heading', { name: /2 models · test split/ }).waitFor({ timeout: 120_000 });
  await tabTo(page, 'Curves');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('tab', { name: 'Settings and results', selected: true }).waitFor();
  const saved = page.waitForEvent('download');
  await pressOn(page, 'Save report');
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect((await saved).suggestedFilename()).not.toBe('');
});

it.runIf(available)('hand over: a file is written, read back, and lies in the workspace', LONG, async () => {
  const { page, folder, complaints } = bench;
  await command(page, 'Export');
  await page.getByRole('heading', { name: 'What', exact: true }).waitFor();
  await pressOn(page, 'Next');
  await page.getByRole('heading', { name: 'How' }).waitFor();
  await reviewAndRun();
  await page
    .getByText(/1 file/)
    .first()
    .waitFor({ timeout: 120_000 });
  const files = readdirSync(join(folder, 'digits', 'exports'), { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.onnx'),
  );
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) expect(readFileSync(join(folder, 'digits', 'exports', file)).length).toBeGreaterThan(1000);
  expect(complaints).toEqual([]);
});
