import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { runWell } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));

/** Three members of one data set, one of them measured on the validation part; one of another data set; one cascade. */
const RECIPE = `espalier: 1
name: small
seed: 1
steps:
  digits: { do: import-data, source: "builtin:mnist", splits: { train: 1500, validation: 400, test: 100, seed: 7 } }
  other: { do: import-data, source: "builtin:mnist", splits: { train: 300, validation: 100, test: 100, seed: 3 } }
  wide: { do: train, data: digits, model: { preset: mlp, hidden: [48] }, epochs: 4 }
  mid: { do: train, data: digits, model: { preset: mlp, hidden: [24] }, epochs: 4 }
  tiny: { do: train, data: digits, model: { preset: mlp, hidden: [4] }, epochs: 2 }
  stranger: { do: train, data: other, model: { preset: mlp, hidden: [8] }, epochs: 1 }
  measured: { do: evaluate, model: wide, split: validation }
`;

async function trained(workspace: string): Promise<void> {
  const recipe = join(temporaryFolder(), 'small.yaml');
  writeFileSync(recipe, RECIPE);
  await runWell(recipe, workspace);
}

let bench: Workbench | undefined;
afterEach(context => tellOfFailure(bench, context));

it.runIf(available)(
  'members are put together, judged, taken apart, put in a row and made into one model',
  { timeout: 240_000 },
  async () => {
    bench = await openWorkbench({}, trained);
    onTestFinished(() => bench?.close());
    const { page, complaints, lookAt, axe, openScreen } = bench;
    const violations: string[] = [];
    await openScreen('fuse');
    await page.getByText('Drag at least two models here').waitFor();
    // By drag, then by button.
    const slots = page.getByRole('list', { name: 'Members' });
    await page.getByRole('listitem').filter({ hasText: /^wide/ }).dragTo(slots);
    await slots.getByRole('link', { name: 'wide' }).waitFor();
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /^stranger/ })
        .innerText(),
    ).toContain('Made with other data: other, not digits');
    expect(await page.getByRole('button', { name: 'Put stranger on the bench' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Put mid on the bench' }).click();
    await page.getByText('mid has no stored answers to the validation items yet').waitFor();
    await page.getByRole('button', { name: 'Put tiny on the bench' }).click();
    await page.getByText('2 members have no stored answers').waitFor();
    violations.push(...(await axe('unanswered')));
    await page.getByRole('button', { name: 'Evaluate all 2' }).click();
    await page.getByRole('heading', { name: 'Every method, on 400 validation items' }).waitFor({ timeout: 120_000 });
    await page.getByRole('row', { name: /^Best member alone: wide control/ }).waitFor();
    expect(await page.getByRole('row', { name: /^Average control/ }).count()).toBe(1);
    expect(await page.getByRole('radio').count()).toBe(10);
    await lookAt('fusion-methods');
    violations.push(...(await axe('methods')));

    await page.getByRole('tab', { name: 'Who adds what' }).click();
    await page.getByRole('heading', { name: 'Would fewer do?' }).waitFor();
    await page.getByText('Q statistic').click();
    await page.getByText('Yule’s Q of being right').waitFor();
    await lookAt('fusion-members');
    violations.push(...(await axe('members')));

    // A slot moves by key; the slider by key too, and what it says follows.
    await slots.getByRole('button', { name: 'Move wide back' }).focus();
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(() => slots.getByRole('link').allInnerTexts()).toEqual(['mid', 'wide', 'tiny']);
    await page.getByRole('tab', { name: 'In a row' }).click();
    const benchAddress = new URL(page.url()).hash;
    const slider = page.getByRole('slider', { name: 'Setting of the cascade' });
    await slider.waitFor();
    await slider.press('Home');
    expect(await page.getByRole('button', { name: /^Cheapest/ }).getAttribute('aria-pressed')).toBe('true');
    const cheapest = await slider.getAttribute('aria-valuetext');
    await slider.press('ArrowRight');
    await expect.poll(() => slider.getAttribute('aria-valuetext')).not.toBe(cheapest);
    await lookAt('fusion-cascade');
    violations.push(...(await axe('cascade')));
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as SVG' }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toMatch(/<path[^>]*stroke="rgb\(/);
    await page.getByRole('button', { name: /^Same accuracy/ }).click();
    const accuracy = /accuracy ([\d.]+)/.exec((await slider.getAttribute('aria-valuetext')) ?? '')?.[1];

    await page.getByRole('button', { name: 'Make this model' }).click();
    const recipe = await page.getByLabel('Recipe').innerText();
    expect(recipe).toMatch(/method: \{ kind: cascade, confidence: max-probability, target: \{ cost: [\d.]+ \} \}/);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('tab', { name: 'Outputs' }).click();
    await page.getByRole('heading', { name: 'Fusion: Cascade' }).waitFor({ timeout: 120_000 });
    await page.getByRole('link', { name: 'Open the model' }).first().click();
    await page.getByRole('tab', { name: 'Overview' }).waitFor();
    await page.getByRole('heading', { name: 'Fusion: Cascade' }).waitFor();
    // What the bench promised is what the step found.
    expect(await page.locator('main').innerText()).toContain(accuracy);
    await lookAt('fusion-result');
    violations.push(...(await axe('result')));
    const model = new URL(page.url()).hash;
    const members = new URL(`http://x/${benchAddress.slice(1)}`).searchParams.get('members') ?? '';
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => localStorage.setItem('espalier.language', 'zh-CN'));
    await page.reload();
    for (const face of [
      model.slice(2),
      `fuse?members=${members}`,
      `fuse?members=${members}&tab=members`,
      `fuse?members=${members}&tab=cascade`,
    ]) {
      await openScreen(face);
      await page.getByRole('table').first().waitFor();
      violations.push(...(await axe(`${face} dark, Chinese`)));
    }
    await lookAt('fusion-cascade-dark');
    expect(violations).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
