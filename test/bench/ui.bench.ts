import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startCli, type RunningCli } from '../support/cli.ts';
import { makeLargeWorkspace } from '../support/large-workspace.ts';
import { findChromium } from '../support/requirements.ts';
import { firstBundleBytes } from './ui/bundle.ts';
import { makeLongStudy } from './ui/long-study.ts';
import { inputDelays, openScreen, scrollFrames, usableAfter } from './ui/page-timing.ts';
import { rendererCpuShare } from './ui/process-cpu.ts';

/**
 * What the screens cost with 1,000 runs of 10 metrics with 1,000 points, a study of 500 trials, and live charts:
 * `npm run bench:ui [-- screens study live]`, after `npm run build`.
 * Times are the machine's as it is, so look at its load too.
 */
const SCREENS = [
  { hash: '#/runs', ready: 'nav[aria-label="Runs"] ul li a' },
  { hash: '#/models', ready: 'main table tbody tr, main [role="row"]' },
  { hash: '#/compare', ready: 'main h1' },
] as const;
const ROUNDS = 5;
const TRIALS = 500;

const LIVE = `espalier: 1
name: live
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 2000, validation: 200, test: 200, seed: 1 } }
  net: { do: train, data: digits, model: { preset: mlp, hidden: [32] }, epochs: 9000, repeat: 4 }
`;

const WIDTH = 58;
const note = (what: string, value: string, wanted = ''): void => console.log(`${what.padEnd(WIDTH)} ${value.padStart(18)}  ${wanted}`);
const ms = (value: number): string => `${value.toFixed(0)} ms`;

const parts = process.argv.slice(2);
const wants = (part: 'screens' | 'study' | 'live'): boolean => parts.length === 0 || parts.includes(part);
const folder = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
try {
  note('first bundle, gzip', `${(firstBundleBytes() / 1000).toFixed(0)} KB`, '< 400 KB');
  if (wants('screens')) {
    await makeLargeWorkspace(join(folder, 'large'));
    await withServed('large', {}, measureScreens);
  }
  if (wants('study')) {
    const id = await makeLongStudy(folder, join(folder, 'study'), TRIALS);
    await withServed('study', {}, page => measureStudy(page, id));
  }
  const recipes = join(folder, 'recipes');
  mkdirSync(recipes);
  writeFileSync(join(recipes, 'mnist-tour.yaml'), LIVE);
  if (wants('live')) await withServed('live', { ESPALIER_RECIPES: recipes, ESPALIER_CORES: '4' }, measureLiveCharts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function withServed(
  name: string,
  environment: Record<string, string>,
  work: (page: Page, browser: Browser) => Promise<void>,
): Promise<void> {
  const begin = performance.now();
  const main: RunningCli = startCli(['serve', '--workspace', join(folder, name), '--json'], environment);
  const serving = await main.line(line => line['type'] === 'serving');
  note(`serve until it answers (${name})`, ms(performance.now() - begin));
  const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(120_000);
    await page.goto(String(serving['url']));
    await page
      .getByRole('heading', { level: 1 })
      .or(page.getByRole('heading', { level: 2 }))
      .first()
      .waitFor();
    await work(page, browser);
  } finally {
    await browser.close();
    main.child.kill('SIGINT');
    await main.ended;
  }
}

async function measureScreens(page: Page): Promise<void> {
  note('start to usable, warm', ms(median(await times(() => usableAfter(page)))), '< 2000 ms');
  for (const { hash, ready } of SCREENS) {
    note(`open ${hash} after a reload`, ms(median(await times(() => openScreen(page, hash, ready)))), '< 500 ms');
    const frames = await scrollFrames(page);
    if (frames !== null)
      note(`scroll ${hash}: frames, median / 95 %`, `${frames.median.toFixed(1)} / ${frames.p95.toFixed(1)} ms`, '16.7 ms');
  }
  await openScreen(page, '#/runs', 'nav[aria-label="Runs"] ul li a');
  const delays = await inputDelays(page, page.getByRole('textbox', { name: 'Filter runs' }), 'train 12');
  note('typing into the filter of 1,000 runs, greatest', ms(Math.max(...delays)), '< 100 ms');
}

async function measureStudy(page: Page, id: string): Promise<void> {
  const opened = await times(() => openScreen(page, `#/studies/${id}`, '[role="tabpanel"] section svg[role="img"]'));
  note(`open a study of ${TRIALS} trials after a reload`, ms(median(opened)), '< 500 ms');
  note(`of ${ROUNDS} times, least and greatest`, `${ms(Math.min(...opened))}, ${ms(Math.max(...opened))}`);
}

async function measureLiveCharts(page: Page, browser: Browser): Promise<void> {
  await page.getByRole('button', { name: 'Take the tour' }).click();
  // The engines are measured first, and then timed on the step itself.
  await page.getByRole('heading', { name: 'Memory' }).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(5000);
  note('live charts of 4 jobs, renderer process', `${(100 * (await rendererCpuShare(browser, 15_000))).toFixed(1)} % of a core`, '< 10 %');
}

async function times(once: () => Promise<number>): Promise<readonly number[]> {
  const found: number[] = [];
  for (let i = 0; i < ROUNDS; i++) found.push(await once());
  return found;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
