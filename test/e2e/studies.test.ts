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
};

let bench: Workbench;
let study: StudyReport;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const recipe = recipeFile(dirname(workspace), STEPS, 'study');
    const made = resultOf(await cli('run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json')).steps;
    study = made['best']!.output.study as StudyReport;
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
  await card.getByRole('button', { name: 'Prune' }).click();
  await page.waitForURL(/new\/recipe/);
  const recipe = page.getByRole('textbox').first();
  await recipe.waitFor();
  expect(await recipe.inputValue()).toContain('do: prune');
  expect(complaints).toEqual([]);
});
