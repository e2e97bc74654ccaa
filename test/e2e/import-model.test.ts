import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cli, recipeFile, SMALL_STEPS } from '../support/cli.ts';
import { MODEL_FOLDER } from '../support/model-fixtures.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const hasBrowser = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
let bench: Workbench;

describe.skipIf(!hasBrowser)('an imported network', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    bench = await openWorkbench({}, async workspace => {
      mkdirSync(workspace, { recursive: true });
      copyFileSync(join(MODEL_FOLDER, 'torch-digits.onnx'), join(workspace, 'torch-digits.onnx'));
      const net = { do: 'import-model', source: join(workspace, 'torch-digits.onnx'), data: 'digits' };
      const done = await cli('run', recipeFile(workspace, { digits: SMALL_STEPS.digits, net }), '--workspace', workspace, '--json');
      expect(done.error).toBe('');
    });
  }, 180_000);
  afterEach(context => tellOfFailure(bench, context));
  afterAll(() => bench.close());

  it('shows what became of every part of its file, and how well it answers', async () => {
    const { page } = bench;
    await bench.openScreen('models');
    await page.getByRole('link', { name: /^net/ }).first().click();
    const panel = page.getByText('torch-digits.onnx · onnx');
    await panel.scrollIntoViewIfNeeded();
    await page.getByText(/At most .* in onnxruntime .*, over 16 random and 64 real items/).waitFor();
    await page.getByText(/^All \d+ parts of the file$/).click();
    await page.getByRole('cell', { name: 'Conv', exact: true }).first().waitFor();
    await bench.lookAt('import-report');
    expect(await bench.axe('import report')).toEqual([]);
    expect(bench.complaints).toEqual([]);
  });

  it('has a wizard of its own', async () => {
    const { page } = bench;
    await bench.openScreen('new');
    await page.getByText('Import a model').first().click();
    await page.getByRole('button', { name: 'Choose files…' }).waitFor();
    await page.locator('#main input[type=file]').first().setInputFiles(join(MODEL_FOLDER, 'torch-digits.onnx'));
    await page.waitForFunction(() => [...document.querySelectorAll('input')].some(({ value }) => value.endsWith('torch-digits.onnx')));
    await bench.lookAt('import-wizard');
    expect(await bench.axe('import wizard')).toEqual([]);
  });
});
