import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startCli } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

/** Small enough to train in a moment; `wide` has 2,000 channels to cut. */
const RECIPE = `espalier: 1
name: networks
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 300, validation: 100, test: 100 } }
  lenet5: { do: train, data: digits, model: { preset: lenet5 }, epochs: 1 }
  wide: { do: train, data: digits, model: { preset: mlp, hidden: [1200, 800] }, epochs: 1 }
`;

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  const recipes = mkdtempSync(join(tmpdir(), 'espalier-recipes-'));
  writeFileSync(join(recipes, 'mnist-tour.yaml'), RECIPE);
  bench = await openWorkbench({ ESPALIER_RECIPES: recipes });
  await bench.page.getByRole('button', { name: 'Take the tour' }).click();
  await modelCalled('wide');
}, 240_000);

afterAll(async () => {
  if (available) await bench.close();
});

/** Waits until the workspace has it, as the command line says beside the open workbench; its sizes. */
async function modelCalled(name: string): Promise<Sizes> {
  const list = ['models', 'list', '--workspace', join(bench.folder, 'digits'), '--json'];
  const find = async () => {
    const models = JSON.parse((await startCli(list).ended).out) as { name: string; output: { summary: { size: Sizes } } }[];
    const found = models.find(model => model.name === name);
    if (found === undefined) throw new Error(`No model '${name}' yet`);
    return found.output.summary.size;
  };
  return vi.waitFor(find, { timeout: 200_000, interval: 1000 });
}

interface Sizes {
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly bytes: number;
}

async function openSurgery(model: string): Promise<void> {
  await bench.openScreen(`models/${model}/surgery`);
  await bench.page.getByRole('application').waitFor();
}

/** Presses a key on a threshold and measures, in the page, how long until the costs on the screen change. */
async function millisecondsToCosts(slider: string, key: string): Promise<number> {
  await bench.page.getByRole('slider', { name: slider }).focus();
  return bench.page.evaluate(async pressed => {
    const costs = document.querySelector('[data-testid="costs"]')!;
    const start = performance.now();
    const changed = new Promise<number>(resolve => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve(performance.now() - start);
      });
      observer.observe(costs, { subtree: true, characterData: true, childList: true });
    });
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, code: pressed, bubbles: true, cancelable: true }));
    return changed;
  }, key);
}

it.runIf(available)('a practitioner cuts channels by hand, sees at once what it buys, and runs it', { timeout: 240_000 }, async () => {
  const { page, lookAt, openScreen } = bench;
  await openScreen('models/lenet5');
  await page.getByRole('link', { name: 'Surgery' }).click();
  await page.getByRole('application').waitFor();
  await page.getByText('0 of 570 channels go').waitFor();
  const drawing = page.getByRole('application');
  await page.getByRole('slider', { name: 'Share that goes: conv2' }).press('End');
  await page.getByText('3 of 50 stay').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('0 of 570 channels go').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await page.getByText('47 of 570 channels go').waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('combobox', { name: 'Criterion' }).click();
  await page.getByRole('option', { name: 'Batch-norm scale' }).click();
  await page
    .getByRole('alert')
    .getByText(/requires a batch normalisation/)
    .waitFor();
  await page.getByRole('combobox', { name: 'Criterion' }).click();
  await page.getByRole('option', { name: 'Geometric median' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  // The first cell by click, the second by keyboard; then one of conv2.
  await drawing.click({ position: { x: 16, y: 56 } });
  await drawing.press('ArrowDown');
  await drawing.press('x');
  await page.getByText('2 of 570 channels go').waitFor();
  await drawing.press('ArrowRight');
  await drawing.press('ArrowRight');
  expect(await page.locator('#surgery-cell').innerText()).toMatch(/conv2, channel 1 · score .* Removing it takes 16 inputs of fc1 with it/);
  await drawing.press('p');
  await lookAt('surgery');
  const shown = await page
    .getByTestId('costs')
    .locator('b')
    .evaluateAll(figures => figures.map(figure => (figure as HTMLElement).title));
  const predicted = shown.map(exact => Number(exact.replaceAll(',', '')));
  await page.getByRole('button', { name: 'Prune and fine-tune' }).click();
  const recipe = await page.getByLabel('Recipe', { exact: true }).innerText();
  expect(recipe).toContain('criterion: { kind: geometric-median }');
  expect(recipe).toContain('"conv1": [0, 1]');
  await page.getByLabel('Epochs of fine-tuning').fill('0');
  for (const control of ['random choice, same budget', 'this shape from scratch', 'uncut, same extra epochs']) {
    await page.getByLabel(control).uncheck();
  }
  await page.getByRole('button', { name: 'Prune', exact: true }).click();
  await page.getByRole('heading', { name: 'lenet5 after surgery' }).waitFor();
  const size = await modelCalled('cut');
  expect([size.parameters, size.multiplyAdds, size.bytes]).toEqual(predicted);
});

it.runIf(available)('a slider over 2,000 channels is answered within 50 ms', { timeout: 120_000 }, async () => {
  await openSurgery('wide');
  await bench.page.getByText('0 of 2,000 channels go').waitFor();
  const all = 'Share that goes: All layers together';
  await millisecondsToCosts(all, 'ArrowRight');
  const times: number[] = [];
  for (let i = 0; i < 15; i++) times.push(await millisecondsToCosts(all, 'ArrowRight'));
  times.sort((a, b) => a - b);
  console.info(`surgery, 2,000 channels: median ${times[7]!.toFixed(1)} ms, slowest ${times.at(-1)!.toFixed(1)} ms from key to costs`);
  await bench.lookAt('surgery-wide');
  await bench.page.getByText('320 of 2,000 channels go').waitFor();
});

it.runIf(available)('is accessible in both themes and languages', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  await openSurgery('lenet5');
  const violations = [...(await axe('surgery'))];
  await openScreen('settings');
  await page.getByText('简体中文').first().click();
  await page.getByText('深色').first().click();
  await openSurgery('lenet5');
  await page.getByRole('slider').first().press('End');
  await page.waitForLoadState('networkidle');
  violations.push(...(await axe('surgery 中文 dark')));
  await lookAt('surgery-chinese-dark');
  await page.setViewportSize({ width: 1024, height: 700 });
  await lookAt('surgery-small');
  await page.getByRole('button', { name: '剪枝并微调' }).click();
  await page.getByRole('dialog').waitFor();
  violations.push(...(await axe('surgery review')));
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});
