import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { StudyReport } from '../../src-shared/domain/study-report.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;
const STEPS = {
  digits: SMALL_STEPS.digits,
  best: {
    do: 'search',
    data: 'digits',
    space: {
      model: { preset: 'mlp', depth: { from: 1, to: 2 }, width: { from: 8, to: 32, scale: 'log' } },
      optimizer: { kind: 'adam', learningRate: { from: 0.001, to: 0.03, scale: 'log' } },
    },
    budget: { trials: 6, epochs: 2 },
    scheduler: { kind: 'none' },
    control: 'never',
    confirm: { top: 1, seeds: 1 },
    processes: 1,
  },
  dense: SMALL_STEPS.dense,
  fitting: {
    ...{ do: 'fit', model: 'dense', quality: { accuracy: 0.3 }, budget: { trials: 6, epochs: 3 }, processes: 1 },
    ...{ space: { method: { choose: ['prune-weights', 'factorise'] }, keep: { from: 0.1, to: 0.6 } }, confirm: { top: 0 } },
  },
};

/** Where a trial's network goes from its card, and what the recipe there says. */
const ONWARD = [
  ['Train on', /do: train/],
  ['Use as teacher', /do: distill[^]*teacher/],
  ['Use as student', /do: distill[^]*student/],
  ['Prune', /do: prune/],
] as const;

let bench: Workbench;
let study: StudyReport;
let fitting: StudyReport;
let digits: string;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const recipe = recipeFile(dirname(workspace), STEPS, 'study');
    const made = resultOf(await cli('run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json')).steps;
    study = made['best']!.output.study as StudyReport;
    digits = made['digits']!.id!;
    fitting = made['fitting']!.output.study as StudyReport;
  });
}, 4 * MINUTES);

afterAll(async () => {
  if (available) await bench.close();
});

it.runIf(available)('a search is seen from all sides, and its winner is drawn and goes on', { timeout: 2 * MINUTES }, async () => {
  const { page, complaints, openScreen, lookAt, axe } = bench;
  await openScreen('studies');
  await page.getByRole('link', { name: 'best' }).first().click();
  for (const tab of ['Trials', 'Parameters', 'Rungs', 'Front', 'Course']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await page.locator('[role="tabpanel"] section').first().waitFor();
    expect(await axe(`study, ${tab}`)).toEqual([]);
  }
  await page
    .getByRole('button', { name: `Trial ${study.winner}`, exact: true })
    .first()
    .click();
  const card = page.locator('section', { has: page.getByRole('heading', { name: `Trial ${study.winner}` }) }).last();
  const drawing = card.getByRole('img', { name: /^Structure: input 28/ });
  await drawing.waitFor();
  expect(await drawing.getAttribute('aria-label')).toMatch(/fc1 \d+(, fc2 \d+)?, .* 10$/);
  await card.scrollIntoViewIfNeeded();
  await lookAt('study-trial');
  expect(await axe('study with a trial')).toEqual([]);
  for (const [name, written] of ONWARD) {
    await card.getByRole('button', { name, exact: true }).click();
    await page.waitForURL(/new\/recipe/);
    const recipe = page.getByRole('textbox').first();
    await expect.poll(() => recipe.inputValue()).toMatch(written);
    await page.getByText('Ready to run', { exact: true }).first().waitFor();
    await page.goBack();
    await drawing.waitFor();
  }
  expect(complaints).toEqual([]);
});

it.runIf(available)(
  'plans to make a model fit are seen by quality and size, and any of them is a recipe',
  { timeout: 2 * MINUTES },
  async () => {
    const { page, complaints, openScreen, lookAt, axe } = bench;
    await openScreen('studies');
    await page.getByRole('link', { name: 'fitting' }).first().click();
    await page.getByRole('tab', { name: 'Front', exact: true }).click();
    await page.getByText('Accuracy against File size').first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).first().innerText()).toContain('Make it fit');
    await page.getByText('Up to 100 %: the size of a plan', { exact: false }).waitFor();
    expect(await axe('plans, front')).toEqual([]);
    await lookAt('plans-front');
    await page.getByRole('tab', { name: 'Trials', exact: true }).click();
    await page
      .getByRole('button', { name: `Trial ${fitting.winner}`, exact: true })
      .first()
      .click();
    await lookAt('plans-trial');
    await page.getByRole('button', { name: 'Carry out this plan' }).click();
    await page.waitForURL(/new\/recipe/);
    const recipe = page.getByRole('textbox').first();
    await recipe.waitFor();
    expect(await recipe.inputValue()).toMatch(/do: (prune|factorise)\n +model: model:/);
    expect(complaints).toEqual([]);
  },
);

it.runIf(available)('the space editor says what its networks cost, and what a budget shuts out', { timeout: 2 * MINUTES }, async () => {
  const { page, complaints, openScreen, lookAt, axe } = bench;
  await openScreen(`new/make~search~data:${digits}`);
  const panel = page.locator('section', { hasText: 'What its networks cost' }).last();
  await panel.getByText('None of 256 drawn by lot would be refused.').waitFor();
  expect(await axe('search wizard with costs')).toEqual([]);
  await lookAt('search-wizard-costs');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('textbox', { name: 'Parameters at most' }).fill('50000');
  await panel.getByText(/^\d+.% of 256 drawn by lot would be refused before training/).waitFor();
  await lookAt('search-wizard-budget');
  await page.getByRole('textbox', { name: 'Parameters at most' }).fill('500');
  await panel.getByText('All 256 drawn by lot would be refused', { exact: false }).waitFor();
  expect(await axe('search wizard with all refused')).toEqual([]);
  expect(complaints).toEqual([]);
});
