import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SMALL_STEPS } from '../support/cli.ts';
import { electronMissing, findElectron, requireOrSkip } from '../support/requirements.ts';

/** The window itself, where Electron's binary and a display are: what the tests over a fake Electron can't show. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const available = requireOrSkip('electron', electronMissing);
const LONG = { timeout: 180_000 };

let folder: string;
let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  if (!available) return;
  folder = mkdtempSync(join(tmpdir(), 'espalier-electron-'));
  const recipe = join(folder, 'mine.espalier');
  writeFileSync(recipe, 'espalier: 1\nname: opened\nseed: 1\nsteps:\n  digits:\n    do: import-data\n    source: builtin:mnist\n');
  app = await _electron.launch({
    executablePath: findElectron() ?? '',
    args: [ROOT, '--workspace', join(folder, 'digits'), recipe],
    env: environmentIn(folder),
  });
  page = await app.firstWindow();
}, 120_000);

afterAll(async () => {
  if (!available) return;
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

it.runIf(available)('opens the file it was started with, in a page that has no Node and may do nothing else', LONG, async () => {
  await page.getByRole('textbox', { name: 'Recipe' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Recipe' }).inputValue()).toContain('name: opened');
  expect(page.url()).toMatch(/^app:\/\/espalier\/index\.html/);
  expect(await page.evaluate(() => [typeof globalThis['require' as never], typeof globalThis['process' as never]])).toEqual([
    'undefined',
    'undefined',
  ]);
  expect(await page.evaluate(() => window.open('https://example.org'))).toBeNull();
  expect(await page.evaluate(() => Notification.requestPermission())).not.toBe('granted');
});

it.runIf(available)('trains in utility processes', LONG, async () => {
  const recipe = { espalier: 1, name: 'small', seed: 3, steps: { digits: SMALL_STEPS.digits, dense: SMALL_STEPS.dense } };
  await page.getByRole('textbox', { name: 'Recipe' }).fill(JSON.stringify(recipe));
  await page.getByText('Ready to run').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'small' }).waitFor();
  const services = (): Promise<readonly string[]> =>
    app.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ serviceName, name }) => name ?? serviceName ?? ''));
  await expect.poll(services, { timeout: 60_000 }).toContain('Espalier job');
  await page.getByText('Run “small” finished').first().waitFor({ timeout: 120_000 });
});

it.runIf(available)('takes over what a second start was to open, and stays the only one', LONG, async () => {
  const recipe = join(folder, 'second.espalier');
  writeFileSync(recipe, 'espalier: 1\nname: second\nseed: 1\nsteps:\n  digits:\n    do: import-data\n    source: builtin:mnist\n');
  const { stderr } = await promisify(execFile)(findElectron() ?? '', [ROOT, recipe], { env: environmentIn(folder) });
  expect(stderr).not.toContain('Error');
  await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('name: second') === true);
  expect(app.windows()).toHaveLength(1);
});

function environmentIn(home: string): Record<string, string> {
  const own = { XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, APPDATA: home, ESPALIER_ENGINES: join(home, 'none') };
  return { ...(process.env as Record<string, string>), ...own };
}
