import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SpeedVerdict } from '../../src-shared/domain/speed.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;
const STEPS = {
  digits: SMALL_STEPS.digits,
  dense: { ...SMALL_STEPS.dense, model: { preset: 'mlp', hidden: [800] }, epochs: 1 },
  fast: {
    do: 'prune',
    model: 'dense',
    granularity: 'channels',
    target: { latency: 0.6 },
    schedule: 'one-shot',
    fineTune: { epochs: 1 },
    controls: { random: true, scratch: false, dense: false },
    batchSize: 50,
  },
};

let bench: Workbench;
let made: ReturnType<typeof resultOf>['steps'];

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const recipe = recipeFile(dirname(workspace), STEPS, 'fast');
    made = resultOf(await cli('run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json')).steps;
  });
}, 3 * MINUTES);

afterAll(async () => {
  if (available) await bench.close();
});

it.runIf(available)(
  'a network pruned until it is fast enough says what was asked and what was measured',
  { timeout: 2 * MINUTES },
  async () => {
    const { page, openScreen, lookAt, axe, complaints } = bench;
    const { speed } = made['fast']!.output.summary as { speed: SpeedVerdict };
    expect(speed.asked).toEqual({ name: 'latency', bound: 0.6 });
    expect(speed.isReached).toBe(speed.ratio.median <= 0.6);
    // What a loaded machine measures is its own; that the smaller one is faster shows on any.
    expect(speed.ratio.median).toBeLessThan(0.8);
    await openScreen(`models/${made['fast']!.id}`);
    const panel = page.locator('section', { hasText: 'Beside its controls' }).last();
    await panel.waitFor();
    const shown = (await panel.innerText()).replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(shown).toContain(`${(100 * speed.ratio.median).toFixed(1)} % of the time`);
    expect(shown).toContain('Random choice at the same budget');
    await panel.scrollIntoViewIfNeeded();
    await lookAt('model-speed-verdict');
    expect(await axe('model with a speed')).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

it.runIf(available)(
  'the prune wizard shows what would be left, and refuses at its field what can’t be',
  { timeout: 2 * MINUTES },
  async () => {
    const { page, openScreen, lookAt, axe, complaints } = bench;
    await openScreen(`new/make~prune~model:${made['dense']!.id}`);
    const preview = page.locator('section', { hasText: 'What it would leave' }).last();
    // Nine of ten weights, of 784·800 + 800·10.
    await preview.getByText('As it will be.').waitFor();
    const text = async (): Promise<string> => (await preview.innerText()).replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(await text()).toMatch(/636,010 → 64,330/);
    await choose('Granularity', 'Channels');
    await choose('Target', 'Parameters left');
    const budget = page.getByRole('textbox', { name: 'Parameters left' });
    await budget.fill('0.01');
    await page.getByText('A target within reach is required', { exact: false }).first().waitFor();
    expect(await preview.getByText('This can’t be done').count()).toBe(1);
    await lookAt('prune-wizard-refused');
    await budget.fill('0.5');
    await expect.poll(text).toMatch(/636,010 → 31\d,\d{3}/);
    expect(await page.getByText('A target within reach is required', { exact: false }).count()).toBe(0);
    await lookAt('prune-wizard-preview');
    expect(await axe('prune wizard with a preview')).toEqual([]);
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.evaluate(() => localStorage.setItem('espalier.theme', 'dark'));
    await page.evaluate(() => localStorage.setItem('espalier.language', 'zh-CN'));
    await page.reload();
    await page.getByText('预计剩余').waitFor();
    await page.getByText('运行结果将与此一致').waitFor();
    await page.getByText('预计剩余').scrollIntoViewIfNeeded();
    await lookAt('prune-wizard-preview-zh');
    expect(await axe('prune wizard with a preview, dark')).toEqual([]);
    expect(complaints).toEqual([]);

    async function choose(field: string, option: string): Promise<void> {
      await page
        .getByRole('combobox', { name: field, exact: true })
        .or(page.getByRole('textbox', { name: field, exact: true }))
        .first()
        .click();
      await page.getByRole('option', { name: option, exact: true }).click();
    }
  },
);
