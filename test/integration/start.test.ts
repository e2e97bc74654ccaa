import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { browserOpener } from '../../src-main/app/open-in-browser.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BOOTSTRAP = fileURLToPath(new URL('../../scripts/espalier.mjs', import.meta.url));
const ELECTRON = fileURLToPath(new URL('../../node_modules/electron/dist', import.meta.url));

/** `npm start` on a machine whose browser is a script that notes what it was given. */
function start(environment: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const opened = join(folder, 'opened');
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`, { mode: 0o755 });
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  const env = { ...rest, ...environment, PATH: `${programs}${delimiter}${rest['PATH'] ?? ''}` };
  const child = spawn(process.execPath, [BOOTSTRAP, 'start', '--workspace', join(folder, 'workspace')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (out += text));
  const ended = new Promise<number | null>(resolve => child.on('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const url = () => vi.waitUntil(() => /http:\S+/.exec(out)?.[0], { timeout: 20_000 });
  return { child, ended, url, opened: () => (existsSync(opened) ? readFileSync(opened, 'utf8') : null) };
}

// Elsewhere the browser is opened by a program of the system that no folder in PATH replaces.
const missing =
  process.platform !== 'linux' ? 'the browser can be replaced on Linux only' : existsSync(ELECTRON) ? 'Electron itself is here' : null;
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

describe.runIf(missing === null)('npm start without Electron', () => {
  it('opens the printed link in the browser where there is a display', async () => {
    const started = start({ DISPLAY: ':987' });
    const url = await started.url();
    expect(await vi.waitUntil(started.opened, { timeout: 5000 })).toBe(url);
  });

  it('only prints the link where there is none, serves it, and ends by a signal', async () => {
    const started = start({});
    const answer = await fetch(await started.url(), { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(started.opened()).toBeNull();
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(130);
  });
});

it('hands the address to the opener of each system as one argument', () => {
  const url = 'http://127.0.0.1:1/?token=a&b';
  expect(browserOpener('linux', url)).toEqual(['xdg-open', [url]]);
  expect(browserOpener('darwin', url)).toEqual(['open', [url]]);
  expect(browserOpener('win32', url)).toEqual(['rundll32', ['url.dll,FileProtocolHandler', url]]);
});
