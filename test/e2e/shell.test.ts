import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startCli, type RunningCli } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

/** What surrounds the screens: files dropped, commands typed, projects, notifications, and a server that goes away. */
const RECIPES = fileURLToPath(new URL('../fixtures/recipes', import.meta.url));
const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const LONG = { timeout: 120_000 };
const RECIPE = 'espalier: 1\nname: dropped\nseed: 1\nsteps:\n  digits:\n    do: import-data\n    source: builtin:mnist\n';

let bench: Workbench;

afterEach(context => tellOfFailure(bench, context));
let projects: string;

beforeAll(async () => {
  if (!available) return;
  projects = mkdtempSync(join(tmpdir(), 'espalier-projects-'));
  bench = await openWorkbench({ ESPALIER_RECIPES: RECIPES, ESPALIER_PROJECTS: projects });
  await bench.page.getByRole('heading', { level: 1 }).first().waitFor();
}, 60_000);

afterAll(async () => {
  if (!available) return;
  await bench.close();
  rmSync(projects, { recursive: true, force: true });
});

interface Dropped {
  readonly name: string;
  readonly text: string;
}

/** As a person does: over the window first, then let go. */
async function drop(page: Page, files: readonly Dropped[]): Promise<void> {
  const transfer = await page.evaluateHandle(given => {
    const carried = new DataTransfer();
    for (const { name, text } of given) carried.items.add(new File([text], name));
    return carried;
  }, files);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.getByText('Drop to open').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

const editor = (page: Page) => page.getByRole('textbox', { name: 'Recipe' });

it.runIf(available)('a recipe that is dropped anywhere opens in the editor, and the earlier draft can be had back', LONG, async () => {
  const { page, openScreen, lookAt } = bench;
  await openScreen('new/recipe');
  await editor(page).fill('my own draft');
  await openScreen('models');
  await drop(page, [{ name: 'mine.yaml', text: RECIPE }]);
  await editor(page).waitFor();
  expect(await editor(page).inputValue()).toBe(RECIPE);
  await page.getByText('Ready to run').waitFor();
  await lookAt('shell-recipe-dropped');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'my own draft');
});

it.runIf(available)('data that is dropped comes into the workspace under a safe name, and is offered for import', LONG, async () => {
  const { page, folder } = bench;
  const text = 'length,width,kind\n1,2,a\n2,1,b\n';
  await drop(page, [{ name: 'بيانات 🌳.csv', text }]);
  const source = page.getByRole('textbox', { name: 'Source' });
  await source.waitFor();
  expect(await source.inputValue()).toBe('uploads/بيانات 🌳.csv');
  // What else is needed is asked for.
  await page.getByRole('combobox', { name: 'Label column' }).fill('kind');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'How' }).waitFor();
  expect(readFileSync(join(folder, 'digits', 'uploads', 'بيانات 🌳.csv'), 'utf8')).toBe(text);
});

it.runIf(available)('what nobody can read is refused with the kinds that are, and noted', LONG, async () => {
  const { page, lookAt, axe } = bench;
  await drop(page, [
    { name: 'picture.psd', text: '8BPS' },
    { name: 'settings.yaml', text: 'theme: dark\n' },
  ]);
  await page.getByText('“picture.psd” can’t be opened').first().waitFor();
  await page
    .getByText(/These kinds are taken: .*\.espalier.*\.csv/)
    .first()
    .waitFor();
  const bell = page.getByRole('button', { name: /^Notifications: \d+ unread$/ });
  await bell.click();
  const list = page.getByRole('dialog', { name: 'Notifications' });
  await list.getByText('“settings.yaml” can’t be opened').waitFor();
  await list.getByText(/is in the workspace/).waitFor();
  await lookAt('shell-notifications');
  expect(await axe('notifications')).toEqual([]);
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
});

/** Types into the open palette, and takes what it found as a person does: once it is marked. Its next opening begins empty. */
async function choose(text: string): Promise<void> {
  const { page } = bench;
  const palette = page.getByRole('dialog', { name: 'Search or run a command' });
  await palette.locator('input:focus').waitFor();
  await page.keyboard.type(text);
  await palette
    .locator('[data-action][data-selected]')
    .filter({ hasText: new RegExp(text, 'i') })
    .waitFor();
  await page.keyboard.press('Enter');
  await palette.waitFor({ state: 'hidden' });
}

