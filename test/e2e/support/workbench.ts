import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { RunnerTask } from 'vitest';
import { startCli, type RunningCli } from '../../support/cli.ts';
import { findChromium } from '../../support/requirements.ts';

/** Kept pictures of screens. */
export const PICTURES = fileURLToPath(new URL('../../../.out/screenshots', import.meta.url));
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

/** The built program, served, and a real browser on it. */
export interface Workbench {
  readonly main: RunningCli;
  readonly browser: Browser;
  readonly page: Page;
  /** Errors that the page threw or logged. */
  readonly complaints: readonly string[];
  /** The workspace is `digits` in it; gone at the end. */
  readonly folder: string;
  openScreen(name: string): Promise<void>;
  /** Keeps a picture. */
  lookAt(name: string): Promise<void>;
  /** Violations of accessibility, each with the screen's name. */
  axe(screen: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** `prepare` may put something into the workspace before it is served. */
export async function openWorkbench(
  environment: Readonly<Record<string, string>>,
  prepare: (workspace: string) => Promise<void> = () => Promise.resolve(),
): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-e2e-'));
  mkdirSync(PICTURES, { recursive: true });
  await prepare(join(folder, 'digits'));
  const main = startCli(['serve', '--workspace', join(folder, 'digits'), '--json'], environment);
  const serving = await main.line(line => line['type'] === 'serving');
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' });
  // The ladder is measured while the tests beside this one compute.
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(String(serving['url']));
  // Not before the shell is there does a key arrive anywhere.
  await page.getByRole('navigation').first().waitFor();
  await paint(page);
  return {
    main,
    browser,
    page,
    complaints,
    folder,
    openScreen: name => openScreen(page, name),
    lookAt: async name => void (await page.screenshot({ path: join(PICTURES, `${name}.png`), caret: 'initial' })),
    axe: screen => runAxe(page, screen),
    async close() {
      await browser.close();
      main.child.kill('SIGINT');
      await main.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium()!, args: ARGUMENTS });
}

/** For `afterEach`: where the page was when a test failed, in words for a log and as a picture. */
export async function tellOfFailure(bench: Workbench | undefined, { task }: { readonly task: RunnerTask }): Promise<void> {
  if (bench === undefined || task.result?.state !== 'fail') return;
  const { page } = bench;
  const shown = (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ').slice(0, 1500);
  const focused = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
  console.log(`'${task.name}' failed at ${new URL(page.url()).hash}\nfocus: ${focused ?? 'none'}\nshown: ${shown}`);
  await bench.lookAt(`failed-${task.name.replaceAll(/[^a-z]+/gi, '-').slice(0, 60)}`);
}

async function openScreen(page: Page, name: string): Promise<void> {
  await page.evaluate(hash => void (location.hash = hash), `#/${name}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  // The charts draw without animation, one frame after their data.
  await paint(page);
}

async function paint(page: Page): Promise<void> {
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

export async function runAxe(page: Page, screen: string): Promise<readonly string[]> {
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
