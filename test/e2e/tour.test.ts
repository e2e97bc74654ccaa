import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCli, type RunningCli } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';

/** The tour's own steps on a twentieth of its data; the whole one is `npm run demo`. */
const RECIPES = fileURLToPath(new URL('../fixtures/recipes', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../.out/screenshots', import.meta.url));
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

interface Workbench {
  readonly main: RunningCli;
  readonly browser: Browser;
  readonly page: Page;
  readonly complaints: string[];
  readonly folder: string;
}

let bench: Workbench;

beforeAll(async () => {
  if (!available) return;
  const { mkdtempSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(join(tmpdir(), 'espalier-e2e-'));
  mkdirSync(PICTURES, { recursive: true });
  const main = startCli(['serve', '--workspace', join(folder, 'digits'), '--json'], { ESPALIER_RECIPES: RECIPES });
  const serving = await main.line(line => line['type'] === 'serving');
  const browser = await chromium.launch({ executablePath: findChromium()!, args: ARGUMENTS });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(String(serving['url']));
  bench = { main, browser, page, complaints, folder };
}, 60_000);

afterAll(async () => {
  if (!available) return;
  const { rmSync } = await import('node:fs');
  await bench.browser.close();
  bench.main.child.kill('SIGINT');
  await bench.main.ended;
  rmSync(bench.folder, { recursive: true, force: true });
});

it.runIf(available)('a newcomer takes the tour, stops it, goes on, and reads the result', { timeout: 240_000 }, async () => {
  const { page } = bench;
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
  const { page, complaints } = bench;
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

async function openScreen(name: string): Promise<void> {
  await bench.page.evaluate(hash => void (location.hash = hash), `#/${name}`);
  await bench.page.getByRole('heading', { level: 1 }).first().waitFor();
  await bench.page.waitForLoadState('networkidle');
  // The charts draw without animation, one frame after their data.
  await bench.page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function lookAt(name: string): Promise<void> {
  await bench.page.screenshot({ path: join(PICTURES, `${name}.png`), caret: 'initial' });
}

async function axe(screen: string): Promise<readonly string[]> {
  const { page } = bench;
  // As a text, past the page's own policy, which forbids eval.
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await runner.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
  return found.map(violation => `${screen}: ${violation}`);
}

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
