import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startCli } from '../support/cli.ts';
import { pipEnvironment } from '../support/native-install.ts';
import { findChromium, nativeMissing, registeredLibrary, requireOrSkip } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const MINUTES = 60_000;
const available = requireOrSkip('browser', () => (findChromium() === null ? 'no Chromium was found' : null));
const isLinux = process.platform === 'linux' && process.arch === 'x64';

interface Site {
  readonly bench: Workbench;
  readonly engines: string;
  /** While this file is there, a download gets halfway and stands still. */
  readonly stall: string;
}

/** A workbench whose pip finds nothing, or does not come to an end. */
async function openSite(): Promise<Site> {
  const folder = temporaryFolder();
  const [engines, stall, python, index] = ['engines', 'stall', 'python', 'index'].map(name => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(index);
  const half = 'mkdir "$TMPDIR/unpack"; head -c 137000000 /dev/zero > "$TMPDIR/unpack/half.whl"; sleep 1000';
  const script = `#!/bin/sh\ncase "$*" in *download*) if [ -e '${stall}' ]; then ${half}; fi;; esac\nexec python3 "$@"\n`;
  writeFileSync(python, script, { mode: 0o755 });
  const bench = await openWorkbench({ ...pipEnvironment(index), ESPALIER_ENGINES: engines, ESPALIER_PYTHON: python });
  onTestFinished(() => bench.close());
  return { bench, engines, stall };
}

it.runIf(available && isLinux)('the native engine is asked for, stopped, and asked for again', { timeout: 2 * MINUTES }, async () => {
  const { bench, engines, stall } = await openSite();
  const { page, openScreen, lookAt, axe, complaints } = bench;
  writeFileSync(stall, '');
  await openScreen('compute');
  await page.getByRole('button', { name: 'Install' }).click();
  await page.getByText('137 MB of 274 MB').waitFor();
  await lookAt('compute-installing');
  const violations = [...(await axe('installing'))];
  await page.reload();
  await page.getByText('137 MB of 274 MB').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('nothing was registered').waitFor();
  rmSync(stall);
  await page.getByRole('button', { name: 'Install' }).click();
  const reason = page.getByRole('alert').filter({ hasText: 'the package index in use does not have it' });
  await reason.getByText('PIP_INDEX_URL').waitFor();
  await lookAt('compute-install-failed');
  violations.push(...(await axe('install failed')));
  expect(violations).toEqual([]);
  expect(complaints).toEqual([]);
  expect(existsSync(join(engines, 'registered.json'))).toBe(false);
});

it.runIf(available && requireOrSkip('native', nativeMissing))(
  'the native engine is shown with its figures, in Chinese and dark too, and removed',
  { timeout: 2 * MINUTES },
  async () => {
    const { bench, engines } = await openSite();
    const { page, openScreen, lookAt, axe } = bench;
    const folder = registeredLibrary()!;
    const used = await startCli(['engine', 'use', folder], { ESPALIER_ENGINES: engines }).ended;
    expect([used.code, used.error]).toEqual([0, '']);
    await openScreen('compute');
    await page
      .getByText(/[\d.,]+ GFLOP\/s/)
      .first()
      .waitFor();
    expect(await page.getByText(folder, { exact: true }).count()).toBe(1);
    await page.getByText('3 of 3 right').waitFor();
    await lookAt('compute-native');
    const violations = [...(await axe('native'))];
    await openScreen('settings');
    await page.getByText('简体中文').first().click();
    await page.getByText('深色').first().click();
    await openScreen('compute');
    await page.getByText('3 项中 3 项正确').waitFor();
    violations.push(...(await axe('native 中文')));
    await lookAt('compute-native-chinese-dark');
    await page.getByRole('button', { name: '移除' }).click();
    // Installing is offered beside a registered folder too: what tells is that there is nothing to remove any more.
    await page.getByRole('button', { name: '移除' }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '安装' }).waitFor();
    expect(existsSync(join(engines, 'registered.json'))).toBe(false);
    expect(existsSync(folder)).toBe(true);
    expect(violations).toEqual([]);
  },
);
