import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { capsuleCases, differencesOf, handOverCase, linesOf, type AnswerLine } from '../support/capsule-cases.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { launchBrowser, PICTURES, runAxe } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const MINUTES = 60_000;
const TOLERANCE = 1e-5;

let browser: Browser;
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-capsule-page-')));

beforeAll(async () => {
  if (available) browser = await launchBrowser();
}, MINUTES);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (available) await browser.close();
});

interface Opened {
  readonly page: Page;
  /** What it asked for beside itself and what it holds. */
  readonly asked: readonly string[];
  readonly complaints: readonly string[];
}

/** The page as somebody opens it from their disk. */
async function open(file: string, locale = 'en-GB'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 800 }, locale });
  page.setDefaultTimeout(15_000);
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', request => void (/^(file|data|blob):/.test(request.url()) || asked.push(request.url())));
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(pathToFileURL(file).href);
  return { page, asked, complaints };
}

async function saved(page: Page): Promise<readonly AnswerLine[]> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'JSONL' }).click();
  return linesOf(readFileSync(await (await waiting).path(), 'utf8'));
}

it.runIf(available).each(Object.keys(capsuleCases))(
  'the page of a capsule answers as the workbench does: %s',
  { timeout: 3 * MINUTES },
  async name => {
    const theCase = capsuleCases[name]!;
    const here = join(folder, name);
    mkdirSync(here);
    const capsule = await handOverCase(here, theCase);
    const { page, asked, complaints } = await open(join(capsule.folder, 'run.html'));
    const files = readdirSync(capsule.fresh).map(file => join(capsule.fresh, file));
    await page.locator('#files').setInputFiles(files);
    await page.getByText(`${capsule.expected.length} answers`, { exact: true }).waitFor();
    const differences = differencesOf(await saved(page), capsule.expected);
    const allowed = (item: string): number => (item.startsWith('wide') ? (theCase.resized ?? TOLERANCE) : TOLERANCE);
    expect(Object.entries(differences).filter(([item, difference]) => !(difference <= allowed(item)))).toEqual([]);
    expect(await runAxe(page, name)).toEqual([]);
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `capsule-${name.replaceAll(' ', '-')}.png`) });
    expect([asked, complaints]).toEqual([[], []]);
    await page.close();
  },
);

it.runIf(available)(
  'the page speaks Chinese, answers for a written text, and tells a file that is no picture',
  { timeout: 3 * MINUTES },
  async () => {
    const texts = join(folder, 'texts by words', 'capsule', 'run.html');
    const { page } = await open(texts, 'zh-CN');
    await page.getByLabel('或者写一段文本').fill('今天 good');
    await page.getByRole('button', { name: '回答' }).click();
    await page.getByText('1 个回答', { exact: true }).waitFor();
    await page.getByRole('row', { name: /^text\.txt/ }).waitFor();
    await page.close();
    const pictures = await open(join(folder, 'grey pictures', 'capsule', 'run.html'));
    await pictures.page.locator('#files').setInputFiles([
      { name: 'bad.png', mimeType: 'image/png', buffer: Buffer.from('no picture') },
      { name: 'worse.npy', mimeType: 'application/octet-stream', buffer: Buffer.from('no array') },
    ]);
    await pictures.page.getByText('0 answers, 2 files or rows that could not be read').waitFor();
    await pictures.page.getByText('A picture that this browser can open is required').waitFor();
    await pictures.page.close();
  },
);