it.runIf(available)('everything is reached by typing, without a mouse', LONG, async () => {
  const { page, lookAt, axe } = bench;
  await page.locator('main').focus();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Type a screen').waitFor();
  await lookAt('shell-commands');
  await choose('compute');
  await page.getByRole('heading', { level: 1, name: 'Compute' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Type a screen').waitFor();
  await choose('projects: open');
  const dialog = page.getByRole('dialog', { name: 'Projects' });
  await dialog.getByText('open now').waitFor();
  await lookAt('shell-projects');
  expect(await axe('projects')).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Type a screen').waitFor();
  await choose('projects: open');
  await dialog.getByText('open now').waitFor();
  await page.goBack();
  await dialog.waitFor({ state: 'hidden' });
  await page.locator('main').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
});

it.runIf(available)('another project is made, opened in place of this one, and left again', LONG, async () => {
  const { page } = bench;
  await page.getByRole('button', { name: /^digits/ }).click();
  await page.getByLabel('New project').fill('花 / iris');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^花 _ iris/ }).waitFor();
  expect(existsSync(join(projects, '花 _ iris', 'espalier.db'))).toBe(true);
  expect(await page.title()).toBe('花 _ iris · Espalier');
  await page.getByRole('button', { name: /^花 _ iris/ }).click();
  await page
    .getByRole('dialog', { name: 'Projects' })
    .getByRole('button', { name: /digits/ })
    .first()
    .click();
  await page
    .locator('header')
    .getByRole('button', { name: /^digits/ })
    .waitFor();
});

it.runIf(available)('foreign requests are turned away with 403 and a line in the log', LONG, async () => {
  const { page, folder } = bench;
  const { port, host } = new URL(page.url());
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const ask = (path: string, method: string, headers: Readonly<Record<string, string>>): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } });
      request.on('response', response => resolve(response.resume().statusCode ?? 0)).on('error', reject);
      request.end();
    });
  const upload = '/uploads?batch=x&path=y';
  expect(await ask('/', 'GET', { cookie })).toBe(200);
  expect(await ask('/', 'GET', { cookie, host: 'evil.example' })).toBe(403);
  expect(await ask('/?token=guess', 'GET', {})).toBe(403);
  expect(await ask(upload, 'POST', { cookie, origin: 'https://evil.example' })).toBe(403);
  expect(await ask(upload, 'POST', { origin: `http://${host}` })).toBe(403);
  const log = readFileSync(join(folder, 'digits', 'logs', 'main.log'), 'utf8');
  for (const reason of ['host', 'token', 'origin', 'session']) expect(log).toContain(`Refused (${reason})`);
});

it.runIf(available)('a page stays open and signed in while main ends and is started again, and misses nothing', LONG, async () => {
  const { page, main, folder, openScreen } = bench;
  const { port } = new URL(page.url());
  await openScreen('runs');
  main.child.kill('SIGKILL');
  await main.ended;
  await page.getByText(/Connection to Espalier lost/).waitFor();
  const workspace = ['--workspace', join(folder, 'digits')];
  // Something happens while nobody tells the page.
  const recipe = join(folder, 'meanwhile.yaml');
  writeFileSync(recipe, RECIPE.replace('dropped', 'meanwhile'));
  expect((await startCli(['run', recipe, ...workspace]).ended).code).toBe(0);
  const again: RunningCli = startCli(['serve', ...workspace, '--port', port, '--json'], { ESPALIER_PROJECTS: projects });
  try {
    await again.line(line => line['type'] === 'serving');
    await page.getByText(/Connection to Espalier lost/).waitFor({ state: 'hidden' });
    await page.getByText('meanwhile').first().waitFor();
    await page.getByRole('button', { name: /^Notifications: 1 unread$/ }).waitFor();
  } finally {
    again.child.kill('SIGINT');
    await again.ended;
  }
});
