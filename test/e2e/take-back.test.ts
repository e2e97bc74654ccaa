import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cli, recipeFile, SMALL_STEPS, startCli } from '../support/cli.ts';
import { findChromium, requireOrSkip } from '../support/requirements.ts';
import { openWorkbench, tellOfFailure, type Workbench } from './support/workbench.ts';

const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
let bench: Workbench;
let runId = '';

/** A run is killed in the middle of its training, and its data are deleted before the program is opened again. */
beforeAll(async () => {
  if (!available) return;
  bench = await openWorkbench({}, async workspace => {
    const { digits, dense } = SMALL_STEPS;
    const recipe = recipeFile(dirname(workspace), { digits, net: { ...dense, epochs: 60 } }, 'bereft');
    const killed = startCli(['run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json']);
    runId = String((await killed.line(line => line['type'] === 'run'))['runId']);
    await killed.line(line => line['type'] === 'step' && line['step'] === 'net' && line['state'] === 'running');
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect((await cli('data', 'delete', 'digits', '--force', '--workspace', workspace)).code).toBe(0);
  });
}, 120_000);

afterEach(context => tellOfFailure(bench, context));

afterAll(async () => {
  if (available) await bench.close();
});

it.runIf(available)('a run that lacks deleted data says so, takes the deletion back and goes on', { timeout: 120_000 }, async () => {
  const { page, openScreen, lookAt, axe, complaints } = bench;
  await openScreen(`runs/${runId}`);
  const alert = page.getByRole('alert').filter({ hasText: "The data set 'digits' is required, but it was deleted" });
  await alert.waitFor();
  await lookAt('run-take-back');
  expect(await axe('run-take-back')).toEqual([]);
  await alert.getByRole('button', { name: 'Take the deletion back and go on' }).click();
  await alert.waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /^net Train (running|done)/ }).waitFor();
  await openScreen('data');
  await page
    .getByRole('navigation', { name: 'Data' })
    .getByRole('link', { name: /digits/ })
    .waitFor();
  expect(complaints).toEqual([]);
});
