import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CrossValidationReport } from '../../src-shared/domain/cross-validation.ts';
import type { ComparisonReport } from '../../src-shared/domain/report.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;
const folded = (hidden: readonly number[], folds: object) => ({
  ...{ do: 'cross-validate', data: 'digits', model: { preset: 'mlp', hidden }, folds, epochs: 2, batchSize: 50 },
});
const STEPS = {
  digits: SMALL_STEPS.digits,
  wide: folded([48], { k: 3, repeats: 2, seed: 9 }),
  narrow: folded([8], { k: 3, repeats: 2, seed: 9 }),
  other: folded([48], { k: 3, seed: 10 }),
  verdict: { do: 'compare', models: ['wide', 'narrow', 'other'], split: 'validation' },
};

let bench: Workbench;
let made: ReturnType<typeof resultOf>;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const recipe = recipeFile(dirname(workspace), STEPS, 'folds');
    made = resultOf(await cli('run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json'));
  });
}, 4 * MINUTES);

afterAll(async () => {
  if (available) await bench.close();
});

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

it.runIf(available)('a run shows what a cross-validation found, over the folds and fold by fold', { timeout: 2 * MINUTES }, async () => {
  const { page, complaints, openScreen, lookAt, axe } = bench;
  const report = made.steps['wide']!.output.crossValidation as CrossValidationReport;
  await openScreen(`runs/${made.runId}@wide@outputs`);
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Cross-validation' }) }).last();
  await panel.waitFor();
  const shown = plain(await panel.innerText());
  const { mean, standardError } = report.metrics['error']!;
  expect(shown).toContain('3 folds, 2 rounds, 2,000 items of the training part.');
  expect(shown).toContain(percent(mean));
  expect(shown).toContain(`± ${percent(standardError)}`);
  for (const { metrics } of report.members) expect(shown).toContain(percent(metrics['error']!));
  expect(await panel.getByRole('group', { name: 'Fold' }).getByRole('row').count()).toBe(7);
  const row = plain(await page.getByRole('row', { name: /^wide Cross-validate/ }).innerText());
  expect(row).toContain(`Error ${percent(mean)} ± ${percent(standardError)} over 6 folds`);
  expect(plain(await page.getByRole('row', { name: /^wide\/fold/ }).innerText())).toContain('6 parts');
  await panel.scrollIntoViewIfNeeded();
  await lookAt('run-folds');
  expect(await axe('run with folds')).toEqual([]);
  expect(complaints).toEqual([]);
});

it.runIf(available)(
  'a comparison tests what shares its folds, refuses what does not, and names the smallest that does',
  { timeout: 2 * MINUTES },
  async () => {
    const { page, complaints, openScreen, lookAt, axe } = bench;
    const verdict = made.steps['verdict']!;
    const { folds } = verdict.output.report as ComparisonReport;
    await openScreen(`compare/${String(verdict.jobId)}`);
    await page.getByRole('tab', { name: 'Cross-validation' }).click();
    const pairs = page.getByRole('tabpanel').getByRole('group', { name: 'Pairs' });
    await pairs.waitFor();
    expect(await pairs.getByText('Not tested: judged on other folds.').count()).toBe(2);
    const tested = folds!.pairs.find(({ test }) => test !== null)!.test!;
    expect(plain(await pairs.innerText())).toContain((100 * tested.difference).toFixed(2));
    expect(plain(await page.getByRole('tabpanel').innerText())).toMatch(/one standard error of wide/);
    await pairs.scrollIntoViewIfNeeded();
    await lookAt('compare-folds');
    expect(await axe('comparison of folds')).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

it.runIf(available)('both are there in Chinese, on a small dark screen', { timeout: 2 * MINUTES }, async () => {
  const { page, openScreen, lookAt } = bench;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 700 });
  await page
    .getByRole('button', { name: /^Language|^EN/ })
    .first()
    .click();
  await page
    .getByRole('menuitem', { name: /中文/ })
    .or(page.getByRole('menuitemradio', { name: /中文/ }))
    .first()
    .click();
  await openScreen(`runs/${made.runId}@wide@outputs`);
  const heading = page.getByRole('heading', { name: '交叉验证' }).last();
  await heading.scrollIntoViewIfNeeded();
  // Wide tables scroll by themselves; the page never does sideways.
  expect(
    await page.evaluate(
      () =>
        [...document.querySelectorAll('main, main *')].filter(
          e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto' && !e.classList.contains('scroll-x'),
        ).length,
    ),
  ).toBe(0);
  await lookAt('run-folds-zh-dark');
  await openScreen(`compare/${String(made.steps['verdict']!.jobId)}`);
  await page.getByRole('tab', { name: '交叉验证' }).click();
  expect(await page.getByText('未检验：评判所用的折不同。').count()).toBe(2);
  await lookAt('compare-folds-zh-dark');
});
