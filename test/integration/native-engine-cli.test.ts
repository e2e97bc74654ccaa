import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSelfTest } from '../../src-main/platform/self-test-process.ts';
import type { RegisteredEngine, SelfTestReport } from '../../src-shared/domain/native-engine.ts';
import { startCli, type CliResult } from '../support/cli.ts';
import { elfFile } from '../support/native-files.ts';
import { makeWheels, pipEnvironment } from '../support/native-install.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { nativeMissing, registeredLibrary, requireOrSkip } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const available = requireOrSkip('native', nativeMissing);
const isLinux = process.platform === 'linux' && process.arch === 'x64';

const engine = (engines: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CliResult> =>
  startCli(['engine', ...args], { ESPALIER_ENGINES: engines, ...environment }).ended;

describe('the commands of the native engine', { timeout: 2 * MINUTES }, () => {
  it('say that nothing is there', async () => {
    const engines = join(temporaryFolder(), 'engines');
    const tested = await engine(engines, ['test']);
    expect([tested.code, tested.error]).toEqual([
      2,
      "not-found: No native library is registered\n  'espalier engine install' fetches one.\n",
    ]);
    const removed = await engine(engines, ['uninstall']);
    expect([removed.code, removed.out, removed.error]).toEqual([0, 'There was nothing to remove.\n', '']);
  });

  it('refuse a folder without the library, naming what was looked for and found', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), '');
    const { code, error } = await engine(temporaryFolder(), ['use', folder]);
    expect(code).toBe(2);
    expect(error).toMatch(/^invalid-input: TensorFlow's library was looked for .*only notes\.txt/);
  });

  it('tell as an object with --json that there is no Python', async () => {
    const { code, error } = await engine(temporaryFolder(), ['install', '--json'], { ESPALIER_PYTHON: '/nowhere/python3' });
    if (!isLinux) return;
    expect(code).toBe(3);
    expect(JSON.parse(error)).toMatchObject({ code: 'install-failed', message: expect.stringContaining('/nowhere/python3') as string });
  });

  it.runIf(isLinux)('give pip’s last words when it finds nothing', async () => {
    const { code, error } = await engine(temporaryFolder(), ['install'], pipEnvironment(temporaryFolder()));
    expect(code).toBe(3);
    expect(error).toMatch(
      /pip could not download tensorflow-cpu==2\.21\.0: the package index in use does not have it.*No matching distribution/,
    );
  });

  it.runIf(isLinux)('refuse another file under the wheel’s name', async () => {
    const engines = temporaryFolder();
    const { folder } = makeWheels(temporaryFolder());
    const { code, error } = await engine(engines, ['install'], pipEnvironment(folder));
    expect(code).toBe(3);
    expect(error).toMatch(/must have the sha-256 2b847d21.*, but what came has/);
    expect(existsSync(join(engines, 'registered.json'))).toBe(false);
  });

  it.runIf(isLinux)('refuse a library that has the right header and nothing else', async () => {
    const folder = temporaryFolder();
    for (const name of ['libtensorflow_framework.so.2', 'libtensorflow_cc.so.2']) writeFileSync(join(folder, name), elfFile('x64'));
    const engines = temporaryFolder();
    const { code, error } = await engine(engines, ['use', folder]);
    expect(code).toBe(3);
    expect(error).toMatch(/engine-unavailable: TensorFlow's library can't be loaded/);
    expect(existsSync(join(engines, 'registered.json'))).toBe(false);
  });
});

describe('the process of the self-test', { timeout: MINUTES }, () => {
  const testWith = (program: string): Promise<SelfTestReport> => {
    const entry = join(temporaryFolder(), 'entry.mjs');
    writeFileSync(entry, program);
    return createSelfTest({ entry, environment: {}, libraryPath: '', threads: 1 })('/library', new AbortController().signal);
  };

  it('that crashes is a reason, with the signal and its last words', async () => {
    const error = await rejectionOf(
      testWith(`process.stderr.write('illegal instruction: avx512\\n', () => process.kill(process.pid, 'SIGSEGV'))`),
    );
    expect(error).toMatchObject({ code: 'install-failed', path: '/library' });
    expect(error.message).toMatch(/its process ended: signal SIGSEGV; last line: illegal instruction: avx512/);
  });

  it('that ends without an answer is a reason, with its code', async () => {
    expect((await rejectionOf(testWith('process.exit(7)'))).message).toMatch(/its process ended: exit code 7/);
  });

  it('is ended by a cancellation', async () => {
    const entry = join(temporaryFolder(), 'entry.mjs');
    writeFileSync(entry, 'setTimeout(() => undefined, 1e8)');
    const abort = new AbortController();
    const ended = createSelfTest({ entry, environment: {}, libraryPath: '', threads: 1 })('/library', abort.signal);
    abort.abort();
    await expect(ended).rejects.toThrow(/abort/i);
  });
});

describe.runIf(available)('the real library', { timeout: 2 * MINUTES }, () => {
  it('passes its self-test, with figures', async () => {
    const { code, lines, error } = await engine(temporaryFolder(), ['test', registeredLibrary()!, '--json']);
    expect([code, error]).toEqual([0, '']);
    const report = lines.at(-1) as unknown as SelfTestReport;
    expect(report.version).toMatch(/^2\.\d+\.\d+/);
    expect(report.devices.some(({ type }) => type === 'CPU')).toBe(true);
    expect(report.checks.map(({ passed }) => passed)).toEqual([true, true, true]);
    for (const figure of [report.gemmGflops, report.convGflops, report.availableBytes]) expect(figure).toBeGreaterThan(0);
    expect(report.rssBytes).toBeGreaterThan(50_000_000);
  });

  it('is registered from a folder, and forgotten without a file being touched', async () => {
    const engines = join(temporaryFolder(), 'engines');
    mkdirSync(engines);
    const before = readdirSync(registeredLibrary()!);
    const used = await engine(engines, ['use', registeredLibrary()!, '--json']);
    expect(used.lines.at(-1)).toMatchObject({ origin: 'folder', version: 1 } satisfies Partial<RegisteredEngine>);
    const tested = await engine(engines, ['test']);
    expect(tested.out).toMatch(/TensorFlow {3}2\.[\s\S]*matrices {5}[\d.,]+ GFLOP\/s/);
    const removed = await engine(engines, ['uninstall']);
    expect(removed.out).toMatch(/no longer in use\.\n$/);
    expect(readdirSync(registeredLibrary()!)).toEqual(before);
  });
});
