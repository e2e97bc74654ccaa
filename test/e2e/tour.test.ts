import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startCli } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

/** The tour's own steps on a twentieth of its data; the whole one is `npm run demo`. */
const RECIPES = fileURLToPath(new URL('../fixtures/recipes', import.meta.url));
const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));

beforeAll(async () => {
  if (available) bench = await openWorkbench({ ESPALIER_RECIPES: RECIPES });
}, 60_000);

afterAll(async () => {
  if (available) await bench.close();
});

it.runIf(available)('a newcomer takes the tour, stops it, goes on, and reads the result', { timeout: 240_000 }, async () => {
  const { page, openScreen, lookAt } = bench;
  await page.getByRole('heading', { name: 'See it work on real data' }).waitFor();
  await lookAt('home-empty');
  await page.getByRole('button', { name: 'Take the tour' }).click();
  await page.getByRole('heading', { name: 'mnist-tour' }).waitFor();
  await page
    .getByText(/epoch \d+ of \d+/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page.locator('canvas').first().waitFor();
  await lookAt('run-live');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Resume' }).click({ timeout: 20_000 });
  await page
    .getByRole('link', { name: 'Open the comparison' })
    .or(page.getByText(/models compared/))
    .first()
    .waitFor({ timeout: 180_000 });
  await page.getByText(/files/).first().waitFor();
  await lookAt('run-done');
  await openScreen('compare');
  const shown = await page.getByRole('row', { name: /^lean/ }).first().innerText();
  const { report } = await comparison();
  const lean = report.models[1]!;
  expect(shown).toContain((100 * lean.evaluation.metrics.error.value).toFixed(2));
  expect(shown.replaceAll(/[\s,]/g, '')).toContain(String(lean.size.nonZeros));
  await lookAt('compare');
});

it.runIf(available)('every screen is accessible, in both languages and both themes', { timeout: 120_000 }, async () => {
  const { page, complaints, openScreen, lookAt, axe } = bench;
  const violations: string[] = [];
  for (const screen of ['', 'data', 'models', 'new', 'runs', 'compare', 'compute', 'settings']) {
    await openScreen(screen);
    violations.push(...(await axe(screen)));
  }
  await openScreen('settings');
  await page.getByText('简体中文').first().click();
  await page.getByText('深色').first().click();
  for (const screen of ['', 'runs', 'compare']) {
    await openScreen(screen);
    violations.push(...(await axe(`${screen} 中文`)));
    await lookAt(`${screen === '' ? 'home' : screen}-chinese-dark`);
  }
  expect(await page.getByRole('heading', { level: 1 }).first().innerText()).toMatch(/\p{Script=Han}/u);
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
});

interface Compared {
  readonly report: {
    readonly models: {
      readonly evaluation: { readonly metrics: { readonly error: { value: number } } };
      readonly size: { nonZeros: number };
    }[];
  };
}

/** What the command line says of the same comparison, beside the open workbench. */
async function comparison(): Promise<Compared> {
  const workspace = ['--workspace', join(bench.folder, 'digits'), '--json'];
  const [run] = JSON.parse((await startCli(['runs', 'list', ...workspace]).ended).out) as { id: string }[];
  const { jobs } = JSON.parse((await startCli(['runs', 'show', run!.id, ...workspace]).ended).out) as {
    jobs: { kind: string; output: Compared }[];
  };
  return jobs.find(job => job.kind === 'compare')!.output;
}

it.runIf(available)('no screen has to be scrolled sideways at 200 % of 1,024 by 700', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt } = bench;
  await page.setViewportSize({ width: 512, height: 350 });
  const wide: string[] = [];
  for (const screen of ['', 'data', 'models', 'studies', 'new', 'runs', 'compare', 'compute', 'settings']) {
    await openScreen(screen);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) wide.push(`${screen} by ${over}`);
    if (screen === 'runs') {
      await lookAt('runs-200-percent');
      const [list, detail] = [page.getByRole('navigation', { name: /^(Runs|运行)$/ }), page.getByRole('heading', { level: 1 })];
      expect((await detail.boundingBox())!.y).toBeGreaterThan((await list.boundingBox())!.y + 40);
      expect((await detail.boundingBox())!.x).toBeLessThan(120);
    }
  }
  expect(wide).toEqual([]);
});
