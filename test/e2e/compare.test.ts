import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runWell } from '../support/cli.ts';
import { makeLargeWorkspace } from '../support/large-workspace.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

/** Two tiny networks, one of them with two seeds; nothing compares them yet. */
const RECIPE = `espalier: 1
name: small
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 1500, validation: 200, test: 400, seed: 7 } }
  wide: { do: train, data: digits, model: { preset: mlp, hidden: [32] }, epochs: 2, repeat: 2 }
  slim: { do: train, data: digits, model: { preset: mlp, hidden: [8] }, epochs: 2 }
`;

async function trained(workspace: string): Promise<void> {
  const recipe = join(temporaryFolder(), 'small.yaml');
  writeFileSync(recipe, RECIPE);
  await runWell(recipe, workspace);
}

async function openSmall(): Promise<Workbench> {
  const bench = await openWorkbench({}, trained);
  onTestFinished(() => bench.close());
  return bench;
}

it.runIf(available)('any models are put side by side, measured, looked into and handed over', { timeout: 180_000 }, async () => {
  const { page, complaints, lookAt, axe, openScreen } = await openSmall();
  await openScreen('compare');
  await page.getByRole('button', { name: 'Choose models' }).click();
  await page.getByPlaceholder('Name, run, kind, data or tag').fill('small');
  await page.getByText('0 of 3 chosen').waitFor();
  const violations = [...(await axe('picker'))];
  await page.getByRole('button', { name: 'Add all found' }).click();
  await page.getByRole('button', { name: 'Compare 3 models' }).click();
  await page.getByRole('heading', { name: '3 models · from what their training measured' }).waitFor();
  const group = page.getByRole('row', { name: /^wide mean of 2 seeds/ });
  await group.waitFor();
  await page.locator('canvas').nth(1).waitFor();
  await lookAt('compare-unmeasured');
  violations.push(...(await axe('unmeasured')));
  await page.getByRole('button', { name: 'Measure side by side' }).click();
  await page.getByRole('heading', { name: '3 models · test split, 400 items' }).waitFor({ timeout: 120_000 });

  await page.getByRole('button', { name: /^wide mean of 2 seeds/ }).click();
  await page.getByRole('rowheader', { name: 'wide · seed 2' }).waitFor();
  await page.getByRole('combobox', { name: 'Model to compare with' }).click();
  await page.getByRole('option', { name: 'wide · seed 1' }).click();
  await page.getByRole('combobox', { name: 'Model', exact: true }).click();
  await page.getByRole('option', { name: 'slim' }).click();
  await page
    .getByText(/slim.* than wide · seed 1|between slim and wide · seed 1|slim.*against.*McNemar/)
    .first()
    .waitFor();
  const shown = Number((await page.getByText(/^Only wide · seed 1 right \d+/).innerText()).match(/\d+$/)?.[0]);
  await page.getByText(/^Only wide · seed 1 right/).click();
  await expect.poll(() => page.locator('li canvas[aria-label*="in truth"]').count()).toBe(Math.min(16, shown));
  await lookAt('compare-measured');
  violations.push(...(await axe('measured')));
  for (const tab of ['Settings and results', 'Confusion', 'Pairs', 'Over seeds']) {
    await page.getByRole('tab', { name: tab }).click();
    violations.push(...(await axe(tab)));
  }
  await page.getByRole('tab', { name: 'Settings and results' }).click();
  const limit = page.getByRole('slider', { name: 'Compressed: most' });
  await limit.focus();
  for (let i = 0; i < 50; i++) await limit.press('ArrowLeft');
  await page.getByText('1 of 3 models is within the limits.').waitFor();

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save report' }).click();
  await page.getByRole('menuitem', { name: 'as a page (HTML)' }).click();
  const html = await readFile(await (await saved).path(), 'utf8');
  expect(html).toMatch(/<svg .*<path d="M/s);
  expect(html).toContain('<td>wide · seed 2</td>');
  const vector = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as SVG' }).first().click();
  expect(await readFile(await (await vector).path(), 'utf8')).toContain('slim</text>');
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});

it.runIf(available)('a thousand models open at once, and a selection of them', { timeout: 180_000 }, async () => {
  const bench = await openWorkbench({}, async workspace => void (await makeLargeWorkspace(workspace, { metrics: 2, points: 20 })));
  onTestFinished(() => bench.close());
  const { page, openScreen, lookAt } = bench;
  await openScreen('models');
  const ids = Array.from({ length: 1000 }, (_, i) => `model-${String(i).padStart(4, '0')}`);
  const openMs = async (chosen: readonly string[]): Promise<number> => {
    await openScreen('settings');
    return page.evaluate(
      async hash => {
        const from = performance.now();
        location.hash = hash;
        while (document.querySelectorAll('main canvas, main table tbody tr').length < 4) await new Promise(requestAnimationFrame);
        return performance.now() - from;
      },
      `#/compare?models=${chosen.join(',')}`,
    );
  };
  await openMs(ids.slice(0, 20));
  const [twenty, all] = [await openMs(ids.slice(10, 30)), await openMs(ids)];
  await lookAt('compare-thousand');
  console.info(`the Compare screen opens in ${twenty.toFixed(0)} ms with 20 of 1,000 models, in ${all.toFixed(0)} ms with all`);
  expect(await page.getByRole('table').first().getAttribute('aria-rowcount')).toBe('1001');
  expect(await page.locator('main tbody tr').count()).toBeLessThan(120);
});
