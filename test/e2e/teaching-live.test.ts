import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startCli } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

const TEACHER = `espalier: 1
name: teachers
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 1200, validation: 300, test: 100, seed: 7 } }
  master: { do: train, data: digits, model: { preset: mlp, hidden: [48] }, epochs: 3 }
`;

/** Longer than it is looked at. */
const PUPIL = `espalier: 1
name: pupils
seed: 1
steps:
  pupil:
    do: distill
    teachers: [model:master]
    student: { preset: mlp, hidden: [24] }
    loss: { kind: soft-targets, temperature: 4, alpha: 0.7 }
    epochs: 10000
    control: false
`;

/** The looks that differ most. */
const LOOKS = [
  { scheme: 'dark', language: 'en', parts: 'Parts of the loss', teachers: 'Teachers', ready: 'Ready to run' },
  { scheme: 'light', language: 'zh-CN', parts: '损失的各部分', teachers: '教师', ready: '可以运行' },
] as const;

let bench: Workbench;
/** Of the run. */
let address: string;

beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const recipe = `${workspace}.yaml`;
    writeFileSync(recipe, TEACHER);
    const { code, error } = await startCli(['run', recipe, '--workspace', workspace, '--json']).ended;
    if (code !== 0) throw new Error(error);
  });
  const { page, openScreen } = bench;
  await page.setViewportSize({ width: 1440, height: 1500 });
  await openScreen('new/recipe');
  await page.getByRole('textbox', { name: 'Recipe' }).fill(PUPIL);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/#\/runs\//);
  address = page.url();
}, 240_000);

afterEach(context => tellOfFailure(bench, context));

afterAll(async () => {
  if (available) await bench.close();
});

async function look({ scheme, language }: (typeof LOOKS)[number]): Promise<void> {
  const { page } = bench;
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  if (language === 'en') return;
  await page.getByRole('button', { name: /^Language/ }).click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
}

it.runIf(available).each(LOOKS)(
  'both parts of the loss are drawn while a student is taught, and the way to another one is whole: $scheme $language',
  { timeout: 120_000 },
  async at => {
    const { page, openScreen, lookAt, axe, complaints } = bench;
    await look(at);
    await page.goto(address);
    const canvas = page.getByRole('heading', { name: at.parts }).locator('xpath=ancestor::*[.//canvas][1]').locator('canvas');
    await canvas.waitFor();
    const before = await canvas.screenshot();
    await expect.poll(async () => (await canvas.screenshot()).equals(before)).toBe(false);
    await lookAt(`teaching-live-${at.scheme}-${at.language}`);

    await openScreen('new/make~distill');
    const pages = page
      .getByRole('navigation')
      .filter({ has: page.locator('ol') })
      .last()
      .getByRole('button');
    await pages.nth(2).click();
    // The problem goes by the name of its field, and leads to it.
    await page.getByRole('button', { name: at.teachers, exact: true }).click();
    await page.getByRole('checkbox', { name: /master/ }).check();
    for (const number of [1, 2, 3]) {
      await pages.nth(number - 1).click();
      if (number === 3) await page.getByText(at.ready).waitFor();
      await lookAt(`teaching-wizard-${number}-${at.scheme}-${at.language}`);
      expect(await axe(`wizard ${number}`)).toEqual([]);
    }
    expect(complaints).toEqual([]);
  },
);
