import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

/** One step that fails at once, and two trainings that never get to their end within a test. */
const RECIPE = `espalier: 1
name: long
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 2000, validation: 200, test: 200, seed: 1 } }
  wild: { do: train, data: digits, model: { preset: mlp, hidden: [64, 64, 64, 64, 64] }, epochs: 20, optimizer: { kind: sgd, learningRate: 10 } }
  net: { do: train, data: digits, model: { preset: mlp, hidden: [512, 512] }, epochs: 9000, repeat: 2 }
`;

const recipes = mkdtempSync(join(tmpdir(), 'espalier-recipes-'));
let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  writeFileSync(join(recipes, 'mnist-tour.yaml'), RECIPE);
  bench = await openWorkbench({ ESPALIER_RECIPES: recipes });
}, 60_000);

afterAll(async () => {
  rmSync(recipes, { recursive: true });
  if (available) await bench.close();
});

async function command(text: string): Promise<void> {
  const { page } = bench;
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Type a screen').fill(text);
  await page.getByRole('dialog').getByText(text).first().click();
}

/** How many different pictures the first chart shows within so many milliseconds, looked at every 50. */
function pictures(ms: number): Promise<number> {
  return bench.page.evaluate(async duration => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[role="img"]');
    const seen = new Set<string>();
    for (const end = performance.now() + duration; performance.now() < end;) {
      seen.add(canvas?.toDataURL() ?? '');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    return seen.size;
  }, ms);
}

it.runIf(available)('a run is watched, its failure explained, paused, and goes on', { timeout: 180_000 }, async () => {
  const { page, lookAt, axe } = bench;
  await command('Take the tour');
  await page.getByRole('heading', { level: 1, name: 'long' }).waitFor();
  const failure = page.getByRole('alert').filter({ hasText: 'wild: The training diverged' });
  await failure.waitFor();
  await failure.getByRole('link', { name: 'Show the log' }).click();
  await page
    .getByText(/diverged: /)
    .first()
    .waitFor();
  expect(page.url()).toMatch(/#\/runs\/[^@]+@wild@log$/);
  await page.getByText('Errors', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Filter the log' }).fill('no such word');
  await page.getByText('Nothing matches.').waitFor();
  await lookAt('runs-log');
  await page.getByRole('button', { name: 'net', exact: true }).click();
  await page.getByRole('heading', { name: 'Memory' }).waitFor();
  await page.getByRole('heading', { name: 'Throughput' }).waitFor();
  await lookAt('runs-live');
  // Fetched once a second, curves are drawn on in between.
  expect(await pictures(2000)).toBeGreaterThan(4);
  const violations = await axe('live run');
  await page.locator('body').press('.');
  await page.getByText('paused', { exact: true }).first().waitFor();
  await page.reload();
  await page.getByText('paused', { exact: true }).first().waitFor();
  await lookAt('runs-paused');
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await page.locator('body').press('.');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  expect(violations).toEqual([]);
});

it.runIf(available)('runs wait in a queue that can be put in order, and are deleted and brought back', { timeout: 180_000 }, async () => {
  const { page, lookAt, axe, complaints } = bench;
  const list = page.getByRole('navigation', { name: 'Runs' });
  const links = list.getByRole('link');
  await command('Take the tour');
  await expect.poll(() => links.count(), { timeout: 20_000 }).toBe(2);
  const [first, second] = [await links.nth(0).getAttribute('href'), await links.nth(1).getAttribute('href')];
  await list.getByText('waiting for its turn').waitFor();
  await lookAt('runs-queue');
  await list.getByRole('button', { name: 'Let long go first' }).nth(1).click();
  await expect.poll(() => links.nth(0).getAttribute('href')).toBe(second);
  await page.locator('body').press('j');
  await expect.poll(() => page.url()).toContain(String(first).replace('#', ''));
  // Its wild step is run again since it was resumed: cancelled before that fails, the run would end as cancelled.
  await page.getByRole('alert').filter({ hasText: 'wild: The training diverged' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await list.getByText('failed', { exact: true }).waitFor();
  await page.locator('body').press('Delete');
  await page.getByText('Deleted “long”').waitFor();
  // A notice goes after a while, but not while someone is at it: looking closely may take longer than that.
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.focus();
  await expect.poll(() => links.count()).toBe(1);
  const violations = await axe('deleted run');
  await lookAt('runs-deleted');
  await undo.press('Enter');
  await expect.poll(() => links.count()).toBe(2);
  await page.getByRole('textbox', { name: 'Filter runs' }).fill('no such run');
  await list.getByText('Nothing matches.').waitFor();
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});
