import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ShrinkCard } from '../../src-shared/domain/shrink-card.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;
const STEPS = {
  ...SMALL_STEPS,
  tiny: { do: 'cluster', model: 'lean', fineTune: { epochs: 1 }, batchSize: 50 },
  whole: { do: 'quantise', model: 'lean', keep: { last: true }, calibration: { items: 64 }, fineTune: { epochs: 1 }, batchSize: 50 },
};

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));
let made: ReturnType<typeof resultOf>['steps'];
let runId: string;
let table: string;

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const options = ['--workspace', workspace, '--engine', 'wasm'];
    const recipe = recipeFile(dirname(workspace), STEPS, 'shrink');
    const done = resultOf(await cli('run', recipe, ...options, '--json'));
    made = done.steps;
    runId = done.runId;
    table = (await cli('models', 'show', 'lean', '--workspace', workspace)).out;
  });
}, 3 * MINUTES);

afterAll(async () => {
  if (available) await bench.close();
});

it.runIf(available)('a pruned model shows what it cost and bought, on its page and in its run', { timeout: 2 * MINUTES }, async () => {
  const { page, complaints, openScreen, lookAt, axe } = bench;
  const lean = made['lean']!;
  const card = lean.output.card as ShrinkCard;
  await openScreen(`models/${lean.id}`);
  await page.getByRole('heading', { name: 'Proof of shrink' }).waitFor();
  const shown = (await page.locator('section', { hasText: 'Proof of shrink' }).last().innerText()).replaceAll('\u00a0', ' ');
  expect(shown).toContain('Smaller only when compressed, same speed.');
  expect(shown).toContain(`${card.before.nonZeros.toLocaleString('en')} → ${card.after.nonZeros.toLocaleString('en')}`);
  expect(shown).toContain(`${(100 * card.after.quality!.estimate.value).toFixed(2)} %`);
  expect(shown).toContain('Both files answer like their models');
  await lookAt('model-shrink-card');
  const violations = [...(await axe('model with a card'))];
  await openScreen(`runs/${runId}`);
  await page.getByRole('row', { name: /^tiny/ }).click();
  await page.getByRole('tab', { name: 'Outputs' }).click();
  await page.getByRole('heading', { name: 'Proof of shrink' }).waitFor();
  await lookAt('run-shrink-card');
  violations.push(...(await axe('run with a card')));
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});

it.runIf(available)('a quantised model shows what became of each layer, and what it costs', { timeout: 2 * MINUTES }, async () => {
  const { page, complaints, openScreen, lookAt, axe } = bench;
  await openScreen(`runs/${runId}`);
  await page.getByRole('row', { name: /^whole/ }).click();
  await page.getByRole('tab', { name: 'Outputs' }).click();
  await page.getByRole('heading', { name: 'Quantisation' }).waitFor();
  const layers = await page.getByRole('table', { name: 'Layer by layer' }).innerText();
  expect(layers).toContain('the last layer was asked to stay');
  expect(layers).toContain('int8');
  await page.getByRole('table', { name: 'Layer by layer' }).scrollIntoViewIfNeeded();
  await lookAt('run-quantised');
  expect(await axe('run with a quantised model')).toEqual([]);
  expect(complaints).toEqual([]);
});

it.runIf(available)('the command line prints the same card', () => {
  const { before, after } = made['lean']!.output.card as ShrinkCard;
  const gain = before.nonZeros / after.nonZeros;
  expect(table).toContain(`non-zeros`);
  expect(table.replaceAll('\u00a0', ' ')).toMatch(
    new RegExp(`non-zeros +${before.nonZeros.toLocaleString('en')} +${after.nonZeros.toLocaleString('en')} +${gain.toPrecision(3)}×`),
  );
  expect(table).toContain('Both files answer like their models');
});

it.runIf(available)('pruned and shared weights take little room in the workspace', () => {
  const [dense, lean, tiny] = ['dense', 'lean', 'tiny'].map(step => Number(made[step]!.output.file.bytes)) as [number, number, number];
  expect(lean).toBeLessThan(dense / 3);
  expect(tiny).toBeLessThan(lean / 1.8);
  expect((made['tiny']!.output.card as ShrinkCard).before.storedBytes).toBe(lean);
});
